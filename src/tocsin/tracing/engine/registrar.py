"""Guard and register, many messages at once: nothing leaves that did not pass, nothing leaves without a code.

A text that was ruled on today is not read again: the same words, sender and day give the same ruling. What
is remembered is the whole text, the name in it included, with the place of its code left blank.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct

from tocsin.charter.schema import Charter
from tocsin.charter.view import View, as_of
from tocsin.conversation import quiet
from tocsin.conversation.flow.load import load
from tocsin.guard import Draft, guard
from tocsin.message import gsm7
from tocsin.register.canonical import text_hash
from tocsin.register.code import make_code
from tocsin.register.keys import Keys, recipient_hash
from tocsin.register.template import Template
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


class Registrar:
    """The guard and the codes of one engine."""

    def __init__(self, charter: Charter, keys: Keys) -> None:
        self._charter = charter
        self._keys = keys
        self._blocked = lru_cache(maxsize=REMEMBERED)(self._ruled)
        self._view = lru_cache(maxsize=8)(self._as_of)

    def pass_on(self, messages: Iterable[Outgoing]) -> tuple[list[Written], list[Refused]]:
        """Those that may leave, with their code, and those that may not."""
        written: list[Written] = []
        refused: list[Refused] = []
        for message in messages:
            flow = load(message.flow)
            day = quiet.local(message.at, "Europe/Paris").date()
            blocked = self._blocked(
                message.send.template, flow.sender, flow.role, message.send.text, message.send.lang, day
            )
            if blocked:
                refused.append(Refused(message, blocked))
            else:
                written.append(self.write(message, flow.sender))
        return written, refused

    def write(self, message: Outgoing, sender: str, attempt: int = 0) -> Written:
        """A message with its code; ``attempt`` is 1, 2... where the code is another message's."""
        send = message.send
        code = make_code(self._keys.codes, send.id, attempt)
        template = Template(send.template, str(send.version), send.lang, send.wording)
        text = template.render(code, send.values)
        return Written(
            outgoing=message,
            code=code,
            text=text,
            text_hash=text_hash(text),
            sender=sender,
            recipient=recipient_hash(self._keys.recipients, message.desk.number),
            parts=gsm7.cost(text).parts,
        )

    def _ruled(self, id: str, sender: str, flow: str, text: str, lang: str, day: date) -> tuple[str, ...]:
        draft = Draft(id=id, sender=sender, flow=flow, text=text, lang=lang)  # type: ignore[arg-type]
        ruling = guard(draft, self._view(day))
        return tuple(r.kind for r in ruling.reasons) if ruling.result == "block" else ()

    def _as_of(self, day: date) -> View:
        return as_of(self._charter, day)


def templates(messages: Sequence[Written]) -> set[tuple[str, str, str, str]]:
    """Their wordings: template, version, language, text."""
    return {
        (s.template, str(s.version), s.lang, s.wording)
        for s in (message.outgoing.send for message in messages)
    }
