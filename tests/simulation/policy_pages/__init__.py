"""The twin as a page."""
