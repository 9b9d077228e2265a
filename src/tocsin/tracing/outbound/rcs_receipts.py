"""Receipts of an RCS provider, from the store: the site takes its webhooks, and the gateway that sends awaits them."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import psycopg

from tocsin.sms.gateway import DeliveryState
from tocsin.sms.receipt_parsing import ParsedReceipt
from tocsin.store.arrays import encode_array
from tocsin.store.database import NoStore, open_connection
from tocsin.store.queries import query
from tocsin.tracing.outbound.persistence import REFERENCE_LENGTH
from tocsin.tracing.outbound.worker import UtcClock


class StoredReceipts:
    """The receipts of one account that the site has stored, each given out once."""

    def __init__(self, url: str | None, account: str, clock: UtcClock, keep: timedelta) -> None:
        """Receipts that nobody awaits are dropped after ``keep``."""
        self._url = url
        self._account = account
        self._clock = clock
        self._keep = keep
        self._db: psycopg.Connection[Any] | None = None

    async def fetch_receipts(self, references: Sequence[str]) -> list[ParsedReceipt]:
        """Those about these references of the provider; none while the store cannot be reached."""
        return await asyncio.to_thread(self._take_receipts, references)

    def close(self) -> None:
        """Let the connection go."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _take_receipts(self, references: Sequence[str]) -> list[ParsedReceipt]:
        whole = {reference[:REFERENCE_LENGTH]: reference for reference in references}
        account = {"account": self._account}
        since = self._clock.now() - self._keep
        try:
            if self._db is None:
                self._db = open_connection(self._url)
            with self._db.transaction():
                rows = self._db.execute(
                    query("gateway.early"), account | {"remote": encode_array(list(whole)), "since": since}
                ).fetchall()
                self._db.execute(query("gateway.tidy_early"), account | {"since": since})
        except (NoStore, psycopg.OperationalError):
            self.close()
            return []
        return [
            ParsedReceipt(whole[remote], "", DeliveryState(state), "")
            for remote, state, _ in sorted(rows, key=lambda row: row[2])
        ]
