"""An everyday sentence, what the message itself gives and what is denied ask nothing; what stands beside it does."""

import pytest

from .reading import asked, shown


@pytest.mark.parametrize(
    "text",
    [
        "Si quelqu'un vous demande votre RIB, raccrochez.",
        "Si on vous demande votre mot de passe, ne répondez pas",
        "Votre carte bancaire a été débitée de 12 €",
        "Je t'envoie mon RIB pour le loyer",
        "Voici mon IBAN : FR76 3000 6000 0112 3456 7890 189",
        "RIB : FR76 3000 6000 0112 3456 7890 189",
        "Votre code est 482913. Ne le partagez avec personne.",
        "482913 est votre code de connexion",
        "Code : 482913",
        "Le code postal de la mairie, s'il vous plaît ?",
        "N'oubliez pas votre code promo à la caisse",
        "Apportez votre bonne humeur",
        "Votre numéro de dossier est le 12345",
        "Une attestation de sécurité sociale est jointe",
        "Mon RIB n'a pas changé",
        "Le virement part vers votre compte bancaire habituel, vous n'avez rien à faire",
        "Vous n'avez pas à nous envoyer votre RIB",
        "Pas besoin de votre RIB, nous l'avons déjà",
        "Personne ne doit vous demander votre code",
        "We will never ask for your password",
        "Do not share your bank details with anyone",
    ],
)
def test_it_sees_no_ask_in_an_everyday_sentence(text: str) -> None:
    assert asked(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Assurance Maladie : 661204 est votre mot de passe à usage unique. Ne le partagez avec personne.",
        "Assurance Maladie: 661204 is your one-time password.",
        "Assurance Maladie : solde de votre compte n° ***214B au 01/03.",
        "Assurance Maladie : accès refusé, code erroné. Il vous reste 2 essais.",
        "Assurance Maladie : votre carte bancaire est arrivée en agence.",
        "Assurance Maladie : vos mots de passe et coordonnées bancaires ne sont pas concernés.",
        "Assurance Maladie: your bank details were not affected.",
        "Assurance Maladie : scannez le QR code de la borne.",
        "Assurance Maladie : vous pouvez vous connecter avec FranceConnect.",
    ],
)
def test_what_a_message_gives_or_says_is_safe_is_not_asked(text: str) -> None:
    assert shown(text, "ask") == []


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Assurance Maladie : dictez-nous le mot de passe à usage unique reçu.", "code"),
        ("Assurance Maladie: send us the one-time password.", "code"),
        ("Assurance Maladie : il nous faut votre compte n° et votre clé.", "iban"),
        ("Assurance Maladie : votre carte bancaire, les 16 chiffres.", "card"),
        ("Assurance Maladie : versez 650 € sur l'IBAN ES91 2100 0418.", "iban"),
        ("Assurance Maladie : scannez le QR code et saisissez votre mot de passe.", "password"),
        ("Assurance Maladie : communiquez vos identifiants FranceConnect.", "identifiers"),
    ],
)
def test_what_stands_beside_it_is_still_asked(text: str, item: str) -> None:
    assert item in {e.value for e in shown(text, "ask")}


@pytest.mark.parametrize(
    "text",
    [
        "Assurance Maladie : vous n'avez pas à nous envoyer votre numéro de sécurité sociale.",
        "Assurance Maladie : inutile d'envoyer vos coordonnées bancaires.",
        "Assurance Maladie : nous avons masqué votre numéro de sécurité sociale.",
        "Assurance Maladie : dès les premiers symptômes, refaites un test.",
        "Assurance Maladie : ce SMS vaut ordonnance. Montrez-le à la pharmacie.",
        "Assurance Maladie : qui avez-vous vu depuis vos premiers symptômes ?",
        "Assurance Maladie: we never ask for your social security number or password.",
        "Assurance Maladie: there is no need to send your bank details.",
        "Assurance Maladie: we do not need your social security number.",
        "Assurance Maladie: a text that asks for a password is a fraud.",
    ],
)
def test_it_does_not_take_a_denial_for_an_ask(text: str) -> None:
    assert shown(text, "ask", sender="38663") == []


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Assurance Maladie : inutile d'envoyer votre RIB, envoyez votre numéro de sécurité sociale.", "nir"),
        ("Assurance Maladie: we do not need your password, send your social security number.", "nir"),
        ("Assurance Maladie : refaites le code reçu par SMS.", "code"),
        ("Assurance Maladie : il nous faut vos ordonnances depuis mars.", "medical"),
    ],
)
def test_it_still_finds_the_ask_beside_a_denial(text: str, item: str) -> None:
    assert item in {e.value for e in shown(text, "ask", sender="38663")}
