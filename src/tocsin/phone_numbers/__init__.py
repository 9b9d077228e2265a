"""Telephone numbers: read, found in texts, sorted by kind, priced by date, and written for people."""
