"""A fraud team looks at many reports."""

from datetime import date

from tests.register.people import KARIM, NOTICE, NOW, ZOE
from tocsin.register import CodeReport, find_misused_codes, hash_recipient, issue_message


def test_a_genuine_message_that_is_reported_is_no_misuse(book, sent, keys):
    own = CodeReport(sent.code, sent.text, "38663", NOW.date(), hash_recipient(keys.recipients, ZOE))
    assert find_misused_codes(book, [own, own, CodeReport(sent.code)], NOW) == ()


def test_a_code_that_comes_back_from_many_is_one_finding(book, sent, keys):
    reports = [
        CodeReport(sent.code, sent.text, "38663", date(2021, 3, 5), hash_recipient(keys.recipients, ZOE)),
        CodeReport(
            sent.code.lower(), sent.text, "38663", date(2021, 3, 9), hash_recipient(keys.recipients, KARIM)
        ),
        CodeReport(f"Réf. {sent.code}", "Payez vite", "AMELI", date(2021, 4, 2)),
    ]
    [found] = find_misused_codes(book, reports, NOW)
    assert (found.code, found.reports, found.recipients) == (sent.code, 3, 2)
    assert found.kinds == ("many_recipients", "other_recipient", "other_sender", "other_text", "too_late")
    assert found.days == (date(2021, 3, 5), date(2021, 3, 9), date(2021, 4, 2))


def test_codes_that_nobody_gave_are_left_out(book, sent):
    assert (
        find_misused_codes(book, [CodeReport("K7QF-2M9D", "x"), CodeReport("K7QF", "x"), CodeReport("")], NOW)
        == ()
    )


def test_the_most_reported_comes_first(book, sent, keys):
    other = issue_message(
        book,
        keys.codes,
        message_id="other",
        template=NOTICE,
        values={"first_name": "Léa", "day": "1er avril"},
        sender="38663",
        channel="sms",
        recipient="",
        now=NOW,
    )
    reports = [CodeReport(sent.code, "x"), CodeReport(other.code, "x"), CodeReport(other.code, "y")]
    assert [found.code for found in find_misused_codes(book, reports, NOW)] == [other.code, sent.code]
