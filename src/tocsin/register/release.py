"""The only way out: a message is guarded as rendered, then written in the register, and may then leave."""

from datetime import datetime

from msgspec import Struct

from tocsin.charter.view import DatedCharter
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.session import SendSms
from tocsin.guard import GuardRuling, GuardWaiver, MessageDraft, guard_draft
from tocsin.register.issue import IssuedMessage, issue_message
from tocsin.register.message_register import MessageRegister
from tocsin.register.published_template import PublishedTemplate
from tocsin.register.register_keys import RegisterKeys, hash_recipient


class ReleasedMessage(Struct, frozen=True):
    """A message that may leave, and stands in the register."""

    issued: IssuedMessage
    ruling: GuardRuling


class HeldMessage(Struct, frozen=True):
    """A message that the guard does not let out; it stands nowhere, and has no code."""

    send: SendSms
    ruling: GuardRuling


def release_message(
    register: MessageRegister,
    keys: RegisterKeys,
    send: SendSms,
    *,
    flow: Flow,
    to: str,
    view: DatedCharter,
    now: datetime,
    waivers: tuple[GuardWaiver, ...] = (),
) -> ReleasedMessage | HeldMessage:
    """Guard a message of a conversation and give it its code. ``to`` is the number, E.164.

    Called again for the same message, as after a crash, it gives the same code.
    """
    draft = MessageDraft(id=send.template, sender=flow.sender, flow=flow.role, text=send.text, lang=send.lang)
    ruling = guard_draft(draft, view, waivers)
    if ruling.result == "block":
        return HeldMessage(send, ruling)
    issued = issue_message(
        register,
        keys.codes,
        message_id=send.id,
        template=PublishedTemplate(send.template, str(send.version), send.lang, send.wording),
        values=send.values,
        sender=flow.sender,
        channel="sms",
        recipient=hash_recipient(keys.recipients, to),
        now=now,
    )
    return ReleasedMessage(issued, ruling)
