"""The tables of the API, step by step."""
