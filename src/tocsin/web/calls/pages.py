"""Where the pages of the desk are, and what each of them asks of the matrix."""

from collections.abc import Callable
from functools import wraps
from itertools import chain
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import register_converter

from tocsin.tracing.cases.data_subject_rights import Subject
from tocsin.web.calls import (
    amendment_pages,
    call_page,
    call_queue_page,
    case_file_pages,
    data_rights_pages,
    file_detail_pages,
    merge_and_split_pages,
    place_pages,
    reply_pages,
    search_page,
)
from tocsin.web.page_urls import PageRoute


class RowNumberConverter:
    """The number of a row, as addresses have it: none that the store could not hold."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RowNumberConverter, "row")


def route_files(
    names: tuple[str, str],
    fr: str,
    en: str,
    show: Callable[[HttpRequest, Subject, int], HttpResponse],
    action: str,
) -> tuple[PageRoute, PageRoute]:
    """A page that cases and contacts have alike: its names, the ends of its addresses, what answers."""

    @wraps(show)
    def show_case(request: HttpRequest, case: int) -> HttpResponse:
        return show(request, "case", case)

    @wraps(show)
    def show_contact(request: HttpRequest, contact: int) -> HttpResponse:
        return show(request, "contact", contact)

    return (
        PageRoute(names[0], f"poste/cas/<row:case>/{fr}", f"desk/case/<row:case>/{en}", show_case, action),
        PageRoute(
            names[1], f"poste/contact/<row:contact>/{fr}", f"desk/contact/<row:contact>/{en}", show_contact, action
        ),
    )  # fmt: skip


_OF_FILES: Final = (
    (("desk.case_rings", "desk.contact_rings"), "appel-recu", "rings", call_queue_page.answer_call, "desk.call"),
    (("desk.details", "desk.details_contact"), "suivi", "follow-up", file_detail_pages.note_file, "desk.details"),
    (("desk.amend", "desk.amend_contact"), "corriger", "amend", amendment_pages.amend_file, "desk.amend"),
    (("desk.rights", "desk.rights_contact"), "droits", "rights", data_rights_pages.show_data, "rights.read"),
    (("desk.rights_file", "desk.rights_contact_file"), "droits.json", "rights.json", data_rights_pages.export_data, "rights.read"),
    (("desk.rights_erase", "desk.rights_contact_erase"), "effacer", "erase", data_rights_pages.erase_person, "rights.erase"),
    (
        ("desk.rights_proof", "desk.rights_contact_proof"), "releve", "statement",
        data_rights_pages.download_person_statement, "rights.read",
    ),
)  # fmt: skip
"""What there is of a case and of a contact alike."""

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
    *chain.from_iterable(route_files(*one) for one in _OF_FILES),
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
