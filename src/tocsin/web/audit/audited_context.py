"""Who asks, when and with what store: what a page of the inside needs to write down what it does."""

from datetime import datetime
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.web.audit import audit_log
from tocsin.web.staff.staff_member import StaffMember


class AuditedContext(Struct, frozen=True):
    """One request of somebody who has come in."""

    connection: psycopg.Connection[Any]
    who: StaffMember
    now: datetime
    """By the clock of the service."""

    def write_entry(
        self, action: str, why: str, subject: str = "", id: int | None = None, territory: str = ""
    ) -> None:
        """An entry of the log: what they do, to whose file, where, why. In the transaction of the caller."""
        audit_log.write_audit_entry(
            self.connection,
            self.who,
            action,
            now=self.now,
            subject=subject,
            subject_id=id,
            territory=territory,
            why=why,
        )
