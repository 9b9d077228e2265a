"""Guard and register, many messages at once: nothing leaves that did not pass, nothing leaves without a code.

A text that was ruled on today is not read again: the same words, sender and day give the same ruling, and so
do texts that differ only in whom they name (``alike``). The place of the code is left blank.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct

from tocsin.charter.schema import Charter
from tocsin.charter.view import View, as_of
from tocsin.conversation import quiet
from tocsin.conversation.flow.load import load
from tocsin.conversation.flow.text import fill
from tocsin.conversation.session import Send
from tocsin.guard import Draft, guard
from tocsin.message import gsm7
from tocsin.register.canonical import canonical, hash_of_form
from tocsin.register.code import make_code
from tocsin.register.keys import Keys, recipient_hash
from tocsin.register.template import Template
from tocsin.tracing.engine.alike import alike
from tocsin.tracing.engine.model import Outgoing

REMEMBERED = 200_000
"""Texts whose ruling is kept: names times templates times days of one region's day."""


class Written(Struct, frozen=True, kw_only=True):
    """A message as it goes into the register and the outbox."""

    outgoing: Outgoing
    code: str
    text: str
    text_hash: str
    sender: str
    recipient: str
    parts: int


class Refused(Struct, frozen=True):
    """A message that the guard does not let out."""

    outgoing: Outgoing
    reasons: tuple[str, ...]
    """Kinds of reason, as the guard names them."""


class Formed(Struct, frozen=True):
    """What is known of a text before its code, whoever gets it."""

    form: str
    """Its canonical form, with the code of nobody."""
    parts: int


class Registrar:
    """The guard and the codes of one engine."""

    def __init__(
        self, charter: Charter, keys: Keys, recipients: Callable[[date], bytes] | None = None
    ) -> None:
        """``recipients``: the key that hides the number of an SMS of a day; else that of ``keys``."""
        self._charter = charter
        self._keys = keys
        self._recipients = recipients or (lambda day: keys.recipients)
        self._nobody = make_code(keys.codes, "")
        self._ruled = lru_cache(maxsize=REMEMBERED)(self._rule)
        self._formed = lru_cache(maxsize=REMEMBERED)(self._form)
        self._view = lru_cache(maxsize=8)(self._as_of)

    def pass_on(self, messages: Iterable[Outgoing]) -> tuple[list[Written], list[Refused]]:
        """Those that may leave, with their code, and those that may not."""
        written: list[Written] = []
        refused: list[Refused] = []
        for message in messages:
            blocked = self._ruling(message)
            if blocked:
                refused.append(Refused(message, blocked))
            else:
                written.append(self.write(message))
        return written, refused

    def write(self, message: Outgoing, attempt: int = 0) -> Written:
        """A message with its code; ``attempt`` is 1, 2... where the code is another message's."""
        send = message.send
        code = make_code(self._keys.codes, send.id, attempt)
        formed = self._formed(send.text)
        return Written(
            outgoing=message,
            code=code,
            text=_template(send).render(code, send.values),
            text_hash=hash_of_form(formed.form.replace(self._nobody, code)),
            sender=load(message.flow).sender,
            recipient=recipient_hash(self._recipients(message.desk.collected_on), message.desk.number),
            parts=formed.parts,
        )

    def _ruling(self, message: Outgoing) -> tuple[str, ...]:
        """Kinds of reason for which it may not leave; empty where it may."""
        send, flow = message.send, load(message.flow)
        day = quiet.local(message.at, "Europe/Paris").date()
        text = fill(send.wording, {name: alike(value) for name, value in send.values.items()})
        return self._ruled(send.template, flow.sender, flow.role, text, send.lang, day)

    def _rule(self, id: str, sender: str, flow: str, text: str, lang: str, day: date) -> tuple[str, ...]:
        draft = Draft(id=id, sender=sender, flow=flow, text=text, lang=lang)  # type: ignore[arg-type]
        ruling = guard(draft, self._view(day))
        return tuple(r.kind for r in ruling.reasons) if ruling.result == "block" else ()

    def _form(self, text: str) -> Formed:
        whole = text.replace("{code}", self._nobody)
        return Formed(canonical(whole), gsm7.cost(whole).parts)

    def _as_of(self, day: date) -> View:
        return as_of(self._charter, day)


def _template(send: Send) -> Template:
    return Template(send.template, str(send.version), send.lang, send.wording)


def templates(messages: Sequence[Written]) -> set[tuple[str, str, str, str]]:
    """Their wordings: template, version, language, text."""
    return {
        (s.template, str(s.version), s.lang, s.wording)
        for s in (message.outgoing.send for message in messages)
    }
