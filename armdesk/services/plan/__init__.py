"""The action plan and the risks: what is to be done, by whom and when, and what it answers."""
