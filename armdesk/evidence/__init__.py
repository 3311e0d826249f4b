"""Documents, photos and scans: how they are kept, looked at and checked."""
