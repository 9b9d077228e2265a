"""The record-day twin as a page, for supervisors and epidemiologists: small, bounded, one at a time."""
