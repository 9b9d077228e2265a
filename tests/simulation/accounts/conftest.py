"""The door of the inside, with a store and its keys behind it."""

from tests.web.accounts.conftest import *  # noqa: F403
from tests.web.accounts.conftest import db, with_store  # noqa: F401
from tests.web.conftest import cheap_passwords  # noqa: F401
