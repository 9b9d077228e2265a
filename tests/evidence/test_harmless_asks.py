"""What the message gives itself, or what is done on the own site, at a counter or on paper, is not asked."""

import pytest

from .reading import shown


def test_a_code_that_the_message_gives_is_not_asked() -> None:
    given = "Rendez-vous sur monespacesante.fr muni de votre carte Vitale et du code provisoire ci-dessous : 4Q7T-92KD"
    assert not shown(given, "ask", channel="email", sender="L'Assurance Maladie <x@info.ameli.fr>")
    before = "Achat de 63,40 EUR. Code de validation 481 207. Ce code sert à payer : ne le dictez à personne."
    assert not shown(before, "ask", sender="Assurance Maladie")
    handed_on = "CPAM : voici votre code 204 771. Un conseiller va vous appeler, lisez-lui ce code."
    assert shown(handed_on, "ask")
    asked = "CPAM : munissez-vous de votre carte Vitale et du code provisoire, et dictez-le au 01 99 00 12 34"
    assert shown(asked, "ask", channel="email")


def test_a_card_brought_up_to_date_at_a_counter_is_no_lure() -> None:
    desk = "CPAM : pensez à mettre à jour votre carte Vitale dans une pharmacie ou sur une borne."
    assert not shown(desk, "lure", channel="letter")
    assert shown(
        "CPAM : pensez à mettre à jour votre carte Vitale sur vole.example", "lure", channel="letter"
    )


def test_what_is_done_on_the_institution_s_own_site_is_not_asked_here() -> None:
    home = "CPAM : créez sur www.ameli.fr votre mot de passe."
    assert not shown(home, "ask", channel="email")
    assert shown(
        "CPAM : pour créer votre compte, mot de passe : ........ voir www.ameli.fr", "ask", channel="email"
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Résultats prêts : resultats.labo-ursules.example (code sur votre reçu)", False),
        (
            "Vos résultats sont sur labo-rives.example/r, munissez-vous du code imprimé sur votre récépissé",
            False,
        ),
        ("Vos résultats sont sur labo-rives.example/r, munissez-vous du code reçu par SMS", True),
        ("Vos résultats sont sur labo-rives.example/r, donnez le code de votre carte bancaire", True),
    ],
)
def test_a_code_that_the_reader_holds_on_paper_is_not_asked(text: str, asked: bool) -> None:
    assert any(e.kind == "ask" for e in shown(text)) is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Si vous n'êtes pas en train de vous connecter, changez votre mot de passe.", False),
        ("Connectez-vous et changez votre mot de passe sur https://acces-compte.example", True),
        ("Pour vous connecter, changez votre mot de passe en cliquant sur le lien.", True),
        ("Pour vous connecter, donnez votre mot de passe.", True),
    ],
)
def test_a_password_to_be_changed_is_not_given(text: str, asked: bool) -> None:
    found = shown(f"Ameli : voici le code de votre connexion.\n{text}", "ask", channel="email")
    assert any(e.value == "password" for e in found) is asked


@pytest.mark.parametrize(
    "text",
    [
        "Tapez ameli.fr dans votre navigateur, puis votre numéro de sécurité sociale et votre mot de passe.",
        "Munissez-vous de votre numéro de sécurité sociale. Le formulaire est sur https://www.ameli.fr/formulaire",
    ],
)
def test_what_is_typed_or_at_hand_on_the_own_site_is_not_asked(text: str) -> None:
    assert not shown(f"Assurance Maladie. {text}", "ask", channel="sms")


@pytest.mark.parametrize(
    "text",
    [
        "Munissez-vous de votre numéro de sécurité sociale. Le formulaire est sur https://formulaire.example",
        "Envoyez ici votre numéro de sécurité sociale. Le site est https://www.ameli.fr",
    ],
)
def test_what_is_typed_elsewhere_is_asked(text: str) -> None:
    assert shown(f"Assurance Maladie. {text}", "ask", channel="sms")
