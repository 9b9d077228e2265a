"""The only way out: a message is guarded as rendered, then written in the register, and may then leave."""

from datetime import datetime

from msgspec import Struct

from tocsin.charter.view import View
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.session import Send
from tocsin.guard import Draft, Ruling, Waiver, guard
from tocsin.register.book import Register
from tocsin.register.issue import Issued, issue
from tocsin.register.keys import Keys, recipient_hash
from tocsin.register.template import Template


class Released(Struct, frozen=True):
    """A message that may leave, and stands in the register."""

    issued: Issued
    ruling: Ruling


class Held(Struct, frozen=True):
    """A message that the guard does not let out; it stands nowhere, and has no code."""

    send: Send
    ruling: Ruling


def release(
    register: Register,
    keys: Keys,
    send: Send,
    *,
    flow: Flow,
    to: str,
    view: View,
    now: datetime,
    waivers: tuple[Waiver, ...] = (),
) -> Released | Held:
    """Guard a message of a conversation and give it its code. ``to`` is the number, E.164.

    Called again for the same message, as after a crash, it gives the same code.
    """
    draft = Draft(id=send.template, sender=flow.sender, flow=flow.role, text=send.text, lang=send.lang)
    ruling = guard(draft, view, waivers)
    if ruling.result == "block":
        return Held(send, ruling)
    issued = issue(
        register,
        keys.codes,
        message_id=send.id,
        template=Template(send.template, str(send.version), send.lang, send.wording),
        values=send.values,
        sender=flow.sender,
        channel="sms",
        recipient=recipient_hash(keys.recipients, to),
        now=now,
    )
    return Released(issued, ruling)
