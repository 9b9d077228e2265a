"""The answer to a forwarded SMS: verdict, strongest reason, what to do, where to read more; 160 characters.

Nothing of what was forwarded stands in it: its words are ours, so that it can be published, guarded, and
recognised by its code. What does not fit is left out, the least needed first.
"""

import hashlib
import re
from typing import Final

from msgspec import Struct

from tocsin.charter.schema import Charter, Point
from tocsin.charter.view import View
from tocsin.message import gsm7
from tocsin.message.model import Message
from tocsin.reception.sms import words
from tocsin.reception.sms.words import said
from tocsin.register.template import Template
from tocsin.verdict.model import Action, Reason, Verdict

LIMIT: Final = gsm7.SINGLE["gsm7"]
CODE: Final = "XXXX-XXXX"
"""What stands for the code where the length is counted."""
PREFIX: Final = "check."
"""How the names of these templates begin."""
_VERSION: Final = 12
_ARTICLE: Final = re.compile(r"^(?:l['’]|la |le |les |the )", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*\([^)]*\)")
_ORDER: Final = (
    "registered_text_differs", *words.ASKS, "premium_rate", "callback_not_official", "remote_access",
    "lookalike_domain", "link_not_official", "sender_not_official", "lure_refund", "lure_card",
    "lure_card_app", "lure_rights", "lure_account", "programme_ended", "code_reused", "code_unknown",
    "shortener", "brand_link", "link_text_differs", "attachment", "masked_number", "obfuscation",
    "sender_name_shape",
)  # fmt: skip
"""Kinds of reason, from the one that tells most to a person."""


class Piece(Struct, frozen=True):
    """A sentence, and how soon it is left out."""

    text: str
    rank: int = 0
    """0: never left out; then the higher, the sooner."""
    shorter: "Piece | None" = None
    """What takes its place then."""


def answer(verdict: Verdict, message: Message, view: View, lang: str) -> Template:
    """The wording of the answer, with a place for its code, as it is published in the register."""
    if deed := next((one for one in verdict.happened if one in words.FIRST), ""):
        return _first_help(deed, verdict, view, lang)
    if verdict.by_channel:
        return asking_answer(view, lang)
    turn, reason = _turn(verdict), _strongest(verdict)
    kind = reason.kind if reason else "none"
    head = _named(view.charter, lang) + said(words.COLON, lang) + said(words.HEADS[turn], lang)
    pieces = [Piece(head), *_told(verdict, message, reason, view, lang)]
    return _template(f"{turn}.{kind}.{message.channel}", pieces, lang)


def _first_help(deed: str, verdict: Verdict, view: View, lang: str) -> Template:
    """What to do first for somebody who tells that they gave, paid or clicked; then what it is."""
    head = _named(view.charter, lang) + said(words.COLON, lang) + said(words.FIRST[deed], lang)
    forged = verdict.level in ("imposture", "suspicious")
    told = Piece(said(words.FORGED if forged else words.UNSURE, lang), 1)
    return _template(f"first.{deed}.{'forged' if forged else 'unsure'}", [Piece(head), told], lang)


def asking_answer(view: View, lang: str) -> Template:
    """Asks how the message came, where the verdict hangs on it."""
    head = _named(view.charter, lang) + said(words.COLON, lang) + said(words.HEADS["ask"], lang)
    return _template("ask", [Piece(head), Piece(said(words.CAREFUL, lang), 1)], lang)


def help_answer(view: View, lang: str) -> Template:
    """What somebody is told who sent nothing that can be checked."""
    head = _named(view.charter, lang) + said(words.COLON, lang) + said(words.HEADS["help"], lang)
    return _template("help", [Piece(head)], lang)


def _template(name: str, pieces: list[Piece], lang: str) -> Template:
    """Named by its text: another text is another version, as the register wants it."""
    reference = said(words.REFERENCE, lang)
    while True:
        text = gsm7.substituted(" ".join((*(piece.text for piece in pieces), reference)))
        least = max(pieces, key=lambda piece: piece.rank)
        if gsm7.cost(text.replace("{code}", CODE)).units <= LIMIT or not least.rank:
            break
        pieces = [kept for piece in pieces if (kept := piece.shorter if piece is least else piece)]
    version = hashlib.sha256(text.encode()).hexdigest()[:_VERSION]
    return Template(f"{PREFIX}{name}", version, lang, text)


