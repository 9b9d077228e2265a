"""The sentences of the pages of the erasure."""
