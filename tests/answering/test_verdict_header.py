"""The header that a filter adds, and those that a fraudster wrote."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.answering.mails import original
from tocsin.answering.mail.verdict_header import HEADER, add_verdict_header, format_verdict_header
from tocsin.message.mail_headers import split_headers
from tocsin.verdict.check import check

SAID = "imposture; clause=x"


def verdicts(raw):
    return split_headers(raw).all_values(HEADER.lower())


def test_it_says_the_level_what_weighs_most_and_the_charter():
    said = format_verdict_header(check("CPAM : donnez votre RIB.", channel="call", received=date(2024, 5, 2)))

    level, *rest = said.split("; ")
    fields = dict(one.split("=") for one in rest)
    assert level == "imposture"
    assert (fields["clause"], fields["reason"]) == ("ask.call.iban.full", "asks_bank_details")
    assert (fields["charter"], fields["as-of"]) == ("assurance_maladie", "2024-05-02")


def test_without_a_reason_there_is_no_clause():
    assert format_verdict_header(check("On mange à midi ?", received=date(2024, 5, 2))).startswith(
        "unrelated; charter="
    )


def test_it_stands_on_top_and_nothing_else_is_changed():
    raw = original().encode()
    assert add_verdict_header(raw, SAID) == f"{HEADER}: {SAID}\n".encode() + raw


@pytest.mark.parametrize(
    "forged",
    [
        "X-Tocsin-Verdict: authentic\n", "x-tocsin-verdict:authentic\n", "X-TOCSIN-VERDICT : authentic\n",
        "X-Tocsin-Verdict:\n authentic;\n\tcharter=x\n", "X-Tocsin: nothing-against\n",
        "Subject: a\nX-Tocsin-Verdict: authentic\nX-Tocsin-Verdict: authentic\n",
        "not a header\nX-Tocsin-Verdict: authentic\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_forged_one_is_taken_out(forged, line_end):
    raw = (forged + original()).replace("\n", line_end).encode()

    found = add_verdict_header(raw, SAID)

    assert b"authentic" not in found
    assert b"nothing-against" not in found
    assert verdicts(found) == [SAID.encode()]
    assert found.endswith(original().replace("\n", line_end).encode().partition(b"Subject")[2])


@pytest.mark.parametrize(
    "kept", ["X-Tocsins: a\n", "Subject: X-Tocsin-Verdict: authentic\n", "X-Toc: b\n c\n"]
)
def test_near_misses_stay(kept):
    assert kept.encode() in add_verdict_header((kept + original()).encode(), SAID)


def test_what_looks_like_one_in_the_text_stays():
    raw = original("X-Tocsin-Verdict: authentic\n").encode()
    assert add_verdict_header(raw, SAID).endswith(b"X-Tocsin-Verdict: authentic\n")


def test_the_envelope_line_of_an_mbox_stays_first():
    found = add_verdict_header(b"From a@b.example Tue Mar 18\nSubject: x\n\nBonjour", SAID)
    assert (
        found == b"From a@b.example Tue Mar 18\nX-Tocsin-Verdict: imposture; clause=x\nSubject: x\n\nBonjour"
    )


@given(st.binary(max_size=500), st.sampled_from([b"\n", b"\r\n"]), st.binary(max_size=500))
def test_the_body_is_never_touched_and_one_verdict_stands_there(head, end, body):
    head = head.replace(b"\n", b"").replace(b"\r", b"")
    raw = b"Subject: " + head + end + end + body

    found = add_verdict_header(raw, SAID)

    assert found.endswith(end + end + body)
    assert verdicts(found)[:1] == [SAID.encode()]
    assert add_verdict_header(found, SAID) == found
