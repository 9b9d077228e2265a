"""The answer to a forwarded SMS: verdict, strongest reason, what to do, where to read more; 160 characters.

Nothing of what was forwarded stands in it: its words are ours, so that it can be published, guarded, and
recognised by its code. What does not fit is left out, the least needed first.
"""

import hashlib
from typing import Final

from msgspec import Struct

from tocsin.charter.institution_name import fill_text
from tocsin.charter.items import ITEMS
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import Charter, PointClause, Wording
from tocsin.charter.view import DatedCharter
from tocsin.charter.words import say_institution_name
from tocsin.evidence.model import Evidence
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.message import gsm7
from tocsin.message.model import Message
from tocsin.register.entry import PublishedTemplate
from tocsin.verdict.check import judge
from tocsin.verdict.model import AdvisedAction, LoneReference, Verdict, VerdictReason

LIMIT: Final = gsm7.SINGLE["gsm7"]
CODE: Final = "XXXX-XXXX"
"""What stands for the code where the length is counted."""
RECEIPT: Final = "XXXX-XXXX-XXXX"
"""The same, for the receipt of a report."""
PREFIX: Final = "check."
"""How the names of these templates begin."""
_VERSION: Final = 12
ASKS: Final = tuple(dict.fromkeys(item.kind for item in ITEMS.values()))
"""Kinds of reason that a clause forbids."""
FIRST: Final = (
    "gave_card", "paid", "gave_bank", "gave_credentials", "gave_nir", "clicked", "rang_back", "installed", "victim",
)  # fmt: skip
"""What somebody tells that they did and has to mend first, the most urgent first."""
_ORDER: Final = (
    "registered_text_differs", *ASKS, "premium_rate", "callback_not_official", "remote_access",
    "lookalike_domain", "link_not_official", "sender_not_official", "channel_not_used", "lure_refund", "lure_card",
    "lure_card_app", "lure_rights", "lure_account", "programme_ended", "code_reused", "code_unknown",
    "shortener", "brand_link", "link_text_differs", "attachment", "masked_number", "obfuscation",
    "sender_mailbox", "sender_name_shape",
)  # fmt: skip
"""Kinds of reason, from the one that tells most to a person."""


_OF_OTHERS: Final = frozenset(
    "imposture suspicious suspicious_signed unproven never callback_not_official lookalike_domain link_not_official "
    "sender_not_official attachment".split()
)
"""Sentences that say *us* of the institution: of another one they have words of their own."""


class AnswerSentence(Struct, frozen=True):
    """A sentence, and how soon it is left out."""

    text: str
    rank: int = 0
    """0: never left out; then the higher, the sooner."""
    shorter: "AnswerSentence | None" = None
    """What takes its place then."""


def judge_forwarded(
    message: Message, charter: Charter, lang: str, known: tuple[Evidence, ...] = ()
) -> Verdict:
    """The verdict on what was forwarded: under the charter of the one who answers, or where it does not come in their
    name, under that of the institution in whose name it comes."""
    verdict = judge(message, charter, lang=lang, known=known)
    if verdict.claims or verdict.about or charter.id not in list_charter_names():
        return verdict
    other = judge(message, lang=lang, known=known)
    return other if other.claims else verdict


def compose_sms_answer(
    verdict: Verdict, message: Message, view: DatedCharter, lang: str, *, named: bool = True
) -> PublishedTemplate:
    """The wording of the answer, with a place for its code, as it is published in the register.

    ``named``: whether another institution is named; the guard holds back some names, such as those of banks.
    """
    if deed := next((one for one in verdict.happened if one in FIRST), ""):
        return _first_help_answer(deed, verdict, view, lang)
    if verdict.about and verdict.level in ("suspicious", "unrelated"):
        return _compose_reference_answer(verdict.about, view, lang)
    if verdict.by_channel:
        return compose_channel_question(view, lang)
    turn, reason = _verdict_variant(verdict), _strongest_reason(verdict)
    kind = reason.kind if reason else "none"
    head = say_institution_name(view.charter, lang) + get_language(lang).colon
    head += _say(verdict, view, "sms.heads", turn, lang, named=named)
    pieces = [AnswerSentence(head), *_explain_verdict(verdict, message, reason, view, lang)]
    return _fit_template(f"{turn}.{kind}.{message.channel}", pieces, lang)


