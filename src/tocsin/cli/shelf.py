"""Which register a command looks into: a file, or the store of the service."""

import os
from typing import Final

from tocsin.cli import secret
from tocsin.cli.journal import Journal, place
from tocsin.cli.status import BadData, PartNotInstalled, Unavailable
from tocsin.register.book import Register
from tocsin.register.entry import Entry
from tocsin.register.template import Template

STORE: Final = "store"
"""What names the register of the store, in the place of a file."""


def in_store(named: str | None) -> bool:
    """Whether the register is that of the store: it was named, or no file was and a store is."""
    if named is not None:
        return named == STORE
    return not os.environ.get("TOCSIN_REGISTER") and bool(os.environ.get("TOCSIN_DATABASE_URL"))


def opened(named: str | None) -> Register:
    """The register that was named, else the usual one. Raises NoRegister, BadData, Unavailable."""
    return _store() if in_store(named) else Journal.read(place(named))


def recipients_keys(named: str | None) -> list[bytes]:
    """The keys by which a number may be hidden in that register. Raises NoSecret, Unavailable, BadData."""
    return _store_keys() if in_store(named) else [secret.keys(place(named)).recipients]


class _Store:
    """The register of the store, with a connection of its own in every process: a fork must not share one."""

    def __init__(self) -> None:
        self._process = 0

    def find(self, code: str) -> Entry | None:
        return self._here().find(code)

    def template(self, id: str, version: str, lang: str) -> Template | None:
        return self._here().template(id, version, lang)

    def publish(self, template: Template) -> None:
        self._here().publish(template)

    def add(self, entry: Entry) -> None:
        self._here().add(entry)

    def _here(self) -> Register:
        if self._process != os.getpid():
            self._register, self._process = _connected(), os.getpid()
        return self._register


def _store() -> Register:
    store = _Store()
    store._here()  # says at once where there is none
    return store


def _connected() -> Register:
    try:
        from tocsin.tracing.db import NoStore, connect
        from tocsin.tracing.shelf import StoreRegister
    except ModuleNotFoundError as error:
        raise _not_installed(error) from None
    try:
        return StoreRegister(connect())
    except NoStore as error:
        raise Unavailable(str(error)) from None


def _store_keys() -> list[bytes]:
    try:
        from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
        from tocsin.tracing.vault import Vault
    except ModuleNotFoundError as error:
        raise _not_installed(error) from None
    try:
        return Vault.load().recipients_keys()
    except (NoKeys, KeysExposed, KeysDamaged) as error:
        raise BadData(str(error)) from None


def _not_installed(error: ModuleNotFoundError) -> Exception:
    if (error.name or "").startswith("tocsin"):
        return error
    return PartNotInstalled("service", error.name)
