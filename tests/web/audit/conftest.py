"""The auditors' pages, behind the door of the inside."""

from tests.web.accounts.conftest import *  # noqa: F403
from tests.web.accounts.conftest import db, with_store  # noqa: F401
