"""Flows: guided conversations as data, and what can be said of them without running them."""
