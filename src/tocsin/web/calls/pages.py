"""Where the pages of the desk are, and what each of them asks of the matrix."""

from typing import Final

from django.urls import register_converter

from tocsin.web.calls import (
    amendment_pages,
    call_page,
    call_queue_page,
    case_file_pages,
    data_rights_pages,
    file_detail_pages,
    incoming_call_pages,
    logout_release,
    merge_and_split_pages,
    place_pages,
    reply_pages,
    search_page,
)
from tocsin.web.page_route import PageRoute


class RowNumberConverter:
    """The number of a row, as addresses have it: none that the store could not hold."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RowNumberConverter, "row")

PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("desk.start", "poste", "desk", call_queue_page.show_call_queue, "desk.call"),
    PageRoute("desk.next", "poste/suivant", "desk/next", call_queue_page.take_next_call, "desk.call"),
    PageRoute("desk.replies", "poste/messages", "desk/messages", reply_pages.show_unexplained_replies, "desk.call"),
    PageRoute("desk.judge", "poste/messages/<row:reply>", "desk/messages/<row:reply>", reply_pages.record_finding, "desk.call"),
    PageRoute("desk.take_back", "poste/reprendre", "desk/take-back", call_queue_page.take_back_outcome, "desk.call"),
    PageRoute("desk.call", "poste/appel/<row:task>", "desk/call/<row:task>", call_page.show_call, "desk.call"),
    PageRoute(
        "desk.alive", "poste/appel/<row:task>/encore", "desk/call/<row:task>/still", call_page.renew_call,
        "desk.call",
    ),
    PageRoute(
        "desk.number", "poste/appel/<row:task>/numero", "desk/call/<row:task>/number", call_page.reveal_number,
        "desk.number",
    ),
    PageRoute(
        "desk.found", "poste/appel/<row:task>/trouve", "desk/call/<row:task>/found", call_page.save_found_number,
        "desk.number",
    ),
    PageRoute(
        "desk.people", "poste/appel/<row:task>/personnes", "desk/call/<row:task>/people", call_page.show_contact_rows,
        "desk.call",
    ),
    PageRoute(
        "desk.keep", "poste/appel/<row:task>/garder", "desk/call/<row:task>/keep", call_page.save_draft,
        "desk.call",
    ),
    PageRoute(
        "desk.note", "poste/appel/<row:task>/issue", "desk/call/<row:task>/outcome", call_page.record_outcome,
        "desk.call",
    ),
    PageRoute(
        "desk.release", "poste/appel/<row:task>/rendre", "desk/call/<row:task>/give-back", call_queue_page.release_call,
        "desk.call",
    ),
    PageRoute(
        "desk.case_rings", "poste/cas/<row:case>/appel-recu", "desk/case/<row:case>/rings", incoming_call_pages.answer_case,
        "desk.call",
    ),
    PageRoute(
        "desk.contact_rings", "poste/contact/<row:contact>/appel-recu", "desk/contact/<row:contact>/rings",
        incoming_call_pages.answer_contact, "desk.call",
    ),
    PageRoute("desk.search", "poste/recherche", "desk/search", search_page.show_search, "desk.search"),
    PageRoute("desk.places", "poste/lieux", "desk/places", place_pages.show_places, "desk.file"),
    PageRoute("desk.variant", "poste/lieux/variante", "desk/places/variant", place_pages.decide_variant, "desk.correct"),
    PageRoute(
        "desk.place", "poste/lieux/<row:gathering>", "desk/places/<row:gathering>", place_pages.show_place, "desk.file"
    ),
    PageRoute(
        "desk.place_name", "poste/lieux/<row:gathering>/nom", "desk/places/<row:gathering>/name",
        place_pages.name_place, "desk.correct",
    ),
    PageRoute(
        "desk.place_undo", "poste/lieux/<row:gathering>/defaire/<row:correction>",
        "desk/places/<row:gathering>/undo/<row:correction>", place_pages.undo_join, "desk.correct",
    ),
    PageRoute("desk.file", "poste/cas/<row:case>", "desk/case/<row:case>", case_file_pages.show_case_file, "desk.file"),
    PageRoute(
        "desk.contact", "poste/contact/<row:contact>", "desk/contact/<row:contact>", case_file_pages.show_contact_file,
        "desk.file",
    ),
    PageRoute(
        "desk.details", "poste/cas/<row:case>/suivi", "desk/case/<row:case>/follow-up", file_detail_pages.note_case,
        "desk.call",
    ),
    PageRoute(
        "desk.details_contact", "poste/contact/<row:contact>/suivi", "desk/contact/<row:contact>/follow-up",
        file_detail_pages.note_contact, "desk.call",
    ),
    PageRoute(
        "desk.amend", "poste/cas/<row:case>/corriger", "desk/case/<row:case>/amend", amendment_pages.amend_case,
        "desk.amend",
    ),
    PageRoute(
        "desk.amend_contact", "poste/contact/<row:contact>/corriger", "desk/contact/<row:contact>/amend",
        amendment_pages.amend_contact, "desk.amend",
    ),
    PageRoute(
        "desk.rights", "poste/cas/<row:case>/droits", "desk/case/<row:case>/rights", data_rights_pages.show_case_data,
        "rights.read",
    ),
    PageRoute(
        "desk.rights_contact", "poste/contact/<row:contact>/droits", "desk/contact/<row:contact>/rights",
        data_rights_pages.show_contact_data, "rights.read",
    ),
    PageRoute(
        "desk.rights_file", "poste/cas/<row:case>/droits.json", "desk/case/<row:case>/rights.json",
        data_rights_pages.export_case_data, "rights.read",
    ),
    PageRoute(
        "desk.rights_contact_file", "poste/contact/<row:contact>/droits.json",
        "desk/contact/<row:contact>/rights.json", data_rights_pages.export_contact_data, "rights.read",
    ),
    PageRoute(
        "desk.rights_erase", "poste/cas/<row:case>/effacer", "desk/case/<row:case>/erase", data_rights_pages.erase_case,
        "rights.erase",
    ),
    PageRoute(
        "desk.rights_contact_erase", "poste/contact/<row:contact>/effacer",
        "desk/contact/<row:contact>/erase", data_rights_pages.erase_contact, "rights.erase",
    ),
    PageRoute(
        "desk.rights_proof", "poste/cas/<row:case>/releve", "desk/case/<row:case>/statement",
        data_rights_pages.download_case_statement, "rights.read",
    ),
    PageRoute(
        "desk.rights_contact_proof", "poste/contact/<row:contact>/releve",
        "desk/contact/<row:contact>/statement", data_rights_pages.download_contact_statement, "rights.read",
    ),
    PageRoute(
        "desk.join", "poste/cas/<row:case>/reunir", "desk/case/<row:case>/join", merge_and_split_pages.merge_records,
        "desk.correct",
    ),
    PageRoute(
        "desk.part", "poste/cas/<row:case>/separer", "desk/case/<row:case>/part", merge_and_split_pages.split_record,
        "desk.correct",
    ),
    PageRoute(
        "desk.undo", "poste/cas/<row:case>/defaire/<row:correction>",
        "desk/case/<row:case>/undo/<row:correction>", merge_and_split_pages.undo_correction, "desk.correct",
    ),
)  # fmt: skip
"""The desk."""
LEAVING: Final = logout_release.release_call_at_logout
"""Registered with sessions as it is imported."""
