"""Reports that come by mail, in the store of the service."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg

from tocsin.answering.mail.mail_responder import RegisterUnreachable
from tocsin.campaigns import report_store
from tocsin.campaigns.report_receipts import ReceiptKeys, parse_receipt_code
from tocsin.campaigns.reported_message import ReportedMessage
from tocsin.config import read_settings
from tocsin.store.database import NoStore, open_connection


class StoredReports:
    """Keeps them, each on a connection of its own: few are made by mail."""

    def __init__(self, url: str | None, keys: ReceiptKeys, now: Callable[[], datetime]) -> None:
        self.months = read_settings().report_months
        self._url, self._keys, self._now = url, keys, now

    def keep_report(self, reported: ReportedMessage) -> str:
        """Keep one; the code of its receipt. Raises RegisterUnreachable."""
        with self._connection() as connection:
            return report_store.keep_report(connection, self._keys, reported, "mail", self._now())

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
