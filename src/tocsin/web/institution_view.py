"""An institution in a few lines: what is known of its contacts, since when, how to verify, and what nobody said."""

from datetime import date
from functools import lru_cache
from typing import Final

from msgspec import Struct

from tocsin.charter.loading import load_charter
from tocsin.charter.partial_dates import UNDATED, parse_partial_date
from tocsin.charter.schema import AdviceClause, Charter, ListingClause, Medium, PointClause
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.charter.words import format_institution_name, translate_wording
from tocsin.locale.languages import get_language
from tocsin.web.charter_view import list_item_policies
from tocsin.web.clause_view import format_contact_point, format_page_date
from tocsin.web.language import Lang

MEDIA: Final[dict[str, tuple[Medium, ...]]] = {
    "of_site": ("web_host",),
    "of_phone": ("phone",),
    "of_sms_sender": ("sms_sender", "short_code"),
    "of_mail_sender": ("mail_address", "mail_domain"),
}
"""What people look for in a message, by the name of its sentence, and the media of points that tell it."""


class InstitutionView(Struct, frozen=True, kw_only=True):
    """An institution, to be read in a list."""

    id: str
    name: str
    about: str
    """What explains its name, or empty."""
    count: int
    """Its own clauses that hold, or may hold, that day."""
    oldest: str
    """Date of the oldest of their sources, as precise as known; empty where none is dated."""
    version: str
    never: tuple[str, ...]
    """Items that it never asks by some channel: names of sentences."""
    verify: tuple[str, ...]
    """Where to find out, in its own advice."""
    report: tuple[str, ...]
    """Numbers and addresses to report to."""
    known: tuple[tuple[str, tuple[str, ...], bool], ...]
    """Kind of point, the values of that day, and whether the list is closed."""
    unknown: tuple[str, ...]
    """Kinds of point of which no source says anything."""


@lru_cache(maxsize=1024)
def view_institution(name: str, on: date, lang: Lang) -> InstitutionView:
    """An institution as of a day, in a language."""
    charter = load_charter(name)
    view = view_as_of(charter, on)
    own = [clause for clause in view.clauses if not clause.layer]
    known = [(kind, _list_values(view, media), _is_closed(view, media)) for kind, media in MEDIA.items()]
    shown = format_institution_name(charter, lang)
    return InstitutionView(
        id=charter.id,
        name=shown[:1].upper() + shown[1:],
        about=translate_wording(charter.name, lang).partition(" (")[2].removesuffix(")"),
        count=len(own),
        oldest=format_page_date(_find_oldest_source(charter), lang),
        version=format_page_date(charter.version, lang),
        never=tuple(policy.item for policy in list_item_policies(view, lang) if policy.never),
        verify=_list_verify_advice(view, lang),
        report=_list_report_contacts(view),
        known=tuple((kind, values, closed) for kind, values, closed in known if values),
        unknown=tuple(kind for kind, values, closed in known if not values and not closed),
    )


def _list_values(view: DatedCharter, media: tuple[Medium, ...]) -> tuple[str, ...]:
    found = (c.value for c in view.clauses if isinstance(c, PointClause) and c.medium in media)
    return tuple(dict.fromkeys(format_contact_point(value) for value in found))


def _is_closed(view: DatedCharter, media: tuple[Medium, ...]) -> bool:
    found = [c for c in view.clauses if isinstance(c, ListingClause) and set(media) & set(c.media)]
    return bool(found) and all(c.closed and c.in_force.surely_holds(view.on) for c in found)


def _find_oldest_source(charter: Charter) -> str:
    dates = {source.date for clause in charter.clauses if not clause.layer for source in clause.sources}
    return min(dates - {UNDATED}, key=lambda written: parse_partial_date(written)[0], default=UNDATED)


def _list_verify_advice(view: DatedCharter, lang: Lang) -> tuple[str, ...]:
    """Its own advice to whoever is in doubt, the first only by rank: the page of each has the rest."""
    found = sorted((c for c in view.advice if "doubt" in c.when and not c.layer), key=lambda c: c.rank)
    with_contact = [c for c in found if c.contact] or found
    return tuple(get_language(lang).typeset(translate_wording(c.wording, lang)) for c in with_contact[:1])


def _list_report_contacts(view: DatedCharter) -> tuple[str, ...]:
    """Where a message is reported: its own addresses first, then those for everybody."""
    found = sorted((c for c in view.advice if _is_report(c)), key=lambda c: (bool(c.layer), c.rank))
    return tuple(dict.fromkeys(format_contact_point(c.contact) for c in found))


def _is_report(clause: AdviceClause) -> bool:
    return bool(clause.contact) and "received" in clause.when and "doubt" not in clause.when
