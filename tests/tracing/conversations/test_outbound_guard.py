"""The guard of an engine remembers what it may: what it writes is what register and guard say of the whole text."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracing.conversations.office import MORNING
from tocsin.charter.loading import load_charter
from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.flow.schema import list_flow_templates
from tocsin.conversation.flow.text_variables import find_longest_values
from tocsin.conversation.phone_thread import PhoneThread
from tocsin.conversation.session import SendSms
from tocsin.message import gsm7
from tocsin.privacy.vault import Vault
from tocsin.register.canonical_text import hash_text
from tocsin.tracing.conversations.outbound_guard import OutboundGuard
from tocsin.tracing.conversations.step_records import MessageToSend, PhoneWorkItem

KINDS = {"case": "case", "contact": "contact", "follow_up": "follow"}
TEXTS = [
    (flow, template)
    for flow in ("case", "contact", "follow_up")
    for template in list_flow_templates(load_flow(flow))
]
VAULT = Vault.for_tests()
REGISTRAR = OutboundGuard(load_charter("assurance_maladie"), VAULT.register_keys)


def outgoing(flow, template, lang, values, number=1):
    wording = getattr(template.text, lang)
    send = SendSms(
        id=f"case-{number}.1", template=template.id, version=1, lang=lang, wording=wording,
        values=values, not_before=MORNING, reply=False,
    )  # fmt: skip
    phone = PhoneWorkItem(
        phone_id=1, shard=1, number="+33639981201", zone="Europe/Paris", collected_on=MORNING.date(),
        thread=PhoneThread(phone="+33639981201"), arrivals=(),
    )  # fmt: skip
    return MessageToSend(
        phone=phone, conversation=ConversationId(KINDS[flow], number), send=send, at=MORNING,
        deadline=MORNING + timedelta(hours=24), first=True,
    )  # fmt: skip


@given(
    st.sampled_from(TEXTS),
    st.sampled_from(["fr", "en"]),
    st.text(st.characters(categories=["L", "P", "Zs"]), max_size=20),
    st.integers(1, 10**9),
)
def test_what_is_remembered_of_a_text_is_what_the_whole_text_gives(which, lang, word, number):
    flow, template = which
    from tocsin.conversation.flow.text_variables import list_variables

    values = dict.fromkeys((v for v in list_variables(getattr(template.text, lang)) if v != "code"), word)
    written, refused = REGISTRAR.register_messages([outgoing(flow, template, lang, values, number)])
    assert len(written) + len(refused) == 1
    for one in written:
        assert one.text_hash == hash_text(one.text)
        assert one.parts == gsm7.measure_sms_cost(one.text).parts
        assert one.code in one.text


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("to", ["", "of another"])
def test_every_text_of_the_flows_leaves_whomever_it_names(lang, to):
    """What is read at run time is what was read when the text was approved: only the names are others."""
    addressee = {"fr": " pour Solange", "en": " for Solange"}[lang] if to else ""
    messages = [
        outgoing(flow, template, lang, {**find_longest_values(load_flow(flow), lang), "to": addressee})
        for flow, template in TEXTS
    ]
    _, refused = REGISTRAR.register_messages(messages)
    assert [(one.outgoing.send.template, one.reasons) for one in refused] == []


def test_what_asks_for_a_card_number_does_not_leave():
    from msgspec.structs import replace

    flow, template = TEXTS[0]
    bad = "Assurance Maladie : envoyez votre numéro de carte bancaire. Réf. {code}"
    message = outgoing(flow, template, "fr", {})
    written, refused = REGISTRAR.register_messages(
        [replace(message, send=replace(message.send, wording=bad))]
    )
    assert not written
    assert "asks_bank_details" in refused[0].reasons


@pytest.mark.parametrize("attempt", [1, 2, 3])
def test_a_code_that_is_taken_is_drawn_again(attempt):
    flow, template = TEXTS[0]
    message = outgoing(flow, template, "fr", {"given_name": "Léa"})
    assert REGISTRAR.register_message(message, attempt).code != REGISTRAR.register_message(message).code
