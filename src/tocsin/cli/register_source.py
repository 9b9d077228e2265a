"""The register of the messages sent, as a command looks into it: that of the store of the service."""

import os
from typing import TYPE_CHECKING

from tocsin.cli.exit_status import BadData, ServiceUnavailable, needs_part
from tocsin.register.entry import PublishedTemplate, RegisterEntry
from tocsin.register.message_register import ReadableRegister

if TYPE_CHECKING:
    from tocsin.privacy.vault import Vault


class _StoreRegisterByProcess:
    """The register of the store, with a connection of its own in every process: a fork must not share one."""

    def __init__(self) -> None:
        self._process = 0

    def find(self, code: str) -> RegisterEntry | None:
        return self._register_of_process().find(code)

    def template(self, id: str, version: str, lang: str) -> PublishedTemplate | None:
        return self._register_of_process().template(id, version, lang)

    def _register_of_process(self) -> ReadableRegister:
        if self._process != os.getpid():
            self._register, self._process = _connect_register(), os.getpid()
        return self._register


def open_register() -> ReadableRegister:
    """The register. Raises ServiceUnavailable where there is no store."""
    store = _StoreRegisterByProcess()
    store._register_of_process()  # says at once where there is none
    return store


def _connect_register() -> ReadableRegister:
    with needs_part("service"):
        from tocsin.store.database import NoStore, open_connection
        from tocsin.store.postgres_register import PostgresRegister
    try:
        return PostgresRegister(open_connection())
    except NoStore as error:
        raise ServiceUnavailable(str(error)) from None


def load_recipient_keys() -> list[bytes]:
    """The keys by which a number may be hidden in the register. Raises BadData."""
    return load_vault().list_recipient_keys()


def load_vault() -> "Vault":
    """The keys of the service. Raises BadData, PartNotInstalled."""
    with needs_part("service"):
        from tocsin.privacy.keyfile import KeyFileDamaged, KeysExposed, NoKeyFile
        from tocsin.privacy.vault import Vault
    try:
        return Vault.load()
    except (NoKeyFile, KeysExposed, KeyFileDamaged) as error:
        raise BadData(str(error)) from None