def compose_report_answer(
    verdict: Verdict, message: Message, view: DatedCharter, lang: str
) -> PublishedTemplate:
    """The wording of the answer to whoever reports: what it is, and the receipt, a place for which is ``{receipt}``."""
    turn = _verdict_variant(verdict)
    accused = verdict.level in ("imposture", "suspicious")
    head = say_institution_name(view.charter, lang) + get_language(lang).colon
    head += _say(verdict, view, "sms.heads", turn if accused else f"{verdict.level}_short", lang, named=False)
    todo = translate("sms.do", message.channel, lang) if accused else translate("sms", "careful", lang)
    pieces = [
        AnswerSentence(head),
        AnswerSentence(translate("sms", "reported", lang)),
        AnswerSentence(todo, 1),
    ]
    return _fit_template(f"reported.{turn}.{message.channel}", pieces, lang)


def _first_help_answer(deed: str, verdict: Verdict, view: DatedCharter, lang: str) -> PublishedTemplate:
    """What to do first for somebody who tells that they gave, paid or clicked; then what it is."""
    head = (
        say_institution_name(view.charter, lang)
        + get_language(lang).colon
        + translate("sms.first", deed, lang)
    )
    forged = verdict.level in ("imposture", "suspicious")
    told = AnswerSentence(translate("sms", "forged" if forged else "unsure", lang), 1)
    return _fit_template(
        f"first.{deed}.{'forged' if forged else 'unsure'}", [AnswerSentence(head), told], lang
    )


def _compose_reference_answer(about: LoneReference, view: DatedCharter, lang: str) -> PublishedTemplate:
    """What one number or address is. Neither it nor anything of it is shown: no SMS of ours leads there."""
    head = say_institution_name(view.charter, lang) + get_language(lang).colon
    head += translate(f"sms.{about.kind}", about.standing, lang)
    return _fit_template(f"{about.kind}.{about.standing}", [AnswerSentence(head)], lang)


def compose_channel_question(view: DatedCharter, lang: str) -> PublishedTemplate:
    """Asks how the message came, where the verdict hangs on it."""
    head = (
        say_institution_name(view.charter, lang)
        + get_language(lang).colon
        + translate("sms.heads", "ask", lang)
    )
    return _fit_template(
        "ask", [AnswerSentence(head), AnswerSentence(translate("sms", "careful", lang), 1)], lang
    )


def compose_help_answer(view: DatedCharter, lang: str, *, reports: bool = False) -> PublishedTemplate:
    """What somebody is told who sent nothing that can be checked; ``reports``: but the word of a report alone."""
    name = "how_to_report" if reports else "help"
    head = (
        say_institution_name(view.charter, lang)
        + get_language(lang).colon
        + translate("sms.heads", name, lang)
    )
    return _fit_template(name, [AnswerSentence(head)], lang)


def _fit_template(name: str, pieces: list[AnswerSentence], lang: str) -> PublishedTemplate:
    """Named by its text: another text is another version, as the register wants it."""
    reference = translate("sms", "reference", lang)
    kept, left_out = list(pieces), list[int]()
    while not _is_one_sms(text := _join_sentences(kept, reference)):
        at = max(range(len(kept)), key=lambda one: kept[one].rank)
        if not kept[at].rank:
            break
        if kept[at].shorter is None:
            left_out.append(at)
        kept[at] = kept[at].shorter or AnswerSentence("")
    for at in reversed(left_out):  # what is shorter than another that was left out may fit after all
        more = [*kept[:at], pieces[at], *kept[at + 1 :]]
        if _is_one_sms(_join_sentences(more, reference)):
            kept, text = more, _join_sentences(more, reference)
    version = hashlib.sha256(text.encode()).hexdigest()[:_VERSION]
    return PublishedTemplate(f"{PREFIX}{name}", version, lang, text)


def _join_sentences(pieces: list[AnswerSentence], reference: str) -> str:
    return gsm7.apply_substitutes(" ".join((*(piece.text for piece in pieces if piece.text), reference)))


def _is_one_sms(text: str) -> bool:
    shown = text.replace("{code}", CODE).replace("{receipt}", RECEIPT)
    return gsm7.measure_sms_cost(shown).units <= LIMIT


def _is_of_another(verdict: Verdict, view: DatedCharter) -> bool:
    """Whether it comes in the name of another institution than the one that answers."""
    return bool(verdict.claims) and verdict.charter_id != view.charter.id


def _say(
    verdict: Verdict, view: DatedCharter, context: str, name: str, lang: str, *, named: bool = True
) -> str:
    """A sentence of the answer; where it would say *us* of another institution, that of ``sms.other``."""
    if name not in _OF_OTHERS or not _is_of_another(verdict, view):
        return translate(context, name, lang)
    who = load_charter(verdict.charter_id).name
    if not named:
        said = translate("sms.other", "somebody", lang)
        who = Wording(fr=said, en=said)
    return fill_text(translate("sms.other", name, lang), who, lang)


