"""Findings count by what kind of thing they are, never by the number, host or name that was found."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence.extraction import extract_evidence
from tocsin.evidence.finding_features import list_finding_features, name_findings, name_layout
from tocsin.evidence.text_classifier import list_words
from tocsin.message.plain_text import message_from_text

VIEW = view_as_of(load_charter("assurance_maladie"), date(2024, 5, 2))
WRITTEN = "Ameli : réglez 12 € sur {host}, ou rappelez le {number} avec le code de votre carte bancaire"


def name_found(text: str, sender: str = "") -> set[str]:
    return name_findings(
        extract_evidence(message_from_text(text, "sms", sender=sender, received=VIEW.on), VIEW)
    )


def test_another_host_and_another_number_are_the_same_findings() -> None:
    one = name_found(WRITTEN.format(host="vole.example", number="06 39 98 04 11"))
    other = name_found(WRITTEN.format(host="pris.example/a", number="07 39 98 55 04"))
    assert one == other >= {"#ask:card", "#link:foreign", "#number:callback:standard:phone"}


def test_whoever_writes_has_a_number() -> None:
    text = "Coucou, on mange ensemble ce soir ?"
    assert name_found(text, "06 39 98 04 11") == name_found(text)


def test_findings_count_alone_by_the_channel_and_two_by_two() -> None:
    assert list_finding_features({"#ask", "#link:foreign"}, "sms") == {
        "#ask", "#link:foreign", "sms#ask", "sms#link:foreign", "#ask#link:foreign",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("Il a dit « votre code ? »", {"#quotes"}),
        ("- du pain\n- du lait", {"#list"}),
        ("Lui : allô\nMoi : oui", {"#turns"}),
        ("Bonjour : voici - enfin - la liste", set()),
    ],
)
def test_how_a_text_is_set_counts(text: str, layout: set[str]) -> None:
    assert name_layout(text) == layout


@given(st.text(max_size=60))
def test_no_word_passes_for_a_finding(text: str) -> None:
    assert not any(word.startswith("#") for word in list_words(text))
