"""The time of the door: the machine's own, also beside a story whose day passes in minutes.

A session that is left for an hour, a temporary password, a code of a telephone: they belong to people, and
people live in the real day. What they do to files is told in the service's time (``tocsin.runtime.clock``).
"""

from datetime import UTC, datetime


def real_now() -> datetime:
    """The moment; aware, in UTC."""
    return datetime.now(UTC)
