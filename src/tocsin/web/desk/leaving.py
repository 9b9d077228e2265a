"""Who signs out gives back the call that they have."""

from datetime import datetime
from typing import Any

import psycopg

from tocsin.tracing import calls
from tocsin.tracing.clock import from_environment
from tocsin.web.staff.model import Staff
from tocsin.web.staff.sessions import on_leave


@on_leave
def give_back(connection: psycopg.Connection[Any], who: Staff, now: datetime) -> None:
    """At once; the moment is that of the service, whose clock leases run on."""
    calls.leave(connection, who.login, from_environment().now())
