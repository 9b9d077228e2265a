"""Who took the line list out, from the page or from a terminal: alike in the log of looks and changes."""

from datetime import datetime
from typing import Final

from tocsin.metrics.line_list.line_list_export import LineListRequest, LineListSummary, describe_export
from tocsin.web.audit import audit_log
from tocsin.web.staff.staff_member import StaffMember

ACTION: Final = "linelist.export"


def log_line_list_export(
    connection: audit_log.Connection, who: StaffMember | str, asked: LineListRequest, done: LineListSummary, *,
    now: datetime, place: str = "",
) -> None:  # fmt: skip
    """An entry for each département whose people are in it; one in all where the nation was asked for, or nobody is in
    it. Before anybody has the files: what cannot be written down is not handed over."""
    whole = asked.selection.territories is None or not done.cases
    counts = {"": done.cases} if whole else done.by_territory
    with connection.transaction():
        for territory, cases in sorted(counts.items()):
            audit_log.write_audit_entry(
                connection, who, ACTION, now=now, subject="linelist", territory=territory,
                why=place + describe_export(asked, cases, done.links),
            )  # fmt: skip
