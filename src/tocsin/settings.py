"""Django's settings of the whole house: the tables of every room that has some. It stands above all rooms.

The site adds what pages need in :mod:`tocsin.web.settings`.
"""

from tocsin.store.settings import *  # noqa: F403
from tocsin.store.settings import INSTALLED_APPS as OF_TRACING

INSTALLED_APPS = [
    *OF_TRACING,
    "tocsin.answering.apps.Reception",
    "tocsin.webhooks",
    "tocsin.web.api",
    "tocsin.web.accounts.apps.AccountsConfig",
]
