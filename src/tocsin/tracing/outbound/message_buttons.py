"""The buttons of claimed messages, for lanes that show some: the answers to the question that each text asks."""

from collections.abc import Sequence
from typing import Any

import psycopg
from msgspec.structs import replace

from tocsin.conversation.answer_buttons import list_answer_buttons, make_postback
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.sms.gateway import SuggestedReply
from tocsin.sms.rcs_provider import LONGEST_LABEL, MOST_BUTTONS
from tocsin.store.arrays import encode_array
from tocsin.store.queries import query
from tocsin.tracing.outbound.gateway_store import ClaimedMessage


def add_buttons(db: psycopg.Connection[Any], claimed: Sequence[ClaimedMessage]) -> list[ClaimedMessage]:
    """The messages, each with the buttons of its text."""
    ids = encode_array([one.message_id for one in claimed])
    rows = db.execute(query("gateway.claimed_texts"), {"id": ids}).fetchall()
    replies = {id: list_suggested_replies(key, template, lang) for id, key, template, lang in rows}
    return [
        replace(one, outgoing=replace(one.outgoing, replies=replies.get(one.message_id, ())))
        for one in claimed
    ]


def list_suggested_replies(key: str, template: str, lang: str) -> tuple[SuggestedReply, ...]:
    """The buttons of one message, by its key (``case-17.3``) and the name of its text (``case.notice``).

    None for a text of no flow, and where an answer is longer than a button may be: the text of the message says it.
    """
    group, flows = template.partition(".")[0], list_flows()
    if group not in (*flows, "common"):
        return ()
    buttons = list_answer_buttons(load_flow(group if group in flows else flows[0]), template, lang)
    if len(buttons) > MOST_BUTTONS or any(len(button.label) > LONGEST_LABEL for button in buttons):
        return ()
    return tuple(SuggestedReply(button.label, make_postback(key, button.key)) for button in buttons)
