"""One number or one address and nothing else: what it is, in whatever way it is asked."""

from datetime import date

import pytest

from tocsin.message.message_reader import read_message
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import check, judge
from tocsin.verdict.lone_reference import find_lone_number

DAY = date(2026, 11, 26)


def told(text, on=DAY, lang="fr"):
    return check(text, received=on, lang=lang)


@pytest.mark.parametrize(
    ("text", "standing", "level"),
    [
        ("3646", "theirs", "unrelated"),
        ("36 46", "theirs", "unrelated"),
        ("33700", "advice", "unrelated"),
        ("0899033646", "alike", "suspicious"),
        ("08 99 00 00 12", "premium", "suspicious"),
        ("06 39 98 12 34", "fiction", "unrelated"),
        ("+32 470 12 34 56", "unknown", "unrelated"),
    ],
)
def test_a_number_alone_is_told(text, standing, level):
    found = told(text)
    assert found.about is not None
    assert (found.about.kind, found.about.standing, found.level) == ("number", standing, level)
    assert found.about.said
    assert "ne peut pas juger" not in found.headline
    assert not found.question
    assert all(reason.kind == "premium_rate" for reason in found.reasons)  # no likeness to words


@pytest.mark.parametrize(
    ("on", "standing"), [(date(2015, 9, 30), ""), (date(2015, 10, 1), "1er octobre 2015")]
)
def test_since_when_its_range_is_so_is_said(on, standing):
    said = " ".join(told("3646", on).about.said)
    assert ("depuis le 1er octobre 2015" in said) is bool(standing)


def test_the_number_of_one_day_is_not_that_of_another():
    assert told("3646", date(2016, 1, 1)).about.standing != "theirs"
    assert told("3646").about.standing == "theirs"


@pytest.mark.parametrize(
    ("text", "standing", "level"),
    [
        ("www.ameli.fr/assure", "official", "unrelated"),
        ("legifrance.gouv.fr", "public", "unrelated"),
        ("bit.ly/3xYz", "shortener", "unrelated"),
        ("https://ameli-vitale.example/x", "lookalike", "imposture"),
    ],
)
def test_an_address_alone_is_explained_and_stays_judged(text, standing, level):
    found = told(text)
    assert found.about is not None
    assert (found.about.kind, found.about.standing, found.level) == ("address", standing, level)
    assert "ne peut pas juger" not in found.headline


def test_of_a_foreign_address_the_part_that_counts_is_shown():
    about = told("https://ameli.fr.colis-suivi.example/a?b").about
    assert about.value == "ameli.fr.colis-suivi.example"
    assert "colis-suivi.example" in about.said[0]


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_it_is_told_in_every_language(lang):
    assert told("3646", lang=lang).about.said
    assert told("bit.ly/3xYz", lang=lang).headline


@pytest.mark.parametrize(
    "text",
    [
        "Rappelez le 0899033646", "ameli.fr est bloqué", "bonjour", "", "12/05/2024", "1 234,50",
        "06 39 98 12 34 ou 06 39 98 12 35", "K7QF-2M9D",
    ],
)  # fmt: skip
def test_what_says_more_or_is_neither_is_a_message_like_any_other(text):
    assert told(text).about is None


def test_a_number_beside_which_there_is_no_text_is_the_number_that_rang():
    found = judge(message_from_text("", "call", sender="3646", received=DAY))
    assert found.about.standing == "theirs"
    assert judge(message_from_text("Bonjour", "call", sender="3646", received=DAY)).about is None


def test_a_guessed_channel_asks_nothing_about_a_number():
    found = judge(read_message("0899033646", received=DAY, today=DAY))
    assert not found.by_channel
    assert not found.question


@pytest.mark.parametrize("text", ["3646", " 36-46 ", "tel:3646"])
def test_a_number_is_one_however_it_is_written(text):
    assert find_lone_number(text).value == "3646"
