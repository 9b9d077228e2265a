"""The supervisor's pages, and that of the erasure."""
