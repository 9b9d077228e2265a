"""Who signs out gives back the call that they have."""

from datetime import datetime
from typing import Any

import psycopg

from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing import calls
from tocsin.web.accounts.sessions import register_logout_hook
from tocsin.web.staff.staff_member import StaffMember


@register_logout_hook
def release_call_at_logout(connection: psycopg.Connection[Any], who: StaffMember, now: datetime) -> None:
    """At once; the moment is that of the service, whose clock leases run on."""
    calls.release_all_tasks(connection, who.login, read_clock_from_environment().now())
