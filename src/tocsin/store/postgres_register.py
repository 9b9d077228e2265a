"""The register of messages, in the store: what was issued, found by its code, for ``tocsin verify``.

The engine writes its entries itself, many at once, in the transaction of the intent to send. Here they are
read one by one, and added one by one where something else was issued.
"""

from typing import Any, Final

import psycopg

from tocsin.register.entry import PublishedTemplate, RegisterEntry
from tocsin.register.message_register import CodeTaken, TemplateNotPublished, WordingChanged
from tocsin.store.queries import query

NO_PHONE: Final = 0
"""Stands where a message was issued to no phone of the store."""


class NotAnSms(ValueError):
    """The store's register holds SMS only."""


class PostgresRegister:
    """The register of a store; each call is a transaction of its own, unless the caller has one open."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self._db = db

    def find(self, code: str) -> RegisterEntry | None:
        with self._db.transaction():
            row = self._db.execute(query("register.find"), {"code": code}).fetchone()
        if row is None:
            return None
        template, version, lang, text_hash, issued, sender, recipient, expires = row
        return RegisterEntry(
            code, template, version, lang, text_hash, issued, "sms", sender, recipient, expires
        )

    def template(self, id: str, version: str, lang: str) -> PublishedTemplate | None:
        with self._db.transaction():
            row = self._db.execute(
                query("register.wording"), {"template": id, "version": version, "lang": lang}
            ).fetchone()
        return None if row is None else PublishedTemplate(id, version, lang, row[0])

    def publish(self, template: PublishedTemplate) -> None:
        """Keep a wording. Publishing the same again does nothing; raises WordingChanged for another."""
        words = {"template": template.id, "version": template.version, "lang": template.lang}
        with self._db.transaction():
            self._db.execute(query("register.publish"), words | {"text": template.text})
            row = self._db.execute(query("register.wording"), words).fetchone()
        if row is None or row[0] != template.text:
            raise WordingChanged(template.name)

    def add(self, entry: RegisterEntry) -> None:
        """Keep an entry, for good. Raises CodeTaken, TemplateNotPublished, NotAnSms.

        Its end, where it has one, is not kept: the store knows it of messages that wait in its own outbox.
        """
        if entry.channel != "sms":
            raise NotAnSms(str(NotAnSms.__doc__))
        if self.template(entry.template, entry.version, entry.lang) is None:
            raise TemplateNotPublished(f"{str(TemplateNotPublished.__doc__).rstrip('.')}: {entry.wording}")
        with self._db.transaction():
            added = self._db.execute(
                query("register.add"),
                {
                    "key": f"code:{entry.code}",
                    "code": entry.code,
                    "template": entry.template,
                    "version": entry.version,
                    "lang": entry.lang,
                    "text_hash": entry.text_hash,
                    "sender": entry.sender,
                    "recipient": entry.recipient,
                    "phone": NO_PHONE,
                    "issued": entry.issued,
                },
            )
        if not added.rowcount:
            raise CodeTaken(entry.code)
