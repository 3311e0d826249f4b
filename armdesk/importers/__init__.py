"""Reading rows from the files an office already has and turning them into records."""
