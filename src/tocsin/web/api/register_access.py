"""The register of the messages sent, in the store, through the connections of the API."""

from tocsin.register.entry import RegisterEntry
from tocsin.register.published_template import PublishedTemplate
from tocsin.store.postgres_register import PostgresRegister
from tocsin.web.store_pool import StorePool


class PooledRegister:
    """Reads the register; each call may raise Away."""

    def __init__(self, store: StorePool) -> None:
        self._store = store

    def is_configured(self) -> bool:
        """Whether there is a register at all."""
        return self._store.is_configured()

    def find(self, code: str) -> RegisterEntry | None:
        """The entry of a code, as printed."""
        with self._store.connection() as connection:
            return PostgresRegister(connection).find(code)

    def template(self, id: str, version: str, lang: str) -> PublishedTemplate | None:
        """A published wording."""
        with self._store.connection() as connection:
            return PostgresRegister(connection).template(id, version, lang)

    def publish(self, template: PublishedTemplate) -> None:
        """Nothing is written through the API."""
        raise PermissionError(str(self.publish.__doc__))

    def add(self, entry: RegisterEntry) -> None:
        """Nothing is written through the API."""
        raise PermissionError(str(self.add.__doc__))
