"""Questions and rules over several records."""
