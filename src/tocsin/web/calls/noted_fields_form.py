"""The fields that may be noted of a file, on the page of a call and on that of the file: shown, and read."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from msgspec import Struct

from tocsin.charter.words import translate_wording
from tocsin.privacy.noted_fields import FieldAuthor, FileKind, NotedField, list_noted_fields
from tocsin.tracing.people.noted_details import DETAILS, NotedDetails
from tocsin.web.language import Lang

FieldType = Literal["choice", "yes_no", "day", "email"]
_DAYS: Final = frozenset(("hospital_on", "hospital_left_on", "died_on"))
_YES_NO: Final = {"yes": True, "no": False}
LONGEST: Final = 254
"""Characters of a field."""


class FieldView(Struct, frozen=True, kw_only=True):
    name: str
    label: str
    purpose: str
    kept_days: int
    """Days after the file was closed; nought: as long as the file."""
    kind: FieldType
    typed: str
    choices: tuple[tuple[str, str], ...] = ()


def list_field_views(
    kind: FileKind, typed: Mapping[str, str], lang: Lang, *, death: bool, by: FieldAuthor = "agent"
) -> tuple[FieldView, ...]:
    """The fields of a file that somebody may note, for a form; ``death``: with the day of death."""
    return tuple(
        FieldView(
            name=name,
            label=translate_wording(field.label, lang),
            purpose=translate_wording(field.purpose, lang),
            kept_days=field.kept.days,
            kind=_find_type(name, field),
            typed=typed.get(name, ""),
            choices=tuple((value, translate_wording(words, lang)) for value, words in field.values.items()),
        )
        for name, field in list_noted_fields().items()
        if name in DETAILS and kind in field.of and by in field.noted_by and (death or name != "died_on")
    )


def list_day_outcomes(lang: Lang) -> tuple[tuple[str, str], ...]:
    values = list_noted_fields()["day_outcome"].values
    return tuple((value, translate_wording(words, lang)) for value, words in values.items())


def parse_fields(
    form: Mapping[str, str], problems: list[tuple[str, str]], by: FieldAuthor = "agent"
) -> dict[str, Any]:
    """The fields of a form that somebody may note, by their names; None and empty where they are left open."""
    found: dict[str, Any] = {}
    for name in (one for one in DETAILS if by in list_noted_fields()[one].noted_by):
        typed = form.get(name, "").strip()[:LONGEST]
        if name in _DAYS:
            found[name] = parse_day(form, name, problems)
        elif _find_type(name, list_noted_fields()[name]) == "yes_no":
            found[name] = _YES_NO.get(typed)
        else:
            found[name] = typed
    return found


def type_details(noted: NotedDetails) -> dict[str, str]:
    return {name: _type_value(getattr(noted, name)) for name in DETAILS}


def _find_type(name: str, field: NotedField) -> FieldType:
    if field.values:
        return "choice"
    return "day" if name in _DAYS else "email" if name == "email" else "yes_no"


def _type_value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value or ""


def parse_day(form: Mapping[str, str], name: str, problems: list[tuple[str, str]]) -> date | None:
    typed = form.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        problems.append((name, "no_day"))
        return None
