"""People: who is who, their work and age, courses and equipment they need and have."""
