"""A fraud team looks at many reports."""

from datetime import date

from tocsin.register import Report, issue, misuse, recipient_hash

from .people import KARIM, NOTICE, NOW, ZOE


def test_a_genuine_message_that_is_reported_is_no_misuse(book, sent, keys):
    own = Report(sent.code, sent.text, "38663", NOW.date(), recipient_hash(keys.recipients, ZOE))
    assert misuse(book, [own, own, Report(sent.code)], NOW) == ()


def test_a_code_that_comes_back_from_many_is_one_finding(book, sent, keys):
    reports = [
        Report(sent.code, sent.text, "38663", date(2021, 3, 5), recipient_hash(keys.recipients, ZOE)),
        Report(
            sent.code.lower(), sent.text, "38663", date(2021, 3, 9), recipient_hash(keys.recipients, KARIM)
        ),
        Report(f"Réf. {sent.code}", "Payez vite", "AMELI", date(2021, 4, 2)),
    ]
    [found] = misuse(book, reports, NOW)
    assert (found.code, found.reports, found.recipients) == (sent.code, 3, 2)
    assert found.kinds == ("many_recipients", "other_recipient", "other_sender", "other_text", "too_late")
    assert found.days == (date(2021, 3, 5), date(2021, 3, 9), date(2021, 4, 2))


def test_codes_that_nobody_gave_are_left_out(book, sent):
    assert misuse(book, [Report("K7QF-2M9D", "x"), Report("K7QF", "x"), Report("")], NOW) == ()


def test_the_most_reported_comes_first(book, sent, keys):
    other = issue(
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
    reports = [Report(sent.code, "x"), Report(other.code, "x"), Report(other.code, "y")]
    assert [found.code for found in misuse(book, reports, NOW)] == [other.code, sent.code]
