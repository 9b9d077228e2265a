"""A desk for tests: a store with people in it, keys in a file, and a clock that stands at noon."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from django.test import Client

from tests.tracing.calls.people import NOON, People
from tests.web.inside import account, signed_in
from tests.web.live_site import having_store
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores
from tocsin.web.accounts import sessions, staff_accounts
from tocsin.web.staff.staff_member import Role, RoleGrant

USED: Final = (
    "epidetail followupday lent loan attempt calldraft calltask spokencode message heard inbox change correction attendance contact"
    " gathering cluster result case holding timer phone person"
).split()
"""Tables that a test fills, in an order in which they can be emptied."""


class Office:
    """One store, and those who work on it."""

    def __init__(self, url: str, keys: Path) -> None:
        self.url = url
        self.keys = keys
        self.db: psycopg.Connection[Any] = stores.open_connection(url, autocommit=True)
        self.vault = Vault.load(keys, make=True)
        self.people = People(self.db, self.vault)
        self._make_cipher_of_day: dict[str, Any] = {}

    def once[T](self, name: str, make: Callable[[], T]) -> T:
        """What is made once for a module: an account costs a tenth of a second."""
        if name not in self._make_cipher_of_day:
            self._make_cipher_of_day[name] = make()
        found: T = self._make_cipher_of_day[name]
        return found

    def environment(self, now: datetime = NOON) -> dict[str, str]:
        """What a site needs to be this office's; its clock stands still."""
        story = f"{now.astimezone(UTC).isoformat().replace('+00:00', 'Z')}@0.000001"
        return {"TOCSIN_KEYS": str(self.keys), "TOCSIN_STORY": story}

    def client(
        self, role: Role = "agent", territory: str = "", *, login: str = "", csrf: bool = False
    ) -> Client:
        """Somebody who has come in."""
        return signed_in(self.url, role, territory, login=login, csrf=csrf)

    def agent(self, n: int = 0) -> Client:
        """One of the agents of Paris, who have come in."""
        return self.once(f"agent {n}", lambda: self.client("agent", "75"))

    def cookie(self, login: str) -> str:
        """A session of an agent and supervisor of Paris, whose account is made the first time."""
        grants = RoleGrant("agent", "75"), RoleGrant("supervisor", "75")
        self.once(f"account {login}", lambda: account(self.url, *grants, login=login))
        who = staff_accounts.find_account(self.db, login)
        assert who
        return sessions.begin_session(self.db, who.account_id, datetime.now(UTC))

    def logged(self, *actions: str) -> list[tuple[str, str, int, str]]:
        """What the log says of files: action, subject, its number, why."""
        asked = "select action, subject, subject_id, why from staff_entry where action = any(%s) order by id"
        return self.db.execute(asked, (list(actions),)).fetchall()

    def empty(self) -> None:
        """Take everybody out; the log stays."""
        for table in USED:
            self.db.execute(f"delete from tracing_{table}".encode())


@contextmanager
def at_noon(office: Office, now: datetime = NOON) -> Iterator[None]:
    """The pages of this process are the office's."""
    with having_store(office.url, **office.environment(now)):
        yield
