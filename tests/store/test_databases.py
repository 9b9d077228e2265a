"""The databases of the tests themselves."""

from psycopg.errors import ObjectInUse

from tests.store.databases import execute_patiently


class _BusyServer:
    """Says twice that somebody is still in the database."""

    def __init__(self) -> None:
        self.asked = 0

    def execute(self, statement: bytes) -> None:
        self.asked += 1
        if self.asked < 3:
            raise ObjectInUse("database is being accessed by other users")


def test_whoever_is_slow_to_leave_a_database_is_waited_for() -> None:
    server = _BusyServer()
    execute_patiently(server, "drop database test")  # type: ignore[arg-type]
    assert server.asked == 3
