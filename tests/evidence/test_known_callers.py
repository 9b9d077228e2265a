"""Who is known to whoever tells of a call: relatives, and whoever was rung by what they are."""

import pytest

from tocsin.evidence.known_callers import is_among_kin, tells_of_own_ringing


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("j ai appele la mairie", True),
        ("ce matin j ai telephone a ma mutuelle", True),
        ("je les ai appelees", True),
        ("c est moi qui ai appele", True),
        ("nous avons contacte le garage", True),
        ("j ai appele le numero du sms", False),
        ("j ai appele", False),
        ("on m a appele", False),
        ("ils m ont rappele", False),
    ],
)
def test_who_was_rung_is_known_by_what_they_are(told: str, known: bool) -> None:
    assert tells_of_own_ringing(told.split()) is known


@pytest.mark.parametrize(
    ("own", "cited", "recorded", "kin"),
    [
        ("allo mamie t as ta carte", "", False, True),
        ("mon fils", "« coucou maman tu peux", False, True),
        ("oui c est papa je te laisse", "", True, True),
        ("ma mere dit que maman t a vu", "", False, False),
        ("bonjour je suis conseiller tu", "", True, False),
        ("mamie dit elle votre carte", "", False, False),
    ],
)
def test_relatives_are_called_what_they_are_and_addressed_so(
    own: str, cited: str, recorded: bool, kin: bool
) -> None:
    said = [*own.split(), *cited.split()]
    words = [(at, word) for at, word in enumerate(own.split())]
    assert is_among_kin(words, cited, said, recorded=recorded) is kin