def _turn(verdict: Verdict) -> str:
    if verdict.level == "suspicious" and any(r.weight == "proves" for r in verdict.reasons):
        return "suspicious_signed"
    return verdict.level


def _told(verdict: Verdict, message: Message, reason: Reason | None, view: View, lang: str) -> list[Piece]:
    """Why, what to do, where to report, where to read more: what there is for this level."""
    report, check = _reported(verdict.advice), _checked(verdict.advice)
    pieces: list[Piece] = []
    if verdict.level in ("imposture", "suspicious"):
        careful = Piece(said(words.CAREFUL, lang), 1)
        pieces = [
            Piece(_why(reason, message, lang), 1),
            Piece(said(words.DO[message.channel], lang), 2, careful),
        ]
        if report:
            pieces.append(_priced(report, lang))
        elif check:
            pieces.append(Piece(_led(words.CHECK, check.contact, lang)))
    elif verdict.level == "unproven":
        pieces = [Piece(said(words.CAREFUL, lang), 1)]
        pieces += [Piece(_led(words.CHECK, check.contact, lang))] if check else []
    if verdict.level != "authentic" and verdict.claims and (site := _site(view)):
        pieces.append(Piece(said(words.MORE, lang).format(site), 5))
    return pieces


def _priced(report: Action, lang: str) -> Piece:
    """Where to report, with what that costs where there is room."""
    bare = Piece(_led(words.REPORT, report.contact, lang))
    if not report.price:
        return bare
    return Piece(_led(words.REPORT, report.contact, lang, f" ({report.price})"), 4, bare)


def _why(reason: Reason | None, message: Message, lang: str) -> str:
    if reason is None:
        return said(words.REASONS["signs"], lang)
    if reason.kind in words.ASKS:
        what, by = said(words.ASKS[reason.kind], lang), said(words.BY[message.channel], lang)
        return said(words.NEVER, lang).format(what=what, by=by)
    return said(words.REASONS[reason.kind], lang)


def _strongest(verdict: Verdict) -> Reason | None:
    """The reason that tells most; that something is never asked is said only where a clause says so."""
    weighty = [r for r in verdict.reasons if r.weight in ("contradicts", "warns")]
    for weight in ("contradicts", "warns"):
        for kind in _ORDER:
            for reason in weighty:
                if (
                    reason.kind == kind
                    and reason.weight == weight
                    and (kind not in words.ASKS or _never(reason))
                ):
                    return reason
    return None


def _never(reason: Reason) -> bool:
    return reason.weight == "contradicts"


def _reported(advice: tuple[Action, ...]) -> Action | None:
    """Where such a message is reported, by the charter: a number that is not there for a mere doubt.

    A site of others is not named: no SMS of ours leads to a foreign site, and the guard would hold it back.
    """
    doubt = {action.contact for action in advice if action.when == "doubt"}
    return next(
        (a for a in advice if a.when == "received" and _is_number(a) and a.contact not in doubt), None
    )


def _checked(advice: tuple[Action, ...]) -> Action | None:
    """The number where one asks the institution itself."""
    return next((action for action in advice if action.when == "doubt" and _is_number(action)), None)


def _is_number(action: Action) -> bool:
    return action.contact.replace(" ", "").isdecimal()


def _led(pair: words.Pair, contact: str, lang: str, price: str = "") -> str:
    return said(pair, lang).format(at=contact + price)


def _site(view: View) -> str:
    """The institution's own site, by the charter of the day."""
    hosts = (p for p in view.points("web_host") if p.direction == "you_contact_them")
    found: Point | None = next(hosts, None)
    return found.value if found else ""


def _named(charter: Charter, lang: str) -> str:
    """The institution's name as one says it first: without article, nor what stands between brackets."""
    name = charter.name.en if lang == "en" else charter.name.fr
    return _ARTICLE.sub("", _ASIDE.sub("", name)).strip()
