"""The page of the erasure: what will go and when, what went, and the proof of it."""
