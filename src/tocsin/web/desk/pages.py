"""Where the pages of the desk are, and what each of them asks of the matrix."""

from typing import Final

from tocsin.web.desk import calling, leaving, start
from tocsin.web.page import Page

PAGES: Final[tuple[Page, ...]] = (
    Page("desk.start", "poste", "desk", start.show, "desk.call"),
    Page("desk.next", "poste/suivant", "desk/next", start.take, "desk.call"),
    Page("desk.call", "poste/appel/<int:task>", "desk/call/<int:task>", calling.show, "desk.call"),
    Page(
        "desk.alive", "poste/appel/<int:task>/encore", "desk/call/<int:task>/still", calling.alive,
        "desk.call",
    ),
    Page(
        "desk.number", "poste/appel/<int:task>/numero", "desk/call/<int:task>/number", calling.number,
        "desk.number",
    ),
    Page(
        "desk.found", "poste/appel/<int:task>/trouve", "desk/call/<int:task>/found", calling.found,
        "desk.number",
    ),
    Page(
        "desk.people", "poste/appel/<int:task>/personnes", "desk/call/<int:task>/people", calling.people,
        "desk.call",
    ),
    Page(
        "desk.note", "poste/appel/<int:task>/issue", "desk/call/<int:task>/outcome", calling.note,
        "desk.call",
    ),
    Page(
        "desk.release", "poste/appel/<int:task>/rendre", "desk/call/<int:task>/give-back", start.release,
        "desk.call",
    ),
)  # fmt: skip
"""The desk."""
LEAVING: Final = leaving.give_back
"""Registered with sessions as it is imported."""
