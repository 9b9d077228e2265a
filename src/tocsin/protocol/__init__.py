"""Isolation and test instructions by date, per disease: data, and the rules that read it."""
