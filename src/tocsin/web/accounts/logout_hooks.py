"""What is given back when somebody goes out, or is put out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg

from tocsin.web.staff.staff_member import StaffMember

Leaving = Callable[[psycopg.Connection[Any], StaffMember, datetime], None]
_callbacks: list[Leaving] = []


def register_logout_hook(callback: Leaving) -> Leaving:
    """Call this when somebody goes out: what they hold is given back."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def run_logout_hooks(connection: psycopg.Connection[Any], who: StaffMember, now: datetime) -> None:
    """Somebody goes: in the transaction of the caller."""
    for callback in _callbacks:
        callback(connection, who, now)
