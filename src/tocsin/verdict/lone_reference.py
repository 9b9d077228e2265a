"""A message that is one telephone number, or one address, and nothing else: what it is, told, not judged.

People paste what worries them most. The one place that decides this, for whatever way they ask by.
"""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from tocsin.charter.schema import Charter
from tocsin.charter.view import DatedCharter
from tocsin.charter.words import format_institution_name
from tocsin.evidence.model import Evidence, LinkTarget
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.message.model import Message
from tocsin.phone_numbers.dialled_number import LONGEST, NotAPhoneNumber, PhoneNumber, parse_phone_number
from tocsin.verdict.advice_selection import select_advice
from tocsin.verdict.first_acts import list_first_acts
from tocsin.verdict.model import Level, LoneReference, Verdict
from tocsin.verdict.number_report import build_number_report
from tocsin.verdict.number_sentences import GRAVE, describe_number, describe_standing, find_standing

MOST: Final = 2_100
"""Characters of the longest address that is read."""


def find_lone_number(text: str, sender: str = "") -> PhoneNumber | None:
    """The number that a text is, or a sender beside which there is no text."""
    written = (text or sender).strip()
    if not 2 < len(written) <= LONGEST or not any(c.isdigit() for c in written[-3:]):
        return None
    try:
        return parse_phone_number(written)
    except NotAPhoneNumber:
        return None


def may_be_lone_reference(message: Message) -> bool:
    """Whether it is worth a look: nearly every message is longer, and has more words."""
    text = message.text.strip()
    if len(text) > LONGEST and " " in text:  # every message pays for this line, and few for those below
        return False
    if message.subject or message.attachments or message.answers or len(text) > MOST:
        return False
    return len(text.split(None, 1)) <= 1 or (text[-1].isdigit() and find_lone_number(text) is not None)


def explain_lone_reference(
    verdict: Verdict, message: Message, found: tuple[Evidence, ...], view: DatedCharter, lang: str
) -> Verdict:
    """The verdict, with what the one number or address of the message is; as it was where it is more than that."""
    if number := find_lone_number(message.text, message.sender):
        return _explain_number(verdict, number, message, view, lang)
    host = next((e.about for e in found if e.kind == "link" and isinstance(e.about, LinkTarget)), None)
    return verdict if host is None else _explain_address(verdict, host, view.charter, lang)


def _explain_number(
    verdict: Verdict, number: PhoneNumber, message: Message, view: DatedCharter, lang: str
) -> Verdict:
    """Nobody wrote anything: neither words nor a channel are judged, and no likeness counts."""
    name = format_institution_name(view.charter, lang)
    report = build_number_report(number, view.charter, view.on)
    standing = find_standing(report)
    level: Level = "suspicious" if standing in GRAVE else "unrelated"
    wants = ("callback",) if standing in GRAVE else ()
    return replace(
        verdict,
        level=level,
        headline=describe_standing(report, name, lang),
        reasons=tuple(reason for reason in verdict.reasons if reason.kind == "premium_rate"),
        compatible=(),
        proves=translate("number", "proves", lang),
        advice=select_advice(view, level, message.channel, lang, claimed=False, happened=()),
        question="",
        by_channel={},
        at_once=list_first_acts(message, level, wants, lang, linked=False),
        wants=wants,
        likeness=None,
        about=LoneReference(
            kind="number",
            value=number.value,
            standing=standing,
            said=_typeset(describe_number(report, name, lang), lang),
        ),
    )


def _explain_address(verdict: Verdict, host: LinkTarget, charter: Charter, lang: str) -> Verdict:
    """The verdict on it stands; where there is none, whose it is takes the place of the headline."""
    name = format_institution_name(charter, lang)
    whose = translate("address", host.standing, lang).format(name=name, imitates=host.imitates)
    leads = translate("address", "leads", lang, domain=host.domain)
    told = [] if host.standing == "official" else [leads]
    unjudged = verdict.level == "unrelated"
    about = LoneReference(
        kind="address",
        value=host.host,
        standing=host.standing,
        said=_typeset(told if unjudged else [*told, whose], lang),
    )
    return replace(verdict, headline=whose if unjudged else verdict.headline, about=about)


def _typeset(sentences: Iterable[str], lang: str) -> tuple[str, ...]:
    return tuple(get_language(lang).typeset(one) for one in sentences)
