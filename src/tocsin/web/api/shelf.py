"""The register of the messages sent, in the store, through the connections of the API."""

from tocsin.register.entry import Entry
from tocsin.register.template import Template
from tocsin.tracing.shelf import StoreRegister
from tocsin.web.store import Store


class Shelf:
    """Reads the register; each call may raise Away."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def there(self) -> bool:
        """Whether there is a register at all."""
        return self._store.there()

    def find(self, code: str) -> Entry | None:
        """The entry of a code, as printed."""
        with self._store.connection() as connection:
            return StoreRegister(connection).find(code)

    def template(self, id: str, version: str, lang: str) -> Template | None:
        """A published wording."""
        with self._store.connection() as connection:
            return StoreRegister(connection).template(id, version, lang)

    def publish(self, template: Template) -> None:
        """Nothing is written through the API."""
        raise PermissionError(str(self.publish.__doc__))

    def add(self, entry: Entry) -> None:
        """Nothing is written through the API."""
        raise PermissionError(str(self.add.__doc__))
