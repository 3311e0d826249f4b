"""Sheets typed like a spreadsheet: deliveries of a month, attendance at work."""
