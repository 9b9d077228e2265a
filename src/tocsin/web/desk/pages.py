"""Where the pages of the desk are, and what each of them asks of the matrix."""

from typing import Final

from django.urls import register_converter

from tocsin.web.desk import (
    amending,
    calling,
    correcting,
    filing,
    leaving,
    replies,
    rights,
    ringing,
    searching,
    start,
)
from tocsin.web.page import Page


class RowNumber:
    """The number of a row, as addresses have it: none that the store could not hold."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RowNumber, "row")

PAGES: Final[tuple[Page, ...]] = (
    Page("desk.start", "poste", "desk", start.show, "desk.call"),
    Page("desk.next", "poste/suivant", "desk/next", start.take, "desk.call"),
    Page("desk.replies", "poste/messages", "desk/messages", replies.show, "desk.call"),
    Page("desk.judge", "poste/messages/<row:reply>", "desk/messages/<row:reply>", replies.judge, "desk.call"),
    Page("desk.take_back", "poste/reprendre", "desk/take-back", start.take_back, "desk.call"),
    Page("desk.call", "poste/appel/<row:task>", "desk/call/<row:task>", calling.show, "desk.call"),
    Page(
        "desk.alive", "poste/appel/<row:task>/encore", "desk/call/<row:task>/still", calling.alive,
        "desk.call",
    ),
    Page(
        "desk.number", "poste/appel/<row:task>/numero", "desk/call/<row:task>/number", calling.number,
        "desk.number",
    ),
    Page(
        "desk.found", "poste/appel/<row:task>/trouve", "desk/call/<row:task>/found", calling.found,
        "desk.number",
    ),
    Page(
        "desk.people", "poste/appel/<row:task>/personnes", "desk/call/<row:task>/people", calling.people,
        "desk.call",
    ),
    Page(
        "desk.keep", "poste/appel/<row:task>/garder", "desk/call/<row:task>/keep", calling.keep,
        "desk.call",
    ),
    Page(
        "desk.note", "poste/appel/<row:task>/issue", "desk/call/<row:task>/outcome", calling.note,
        "desk.call",
    ),
    Page(
        "desk.release", "poste/appel/<row:task>/rendre", "desk/call/<row:task>/give-back", start.release,
        "desk.call",
    ),
    Page(
        "desk.case_rings", "poste/cas/<row:case>/appel-recu", "desk/case/<row:case>/rings", ringing.case,
        "desk.call",
    ),
    Page(
        "desk.contact_rings", "poste/contact/<row:contact>/appel-recu", "desk/contact/<row:contact>/rings",
        ringing.contact, "desk.call",
    ),
    Page("desk.search", "poste/recherche", "desk/search", searching.show, "desk.search"),
    Page("desk.file", "poste/cas/<row:case>", "desk/case/<row:case>", filing.show, "desk.file"),
    Page(
        "desk.contact", "poste/contact/<row:contact>", "desk/contact/<row:contact>", filing.contact,
        "desk.file",
    ),
    Page(
        "desk.amend", "poste/cas/<row:case>/corriger", "desk/case/<row:case>/amend", amending.case,
        "desk.amend",
    ),
    Page(
        "desk.amend_contact", "poste/contact/<row:contact>/corriger", "desk/contact/<row:contact>/amend",
        amending.contact, "desk.amend",
    ),
    Page(
        "desk.rights", "poste/cas/<row:case>/droits", "desk/case/<row:case>/rights", rights.case,
        "rights.read",
    ),
    Page(
        "desk.rights_contact", "poste/contact/<row:contact>/droits", "desk/contact/<row:contact>/rights",
        rights.contact, "rights.read",
    ),
    Page(
        "desk.rights_file", "poste/cas/<row:case>/droits.json", "desk/case/<row:case>/rights.json",
        rights.case_file, "rights.read",
    ),
    Page(
        "desk.rights_contact_file", "poste/contact/<row:contact>/droits.json",
        "desk/contact/<row:contact>/rights.json", rights.contact_file, "rights.read",
    ),
    Page(
        "desk.rights_erase", "poste/cas/<row:case>/effacer", "desk/case/<row:case>/erase", rights.erase_case,
        "rights.erase",
    ),
    Page(
        "desk.rights_contact_erase", "poste/contact/<row:contact>/effacer",
        "desk/contact/<row:contact>/erase", rights.erase_contact, "rights.erase",
    ),
    Page(
        "desk.rights_proof", "poste/cas/<row:case>/releve", "desk/case/<row:case>/statement",
        rights.case_proof, "rights.read",
    ),
    Page(
        "desk.rights_contact_proof", "poste/contact/<row:contact>/releve",
        "desk/contact/<row:contact>/statement", rights.contact_proof, "rights.read",
    ),
    Page(
        "desk.join", "poste/cas/<row:case>/reunir", "desk/case/<row:case>/join", correcting.join,
        "desk.correct",
    ),
    Page(
        "desk.part", "poste/cas/<row:case>/separer", "desk/case/<row:case>/part", correcting.part,
        "desk.correct",
    ),
    Page(
        "desk.undo", "poste/cas/<row:case>/defaire/<row:correction>",
        "desk/case/<row:case>/undo/<row:correction>", correcting.undo, "desk.correct",
    ),
)  # fmt: skip
"""The desk."""
LEAVING: Final = leaving.give_back
"""Registered with sessions as it is imported."""
