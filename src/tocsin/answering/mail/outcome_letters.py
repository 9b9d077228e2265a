"""What became of a report, written once by mail to whoever reported by mail and chose it.

The address is gone before the letter leaves: a crash between the two costs a letter and never sends two. Where the mail
server does not take it yet, the address stands again, under the key of its day and for no longer.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from msgspec import Struct
from psycopg.rows import class_row

from tocsin.answering.mail.mail_responder import MailTransport
from tocsin.answering.mail.reply_body import ReplyBody, ReplyItem, ReplySection
from tocsin.answering.mail.reply_mail import compose_reply
from tocsin.answering.mail.submission import MailNotSent, MailUncertain
from tocsin.campaigns.report_outcome import ReportOutcome, find_report_outcome
from tocsin.campaigns.report_store import LETTER_PLACE, Connection
from tocsin.charter.schema import Charter
from tocsin.charter.view import view_as_of
from tocsin.charter.words import format_day, say_institution_name
from tocsin.guard import MessageDraft, guard_draft
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.locale.paris_time import find_paris_day
from tocsin.message.mail_headers import split_headers
from tocsin.privacy.vault import Vault, strip_row_numbers
from tocsin.runtime.logs import log_event
from tocsin.store.queries import query

OF_SMS: Final = frozenset({"code_missing", "sender_not_allowed", "too_long", "parts"})
"""What the guard asks of an SMS alone: a code of the register, a lane, a length."""
_log = logging.getLogger("tocsin.mail")


class DueLetter(Struct, frozen=True):
    id: int
    sealed: bytes
    collected_on: date
    lang: str
    digest: bytes


def send_due_letters(
    connection: Connection,
    vault: Vault,
    way: MailTransport,
    sender: str,
    now: datetime,
    charter: Charter,
) -> Counter[str]:
    """Write what is due; how many were ``sent``, ``later`` (not taken yet), ``failed`` or ``held`` by the guard."""
    counts: Counter[str] = Counter()
    last = 0
    while True:
        with connection.transaction():
            cursor = connection.cursor(row_factory=class_row(DueLetter))
            letter = cursor.execute(query("reports.due_letters"), {"last": last}).fetchone()
            if letter is None:
                return counts
            found = find_report_outcome(connection, letter.digest)
            connection.execute(query("reports.drop_letter"), {"id": letter.id})
        last = letter.id
        outcome = "failed"
        if found and (to := vault.find_text(letter.sealed, LETTER_PLACE)):
            body = build_outcome_body(found, charter, letter.lang)
            outcome = _send_letter(body, to, way, sender, now, charter)
        if outcome == "later":
            _put_back(connection, letter)
        counts[outcome] += 1
        log_event(_log, "letter", outcome=outcome)


def build_outcome_body(found: ReportOutcome, charter: Charter, lang: str) -> ReplyBody:
    """The letter of an institution on a report: nothing of the message stands in it, which may be the bait."""
    said = tuple(map(ReplyItem, _tell_outcome(found, lang)))
    return ReplyBody(
        lang,
        translate("mail.subjects", "outcome", lang),
        f"{say_institution_name(charter, lang)}{get_language(lang).colon}{said[0].text}",
        (ReplySection(translate("mail.outcome", "steps", lang), said[1:]),) if said[1:] else (),
        (translate("mail.outcome", "forgotten", lang), translate("mail", "automatic_letter", lang)),
    )


def _tell_outcome(found: ReportOutcome, lang: str) -> Iterator[str]:
    campaign = found.campaign
    assert campaign  # a letter is due once somebody decided
    reported = format_day(found.report.reported_on, lang)
    since = format_day(campaign.first_seen or found.report.day, lang)
    yield translate("mail.outcome", campaign.state, lang, reported=reported, since=since, n=campaign.reports)
    for one in found.requests:
        sent = format_day(find_paris_day(one.sent_at), lang)
        yield translate("mail.outcome", one.kind, lang, sent=sent)
        if one.down_at:
            down = format_day(find_paris_day(one.down_at), lang)
            yield translate("mail.outcome", "down", lang, down=down)


def _send_letter(
    body: ReplyBody, to: str, way: MailTransport, sender: str, now: datetime, charter: Charter
) -> str:
    if kinds := find_objections(body, charter, now):
        log_event(_log, "letter held", level=logging.ERROR, kinds=",".join(kinds))
        return "held"
    try:
        way.send("", to, compose_reply(body, split_headers(b"\n"), sender=sender, to=to, now=now))
    except MailNotSent as error:
        return "failed" if error.permanent else "later"
    except MailUncertain:
        return "sent"
    return "sent"


def find_objections(body: ReplyBody, charter: Charter, now: datetime) -> tuple[str, ...]:
    """Kinds of reason for which the guard holds a letter back; empty where it does not."""
    told = (item.text for one in body.sections for item in one.items)
    text = " ".join((body.headline, *told, body.foot[0]))
    view = view_as_of(charter, find_paris_day(now))
    ruling = guard_draft(MessageDraft(sender="", flow="other", text=text, lang=body.lang), view)
    return tuple(r.kind for r in ruling.reasons if r.weight == "block" and r.kind not in OF_SMS)


def _put_back(connection: Connection, letter: DueLetter) -> None:
    """The address as it stood: its number, which it is sealed for, and its day."""
    told = {
        "id": letter.id, "sealed": strip_row_numbers(letter.sealed, LETTER_PLACE), "day": letter.collected_on, "lang": letter.lang,
        "receipt": letter.digest,
    }  # fmt: skip
    connection.execute(query("reports.add_letter"), told)
