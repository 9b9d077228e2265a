import pytest

from tocsin.conversation.conversation_id import BadConversationId, ConversationId
from tocsin.conversation.flow.load import load_flow


@pytest.mark.parametrize(
    ("stored", "kind", "case", "contact"),
    [("case-17", "case", 17, None), ("follow-17", "follow", 17, None), ("contact-3", "contact", None, 3)],
)
def test_what_is_stored_is_read_and_written_alike(stored, kind, case, contact):
    conversation = ConversationId.parse(stored)
    assert str(conversation) == f"{conversation}" == stored
    assert (conversation.kind, conversation.case_id, conversation.contact_id) == (kind, case, contact)


@pytest.mark.parametrize("kind", ["case", "contact", "follow"])
def test_every_kind_follows_a_flow_that_stands(kind):
    assert load_flow(ConversationId(kind, 1).flow).states


@pytest.mark.parametrize(
    "stored", ["", "case", "case-", "case-x", "case-1.2", "case--1", "person-3", "case-²"]
)
def test_what_names_no_case_or_contact_is_refused(stored):
    with pytest.raises(BadConversationId):
        ConversationId.parse(stored)
