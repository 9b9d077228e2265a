"""A phone is kept, some of the conversations on it are not: what is left of the thread."""

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import replace

from tocsin.conversation.phone_thread import PhoneThread


def remove_sessions(thread: PhoneThread, gone: Collection[str]) -> PhoneThread:
    """The thread without these sessions. That whoever holds the phone wants no SMS stays known."""
    sessions = tuple(session for session in thread.sessions if session.id not in gone)
    waiting = tuple(beginning for beginning in thread.waiting if beginning.id not in gone)
    if (sessions, waiting) == (thread.sessions, thread.waiting):
        return thread
    kept = replace(
        thread,
        sessions=sessions,
        waiting=waiting,
        parked=tuple(id for id in thread.parked if id not in gone),
        last=thread.last if thread.last not in gone else "",
        heard=(),
    )
    return replace(kept, floor="", since=None, taken=False) if thread.floor in gone else kept


def find_next_due(before: PhoneThread, after: PhoneThread, now: datetime) -> datetime | None:
    """When something is due on the phone; at once for who waited for a question that is gone."""
    freed = before.floor and not after.floor and (after.waiting or after.parked)
    return now if freed else after.next_due
