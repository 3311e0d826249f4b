"""Screens: the only place that knows Qt."""
