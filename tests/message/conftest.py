"""No example is timed: other things run on the same machine; all are the same in every run."""

from hypothesis import settings

settings.register_profile("message", deadline=None, max_examples=100, derandomize=True, database=None)
settings.load_profile("message")
