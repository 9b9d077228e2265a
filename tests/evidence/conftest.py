"""How hard Hypothesis tries here: the same examples at every run, within a bounded time."""

from hypothesis import settings

settings.register_profile("evidence", deadline=None, max_examples=120, derandomize=True, database=None)
settings.load_profile("evidence")
