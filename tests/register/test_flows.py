"""Every text of the flows that come with Tocsin can be issued, and recognised on the phone that shows it."""

import pytest

from tocsin.charter.words import said
from tocsin.conversation.flow import load
from tocsin.conversation.flow.schema import templates
from tocsin.evidence.codes import find_codes
from tocsin.message import gsm7
from tocsin.message.model import Message
from tocsin.register import Book, Issued, Template, issue, known, verify

from .people import NOW

TEXTS = [
    Template(text.id, str(text.version), lang, said(text.text, lang))
    for name in load.flows()
    for text in templates(load.load(name))
    for lang in ("fr", "en")
]


def issued(book: Book, template: Template) -> Issued:
    return issue(
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


@pytest.mark.parametrize("template", TEXTS, ids=lambda template: template.name)
def test_it_is_issued_and_recognised(template):
    book = Book()
    sent = issued(book, template)
    assert [code for code, _, _ in find_codes(sent.text)] == [sent.code]
    on_the_phone = gsm7.substituted(sent.text)
    assert verify(book, sent.code, text=on_the_phone, sender="38663", now=NOW).outcome == "matches"
    message = Message(channel="sms", text=on_the_phone, sender="38663", received=NOW.date())
    assert [evidence.value for evidence in known(book, message)] == ["matches"]
    assert template.blanks(sent.code).count("…") >= len(template.variables)
