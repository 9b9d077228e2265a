"""Migrations of the store: each works while the code before it still runs."""
