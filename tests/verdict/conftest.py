"""How hard Hypothesis tries here: the same examples at every run, within a bounded time."""

from hypothesis import settings

settings.register_profile("verdict", deadline=None, max_examples=100, derandomize=True, database=None)
settings.load_profile("verdict")
