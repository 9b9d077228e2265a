"""Who is at work, with a store behind."""

from tests.web.public.conftest import db, with_store  # noqa: F401
