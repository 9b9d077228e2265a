"""Reports that come by mail, in the store of the service."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg

from tocsin.answering.mail.mail_responder import RegisterUnreachable
from tocsin.campaigns import report_store
from tocsin.campaigns.report_receipts import LETTERS, ReceiptKeys, parse_receipt_code
from tocsin.campaigns.report_store import LetterRequest
from tocsin.campaigns.reported_message import ReportedMessage
from tocsin.config import read_settings
from tocsin.privacy.vault import Vault
from tocsin.store.database import NoStore, open_connection


class StoredReports:
    """Keeps them, each on a connection of its own: few are made by mail."""

    def __init__(self, url: str | None, vault: Vault, now: Callable[[], datetime]) -> None:
        self.months, self.weeks = read_settings().report_months, LETTERS.days // 7
        self._keys = ReceiptKeys.derive(vault.lasting_key)
        self._url, self._vault, self._now = url, vault, now

    def keep_report(self, reported: ReportedMessage, to: str = "", lang: str = "fr") -> str:
        """Keep one; the code of its receipt. ``to`` is sealed, until it is written to. Raises RegisterUnreachable."""
        letter = LetterRequest(to, lang, self._vault) if to else None
        with self._connection() as connection:
            return report_store.keep_report(
                connection, self._keys, reported, "mail", self._now(), letter=letter
            )

    def withdraw_report(self, receipt: str) -> None:
        """Take it back. Raises RegisterUnreachable."""
        with self._connection() as connection:
            report_store.withdraw_report(connection, self._keys.digest_code(parse_receipt_code(receipt)))

    @contextmanager
    def _connection(self) -> Iterator[report_store.Connection]:
        try:
            with open_connection(self._url, autocommit=True) as connection:
                yield connection
        except (NoStore, psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise RegisterUnreachable(str(RegisterUnreachable.__doc__)) from error
