"""Who is answered: a person whose address was proved, and nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.answering.mails import CAMILLE, DESK, MX, PROVED, RECEIVED, mail
from tocsin.answering.mail.reply_policy import ProvenSender, sender_to_answer
from tocsin.message.mail_headers import split_headers

OURS = frozenset({DESK})


def asked(raw, envelope=CAMILLE, trust=MX):
    return sender_to_answer(split_headers(raw), envelope=envelope, ours=OURS, trust_host=trust)


def test_a_person_whose_address_was_proved_is_answered():
    assert asked(mail("Bonjour")) == ProvenSender(CAMILLE)


@pytest.mark.parametrize("result", [
    "dmarc=pass header.from=exemple.example", "dkim=pass header.d=exemple.example",
    "dkim=pass header.i=@exemple.example", "spf=pass smtp.mailfrom=camille.martin@exemple.example",
    "dkim=fail header.d=exemple.example; spf=pass smtp.mailfrom=exemple.example",
])  # fmt: skip
def test_any_check_of_the_very_domain_proves_it(result):
    raw = mail("Bonjour", headers=(f"Authentication-Results: {MX}; {result}", RECEIVED))
    assert asked(raw) == ProvenSender(CAMILLE)


@pytest.mark.parametrize("result", [
    "none", "dkim=none", "spf=softfail smtp.mailfrom=exemple.example",
    "dmarc=none header.from=exemple.example",
    "spf=pass smtp.mailfrom=bulk@sender.example", "dkim=pass header.d=sender.example",
    "dkim=pass header.d=notexemple.example", "dkim=pass header.d=example", "dmarc=pass",
])  # fmt: skip
def test_a_check_of_another_domain_or_none_proves_nothing(result):
    raw = mail("Bonjour", headers=(f"Authentication-Results: {MX}; {result}", RECEIVED))
    assert asked(raw) == "unauthenticated"


def test_what_the_sender_wrote_of_himself_proves_nothing():
    forged = (RECEIVED, PROVED)  # below what our own server wrote
    assert asked(mail("Bonjour", headers=forged)) == "unauthenticated"


def test_another_host_proves_nothing_and_without_a_trusted_one_nobody_is_answered():
    assert asked(mail("Bonjour"), trust="mx.autre.example") == "unauthenticated"
    assert asked(mail("Bonjour"), trust="") == "unauthenticated"


def test_a_failed_policy_outweighs_a_signature():
    results = f"Authentication-Results: {MX}; dkim=pass header.d=exemple.example; dmarc=fail"
    assert asked(mail("Bonjour", headers=(results, RECEIVED))) == "dmarc_failed"


@pytest.mark.parametrize("envelope", ["", "<>", " "])
def test_a_bounce_is_never_answered(envelope):
    assert asked(mail("Bonjour"), envelope=envelope) == "bounce"


def test_in_a_mailbox_return_path_says_whether_it_is_a_bounce():
    assert asked(mail("Bonjour", Return_Path="<>"), envelope=None) == "bounce"
    assert asked(mail("Bonjour", Return_Path=f"<{CAMILLE}>"), envelope=None) == ProvenSender(CAMILLE)
    assert asked(mail("Bonjour"), envelope=None) == ProvenSender(CAMILLE)


@pytest.mark.parametrize(("header", "value", "silence"), [
    ("Auto-Submitted", "auto-replied", "automatic"),
    ("Auto-Submitted", "auto-generated; owner-email=x", "automatic"),
    ("X-Auto-Response-Suppress", "DR, OOF, AutoReply", "automatic"),
    ("X-Autoreply", "yes", "automatic"),
    ("Precedence", "bulk", "list"), ("Precedence", "LIST", "list"),
    ("List-Id", "<amis.exemple.example>", "list"), ("List-Unsubscribe", "<mailto:x@exemple.example>", "list"),
    ("X-Tocsin-Answer", "1", "ourselves"),
    ("Content-Type", "multipart/report; report-type=delivery-status; boundary=x", "bounce"),
    ("From", DESK.upper(), "ourselves"),
    ("From", "no-reply@exemple.example", "no_reply"), ("From", "Ne-Pas-Repondre@exemple.example", "no_reply"),
    ("From", "MAILER-DAEMON@exemple.example", "no_reply"), ("From", "owner-amis@exemple.example", "no_reply"),
    ("From", "bounce+x=y@exemple.example", "no_reply"), ("From", "amis-request@exemple.example", "no_reply"),
    ("From", "a@exemple.example, b@exemple.example", "sender_missing"), ("From", "Camille", "sender_missing"),
    ("From", "camille martin@exemple.example", "sender_missing"), ("From", None, "sender_missing"),
])  # fmt: skip
def test_what_is_no_letter_of_a_person_is_not_answered(header, value, silence):
    assert asked(mail("Bonjour", **{header.replace("-", "_"): value})) == silence


@pytest.mark.parametrize(("header", "value"), [
    ("Auto-Submitted", "no"), ("Precedence", "first-class"), ("X-Auto-Response-Suppress", "DR, NDR"),
    ("From", "noreplyanne@exemple.example"), ("Reply-To", "victime@ailleurs.example"),
])  # fmt: skip
def test_near_misses_are_answered_at_the_address_that_was_proved(header, value):
    raw = mail("Bonjour", **{header.replace("-", "_"): value})
    found = asked(raw)
    assert isinstance(found, ProvenSender)
    assert found.address.endswith("@exemple.example")


def test_two_senders_in_two_headers_are_none():
    assert asked(mail("Bonjour", headers=(PROVED, RECEIVED, "From: x@exemple.example"))) == "sender_missing"


@given(st.binary(max_size=600))
def test_no_octets_are_answered_without_a_proof(raw):
    assert not isinstance(asked(raw, trust=""), ProvenSender)