def _verdict_variant(verdict: Verdict) -> str:
    if verdict.level == "suspicious" and any(r.weight == "proves" for r in verdict.reasons):
        return "suspicious_signed"
    return verdict.level


def _explain_verdict(
    verdict: Verdict, message: Message, reason: VerdictReason | None, view: DatedCharter, lang: str
) -> list[AnswerSentence]:
    """Why, what to do, where to report, where to read more: what there is for this level."""
    report, check = _reporting_number(verdict.advice), _official_number(verdict.advice)
    if _is_of_another(verdict, view):
        check = None  # nor to a foreign number, but where the one who answers leads people too
        report = report if report and report.contact in {one.contact for one in view.advice} else None
    pieces: list[AnswerSentence] = []
    if verdict.level in ("imposture", "suspicious"):
        careful = AnswerSentence(translate("sms", "careful", lang), 1)
        pieces = [
            AnswerSentence(_reason_text(reason, message, verdict, view, lang), 1 if reason else 7),
            AnswerSentence(translate("sms.do", message.channel, lang), 2, careful),
        ]
        if report:
            pieces.append(_report_with_price(report, lang))
            pieces.append(AnswerSentence(translate("sms", "or_report_here", lang), 5))
        elif check:
            pieces.append(AnswerSentence(_fill_contact("check", check.contact, lang)))
    elif verdict.level == "unproven":
        pieces = [AnswerSentence(translate("sms", "careful", lang), 1)]
        pieces += [AnswerSentence(_fill_contact("check", check.contact, lang))] if check else []
        if _is_of_another(verdict, view):
            pieces.append(AnswerSentence(translate("sms.other", "verify", lang), 2))
    ours = verdict.claims and not _is_of_another(verdict, view)  # no SMS of ours leads to a foreign site
    if verdict.level != "authentic" and ours and (site := _official_site(view)):
        pieces.append(AnswerSentence(translate("sms", "more", lang).format(site), 6))
    return pieces


def _report_with_price(report: AdvisedAction, lang: str) -> AnswerSentence:
    """Where to report, with what that costs where there is room."""
    bare = AnswerSentence(_fill_contact("report", report.contact, lang))
    if not report.price:
        return bare
    return AnswerSentence(_fill_contact("report", report.contact, lang, f" ({report.price})"), 4, bare)


def _reason_text(
    reason: VerdictReason | None, message: Message, verdict: Verdict, view: DatedCharter, lang: str
) -> str:
    if reason is None:
        return translate("sms.reasons", "signs", lang)
    if reason.kind in ASKS:
        what, by = translate("sms.asks", reason.kind, lang), translate("sms.by", message.channel, lang)
        return _say(verdict, view, "sms", "never", lang).format(what=what, by=by)
    return _say(verdict, view, "sms.reasons", reason.kind, lang)


def _strongest_reason(verdict: Verdict) -> VerdictReason | None:
    """The reason that tells most; that something is never asked is said only where a clause says so."""
    weighty = [r for r in verdict.reasons if r.weight in ("contradicts", "warns")]
    for weight in ("contradicts", "warns"):
        for kind in _ORDER:
            for reason in weighty:
                if (
                    reason.kind == kind
                    and reason.weight == weight
                    and (kind not in ASKS or reason.weight == "contradicts")
                ):
                    return reason
    return None


def _reporting_number(advice: tuple[AdvisedAction, ...]) -> AdvisedAction | None:
    """Where such a message is reported, by the charter: a number that is not there for a mere doubt.

    A site of others is not named: no SMS of ours leads to a foreign site, and the guard would hold it back.
    """
    doubt = {action.contact for action in advice if action.when == "doubt"}
    return next(
        (a for a in advice if a.when == "received" and _is_number(a) and a.contact not in doubt), None
    )


def _official_number(advice: tuple[AdvisedAction, ...]) -> AdvisedAction | None:
    """The number where one asks the institution itself."""
    return next((action for action in advice if action.when == "doubt" and _is_number(action)), None)


def _is_number(action: AdvisedAction) -> bool:
    return action.contact.replace(" ", "").isdecimal()


def _fill_contact(name: str, contact: str, lang: str, price: str = "") -> str:
    return translate("sms", name, lang, at=contact + price)


def _official_site(view: DatedCharter) -> str:
    hosts = (p for p in view.iterate_points("web_host") if p.direction == "you_contact_them")
    found: PointClause | None = next(hosts, None)
    return found.value if found else ""
