"""The inside, with a store behind it."""

from tests.tracing.conftest import server, template, vault  # noqa: F401  # fixtures
from tests.web.pages.conftest import db, store, with_store  # noqa: F401
