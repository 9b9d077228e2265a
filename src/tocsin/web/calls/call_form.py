"""What an agent noted of a call: the form read, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, get_args

from msgspec import Struct

from tocsin.conversation import quiet_hours
from tocsin.tracing.calls import callback_time
from tocsin.tracing.calls.call_facts import list_spoken_languages
from tocsin.tracing.calls.callback_time import BadCallbackTime, parse_callback_time
from tocsin.tracing.calls.model import ENDS, GOES_ON, WITHDRAWN, CallSheet, Outcome
from tocsin.tracing.calls.named_contacts import SpokenContact
from tocsin.web.calls.contact_rows import (
    ContactRow,
    ContactRows,
    UnreadEntry,
    build_named_contact,
    parse_contact_rows,
)
from tocsin.web.calls.noted_fields_form import parse_day, parse_fields

LONGEST: Final = 1000
"""Characters of a note."""
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
_YES_NO: Final = {"yes": True, "no": False}
_FIELDS: Final = {"identity_confirmed": "identity", "instructions_given": "instructions"}
"""What was asked in a call, and where the page takes it."""
_WRONG: Final = {"no_name": "no_name", "bad_number": "bad_number", "twice": "twice"}
"""What stops a line, and the sentence that says so."""


class CallForm(Struct, frozen=True, kw_only=True):
    outcome: Outcome | None
    people: tuple[SpokenContact, ...]
    facts: dict[str, Any]
    note: str
    again_at: datetime | None
    problems: tuple[tuple[str, str], ...]
    """Field, and the name of the sentence that says what is wrong with it."""
    unsure: "OutcomeConfirmation | None"
    """What is to be confirmed before it is written down; None where nothing is."""


class OutcomeConfirmation(Struct, frozen=True, kw_only=True):
    """An outcome that is confirmed by the same key again: what it ends, or when somebody is rung again."""

    outcome: Outcome
    token: str
    """What the form says once it is confirmed."""
    again_at: datetime | None = None
    """Of a call that comes back: when, by what was read."""
    asked: datetime | None = None
    """When it was asked for; None where no time was."""
    by_sms: bool = False
    """Reached, and the SMS say the instructions."""


def parse_call_form(form: Mapping[str, str], sheet: CallSheet, now: datetime) -> CallForm:
    problems: list[tuple[str, str]] = []
    chosen = form.get("outcome", "")
    outcome = next((one for one in OUTCOMES if one == chosen), None)
    if outcome is None:
        problems.append(("bar", "no_outcome"))
    people = parse_contact_rows(form) if sheet.contact_id is None else ContactRows((), UnreadEntry())
    rows = people.rows
    problems += [
        (_name_field(row, n), _WRONG[row.problem]) for n, row in enumerate(rows) if row.blocks_outcome
    ]
    if people.entry.wrong:
        problems.append(("entry", "figures_left" if people.entry.left else "nobody_read"))
    facts = _parse_facts(form, sheet, problems)
    _check_consistency(form, sheet, rows, outcome, facts, problems)
    again_at = (
        _parse_callback_time(form, sheet, now, problems) if outcome in ("call_back", "interpreter") else None
    )
    unsure = _find_confirmation(form, sheet, now, outcome, facts, again_at, problems)
    return CallForm(
        outcome=outcome,
        people=() if problems else tuple(build_named_contact(row) for row in rows),
        facts=facts,
        note=" ".join(form.get("note", "")[:LONGEST].split()),
        again_at=again_at,
        problems=tuple(problems),
        unsure=None if problems else unsure,
    )


def _find_confirmation(
    form: Mapping[str, str],
    sheet: CallSheet,
    now: datetime,
    outcome: Outcome | None,
    facts: dict[str, Any],
    again_at: datetime | None,
    problems: list[tuple[str, str]],
) -> OutcomeConfirmation | None:
    """What is still to be confirmed; what is, by the same key again, is written into the facts."""
    by_sms = sheet.reason in (*GOES_ON, WITHDRAWN)
    if outcome == "reached":
        needed = ["identity_confirmed"] if by_sms else ["identity_confirmed", "instructions_given"]
        problems += [(_FIELDS[name], f"not_{name}") for name in needed if facts.get(name) is False]
        if all(facts.get(name) for name in needed):
            return None
        if form.get("sure") == outcome:
            facts |= dict.fromkeys(needed, True)
            return None
        return OutcomeConfirmation(outcome=outcome, token=outcome, by_sms=by_sms)
    if outcome in ENDS:
        return None if form.get("sure") == outcome else OutcomeConfirmation(outcome=outcome, token=outcome)
    if outcome not in ("call_back", "interpreter"):
        return None
    if outcome == "interpreter" and not facts.get("interpreter"):
        problems.append(("interpreter", "no_language"))
    at = quiet_hours.find_next_allowed_time(again_at or now + callback_time.FIRST, sheet.zone)
    token = f"{outcome} {at:%Y-%m-%d %H:%M}"
    calm = at <= sheet.deadline and again_at in (None, at)
    if calm or form.get("sure") == token:
        return None
    return OutcomeConfirmation(outcome=outcome, token=token, again_at=at, asked=again_at)


def _name_field(row: ContactRow, n: int) -> str:
    """The field of a line where it can be mended."""
    return f"tel-{n}" if row.problem == "bad_number" else f"name-{n}"


def _parse_facts(
    form: Mapping[str, str], sheet: CallSheet, problems: list[tuple[str, str]]
) -> dict[str, Any]:
    facts: dict[str, Any] = {"help": _YES_NO.get(form.get("help", ""))}
    facts |= {name: _YES_NO.get(form.get(field, "")) for name, field in _FIELDS.items()}
    if form.get("outcome") == "interpreter":
        facts["interpreter"] = (
            form["interpreter"] if form.get("interpreter") in list_spoken_languages() else None
        )
    facts |= {name: value for name, value in parse_fields(form, problems).items() if value not in (None, "")}
    if form.get("day_outcome"):
        facts["day_outcome"] = form["day_outcome"]
    if form.get("speaks") in ("fr", "en") and form["speaks"] != sheet.lang:
        facts["lang"] = form["speaks"]
    if sheet.contact_id is None:
        facts |= {
            "nobody": form.get("list") == "nobody" or None,
            "gathering": " ".join(form.get("gathering", "")[:200].split()) or None,
            "gathering_day": parse_day(form, "gathering_day", problems),
            "onset_on": parse_day(form, "onset_on", problems),
        }
    else:
        facts |= {
            "household": _YES_NO.get(form.get("household", "")),
            "last_contact": parse_day(form, "last_contact", problems),
            "tested_on": parse_day(form, "tested_on", problems),
        }
    return {name: value for name, value in facts.items() if value is not None}


def _check_consistency(
    form: Mapping[str, str],
    sheet: CallSheet,
    rows: Sequence[ContactRow],
    outcome: Outcome | None,
    facts: dict[str, Any],
    problems: list[tuple[str, str]],
) -> None:
    """What does not go with something else in the form."""
    named = bool(rows)
    if named and facts.get("nobody"):
        problems.append(("list", "nobody_and_people"))
    open_list = sheet.contact_id is None and not sheet.listed and not named
    if outcome == "reached" and open_list and form.get("list") not in ("nobody", "later"):
        problems.append(("list", "list_open"))
    if any(row.there for row in rows) and not facts.get("gathering"):
        problems.append(("gathering", "which_gathering"))
    if facts.get("gathering_day") and not facts.get("gathering"):
        problems.append(("gathering", "which_gathering"))


def _parse_callback_time(
    form: Mapping[str, str], sheet: CallSheet, now: datetime, problems: list[tuple[str, str]]
) -> datetime | None:
    typed = form.get("when", "")
    if not typed.strip():
        return None
    try:
        return parse_callback_time(typed, now, sheet.zone)
    except BadCallbackTime:
        problems.append(("when", "not_later"))
        return None
