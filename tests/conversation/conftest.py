"""The first number met loads the numbering plans: no property has a deadline here."""

from hypothesis import settings

settings.register_profile("conversation", deadline=None)
settings.load_profile("conversation")
