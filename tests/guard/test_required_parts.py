"""Every text says who speaks, and carries the code by which it is verified."""

import pytest

from tests.guard.telling import kinds, ruling


@pytest.mark.parametrize(
    "text",
    [
        "Assurance Maladie : faites un test.",
        "Faites un test. Votre CPAM.",
        "Bonjour, ici l'Assurance Maladie.",
        "AMELI : faites un test.",
        "Ouvrez votre compte ameli.",
        "La Sécurité sociale vous informe.",
    ],
)
def test_the_institution_is_named(text):
    assert "institution_missing" not in kinds(ruling(f"{text} Réf. {{code}}"))


@pytest.mark.parametrize(
    "text", ["Faites un test.", "Votre caisse vous informe.", "Voir www.ameli.fr.", "Amélie vous informe."]
)
def test_the_institution_is_not_named(text):
    assert "institution_missing" in kinds(ruling(f"{text} Réf. {{code}}"))


@pytest.mark.parametrize(
    "code",
    [
        "Réf. {code}",
        "Ref. {code}",
        "réf {code}",
        "Réf. : {code}",
        "Référence {code}",
        "Réf. K7QF-2M9D",
        "(Réf. K7QF-2M9D)",
        "Quote your reference. Réf. {code}",
    ],
)
def test_the_code_is_there(code):
    assert ruling(f"Assurance Maladie : bonjour. {code}").result == "pass"


@pytest.mark.parametrize(
    ("code", "quote"),
    [
        ("", ""),
        ("{code}", ""),
        ("K7QF-2M9D", ""),
        ("Réf.", ""),
        ("Réf. {prenom}", ""),
        ("Réf. 12345", "12345"),
        ("Réf. K7QF2M9D", ""),
        ("Réf. KOIL-0001", "KOIL-0001"),
        ("Réf. K7QF-2M9", "K7QF-2M9"),
    ],
)
def test_the_code_is_missing(code, quote):
    (reason,) = ruling(f"Assurance Maladie : bonjour. {code}".strip()).reasons
    assert reason.kind == "code_missing"
    assert reason.quote in (quote, code.removeprefix("Réf. "))
