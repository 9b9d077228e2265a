"""Every text of the flows that come with Tocsin can be issued, and recognised on the phone that shows it."""

from tocsin.charter.words import translate_wording
from tocsin.conversation.flow import load
from tocsin.conversation.flow.schema import list_flow_templates
from tocsin.evidence.issue_codes import find_issue_codes
from tocsin.message import gsm7
from tocsin.message.model import Message
from tocsin.register import (
    IssuedMessage,
    MemoryRegister,
    PublishedTemplate,
    find_code_evidence,
    issue_message,
    verify_message_code,
)

from .people import NOW

TEXTS = [
    PublishedTemplate(text.id, str(text.version), lang, translate_wording(text.text, lang))
    for name in load.list_flows()
    for text in list_flow_templates(load.load_flow(name))
    for lang in ("fr", "en")
]


def issued(book: MemoryRegister, template: PublishedTemplate) -> IssuedMessage:
    return issue_message(
        book,
        b"the key of the tests",
        message_id=template.name,
        template=template,
        values=dict.fromkeys(template.variables, "Zoé"),
        sender="38663",
        channel="sms",
        recipient="",
        now=NOW,
    )


def test_there_are_such_texts():
    assert len(TEXTS) > 40


def test_each_is_issued_and_recognised():
    for template in TEXTS:
        book = MemoryRegister()
        sent = issued(book, template)
        assert [code for code, _, _ in find_issue_codes(sent.text)] == [sent.code], template.name
        on_the_phone = gsm7.apply_substitutes(sent.text)
        verified = verify_message_code(book, sent.code, text=on_the_phone, sender="38663", now=NOW)
        assert verified.outcome == "matches", template.name
        message = Message(channel="sms", text=on_the_phone, sender="38663", received=NOW.date())
        found = [evidence.value for evidence in find_code_evidence(book, message)]
        assert found == ["matches"], template.name
        assert template.render_with_blanks(sent.code).count("…") >= len(template.variables), template.name
