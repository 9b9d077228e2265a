"""Django's settings of the whole house: the tables of every room that has some. It stands above all rooms.

The site adds what pages need in :mod:`tocsin.web.settings`.
"""

from tocsin.tracing.settings import *  # noqa: F403
from tocsin.tracing.settings import INSTALLED_APPS as OF_TRACING

INSTALLED_APPS = [
    *OF_TRACING,
    "tocsin.reception.apps.Reception",
    "tocsin.web.api.apps.Api",
    "tocsin.web.staff.apps.Inside",
]
