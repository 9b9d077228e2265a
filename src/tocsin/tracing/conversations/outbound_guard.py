"""Guard and register, many messages at once: nothing leaves that did not pass, nothing leaves without a code.

A text that was ruled on today is not read again: the same words, sender and day give the same ruling, and so
do texts that differ only in whom they name (``alike``). The place of the code is left blank.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from msgspec import Struct

from tocsin.charter.schema import Charter
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.flow.text_variables import fill_variables, find_longest_values
from tocsin.conversation.reading.first_names import is_first_name
from tocsin.conversation.session import SendSms
from tocsin.guard import MessageDraft, guard_draft
from tocsin.guard.ruling import combine_reasons
from tocsin.guard.waivers import LIKENESSES
from tocsin.locale.paris_time import find_paris_day
from tocsin.message import gsm7
from tocsin.register.canonical_text import canonicalise_text, hash_canonical_form
from tocsin.register.entry import PublishedTemplate
from tocsin.register.message_code import make_code
from tocsin.register.register_keys import RegisterKeys, hash_recipient
from tocsin.tracing.conversations.step_records import MessageToSend

# Texts of which the guard says the same: they differ in names that people have, and in the ends of numbers.
#
# A tenth of the texts of a day are nobody else's, because they name somebody: to rule on each would cost the
# engine a quarter of its time. The guard is asked once for all texts that differ in nothing but words of a
# closed list of names, written as names are, and in the pairs of digits by which a list tells numbers apart.
# Everything else that people put where a name belongs is ruled on as it stands.

NOBODY: Final = "Camille"
"""The name that stands for all of them."""
_ONE = re.compile(
    r"([^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20}){0,2})"
    r"(?: \((?:(fin|ending) [0-9]{2} [0-9]{2}|(sans numéro|sans numero|no number))\))?"
)


def normalize_value(value: str) -> str:
    """A value of a template with the names and numbers of nobody, one by one; what is no name stays as it is.

    >>> normalize_value("Léa (fin 12 34), karim Diallo (fin 05 97)")
    'Camille (fin 00 00), Camille (fin 00 00)'
    >>> normalize_value("Léa bit.ly/x (fin 12 34), Léa")
    'Léa bit.ly/x (fin 12 34), Camille'
    """
    return ", ".join(map(_normalize_one, value.split(", ")))


@lru_cache(maxsize=50_000)
def _normalize_one(one: str) -> str:
    found = _ONE.fullmatch(one)
    if found is None:
        return one
    words = found[1].replace("-", " ").split(" ")
    if not all(map(_is_name_of_people, words)):
        return one
    end = found[2] or found[3] or ""
    return NOBODY + (f" ({end} 00 00)" if end in ("fin", "ending") else f" ({end})" if end else "")


def _is_name_of_people(word: str) -> bool:
    return (word.islower() or word.istitle()) and is_first_name(word)


REMEMBERED = 200_000
"""Texts whose ruling is kept: names times templates times days of one region's day."""


class RegisteredMessage(Struct, frozen=True, kw_only=True):
    outgoing: MessageToSend
    code: str
    text: str
    text_hash: str
    sender: str
    recipient: str
    parts: int


class BlockedMessage(Struct, frozen=True):
    """A message that the guard does not let out."""

    outgoing: MessageToSend
    reasons: tuple[str, ...]
    """Kinds of reason, as the guard names them."""


class CanonicalText(Struct, frozen=True):
    """What is known of a text before its code, whoever gets it."""

    form: str
    """Its canonical form, with the code of nobody."""
    parts: int


class OutboundGuard:
    def __init__(
        self, charter: Charter, keys: RegisterKeys, recipients: Callable[[date], bytes] | None = None
    ) -> None:
        """``recipients``: the key that hides the number of an SMS of a day; else that of ``keys``."""
        self._charter = charter
        self._keys = keys
        self._recipients = recipients or (lambda day: keys.recipients)
        self._nobody = make_code(keys.codes, "")
        self._ruled = lru_cache(maxsize=REMEMBERED)(self._rule_on_text)
        self._formed = lru_cache(maxsize=REMEMBERED)(self._canonicalize)
        self._view = lru_cache(maxsize=8)(self._view_charter)

    def register_messages(
        self, messages: Iterable[MessageToSend]
    ) -> tuple[list[RegisteredMessage], list[BlockedMessage]]:
        """Those that may leave, with their code, and those that may not."""
        written: list[RegisteredMessage] = []
        refused: list[BlockedMessage] = []
        for message in messages:
            blocked = self._find_blocking_reasons(message)
            if blocked:
                refused.append(BlockedMessage(message, blocked))
            else:
                written.append(self.register_message(message))
        return written, refused

    def register_message(self, message: MessageToSend, attempt: int = 0) -> RegisteredMessage:
        """A message with its code; ``attempt`` is 1, 2... where the code is another message's."""
        send = message.send
        code = make_code(self._keys.codes, send.id, attempt)
        formed = self._formed(send.text)
        return RegisteredMessage(
            outgoing=message,
            code=code,
            text=_make_template(send).render(code, send.values),
            text_hash=hash_canonical_form(formed.form.replace(self._nobody, code)),
            sender=load_flow(message.conversation.flow).sender,
            recipient=hash_recipient(self._recipients(message.phone.collected_on), message.phone.number),
            parts=formed.parts,
        )

    def _find_blocking_reasons(self, message: MessageToSend) -> tuple[str, ...]:
        """Kinds of reason for which it may not leave; empty where it may."""
        send, flow = message.send, load_flow(message.conversation.flow)
        day = find_paris_day(message.at)
        text = fill_variables(
            send.wording, {name: normalize_value(value) for name, value in send.values.items()}
        )
        reworded = isinstance(send.version, str)
        return self._ruled(send.template, flow.flow, text, send.wording, send.lang, day, reworded)

    def _rule_on_text(
        self, id: str, flow_name: str, text: str, wording: str, lang: str, day: date, reworded: bool
    ) -> tuple[str, ...]:
        """The wording is read with the same values as where it was approved: what passed there passes here.

        What words read like that people put in force was weighed there on the same day, and two may have let it pass.
        """
        flow = load_flow(flow_name)
        draft = MessageDraft(
            id=id,
            sender=flow.sender,
            flow=flow.role,
            text=text,
            template=wording,
            lang=lang,
            values=dict(find_longest_values(flow, lang)),
        )
        ruling = guard_draft(draft, self._view(day))
        reasons = [reason for reason in ruling.reasons if not (reworded and reason.kind in LIKENESSES)]
        return tuple(r.kind for r in reasons) if combine_reasons(reasons) == "block" else ()

    def _canonicalize(self, text: str) -> CanonicalText:
        whole = text.replace("{code}", self._nobody)
        return CanonicalText(canonicalise_text(whole), gsm7.measure_sms_cost(whole).parts)

    def _view_charter(self, day: date) -> DatedCharter:
        return view_as_of(self._charter, day)


def _make_template(send: SendSms) -> PublishedTemplate:
    return PublishedTemplate(send.template, str(send.version), send.lang, send.wording)


def collect_wordings(messages: Sequence[RegisteredMessage]) -> set[tuple[str, str, str, str]]:
    """Their wordings: template, version, language, text."""
    return {
        (s.template, str(s.version), s.lang, s.wording)
        for s in (message.outgoing.send for message in messages)
    }
