"""How hard Hypothesis tries here: the same examples at every run, within a bounded time."""

from hypothesis import settings

settings.register_profile("guard", deadline=None, max_examples=150, derandomize=True, database=None)
settings.load_profile("guard")
