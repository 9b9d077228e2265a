"""An ask is an item requested, not merely mentioned, whatever the manner."""

import pytest

from tocsin.evidence.ask_rules import CLASS_ITEMS
from tocsin.evidence.model import ItemRequest

from .reading import asked, manners, shape, shown

# An item, and the ways to name it with its small word, for the sentences below.
NAMES = {
    "iban": "votre RIB",
    "card": "votre numéro de carte bancaire",
    "nir": "votre numéro de sécurité sociale",
    "medical": "vos informations médicales",
    "password": "votre mot de passe",
    "identifiers": "vos identifiants de connexion",
    "code": "le code reçu par SMS",
    "tax_number": "votre numéro fiscal",
    "identity_document": "votre pièce d'identité",
    "personal": "vos informations personnelles",
}
SECRET = ("iban", "card", "nir", "password", "identifiers", "code")
HARD = (*SECRET, "medical", "tax_number", "identity_document")


def test_it_has_a_name_here_for_every_item_that_it_seeks() -> None:
    assert set(NAMES) == set(CLASS_ITEMS.values())


# ---- every item, in every manner


FIRING = {
    "imperative": [
        "Envoyez-nous {x}.",
        "Merci, communiquez {x} par retour de SMS",
        "Répondez avec {x}",
        "CONFIRMEZ {x} MAINTENANT",
    ],
    "request": [
        "Veuillez nous transmettre {x}.",
        "Vous devez renseigner {x} sous 48 h",
        "Pourriez-vous nous donner {x} ?",
    ],
    "need": ["Pour finir, il nous faut {x}.", "Il me manque seulement {x}", "J'ai besoin de {x}"],
}


@pytest.mark.parametrize("item", NAMES)
def test_it_finds_an_ask_of_every_item(item: str) -> None:
    for sentence in (s for sentences in FIRING.values() for s in sentences):
        text = sentence.format(x=NAMES[item])
        found = asked(text)
        assert item in found, text
        assert NAMES[item].split()[-1].casefold() in found[item].raw.casefold()
        assert text[found[item].start : found[item].end] == found[item].raw


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("Envoyez-nous votre RIB.", "imperative"),
        ("Vous devez fournir votre RIB.", "request"),
        ("J'ai besoin de votre RIB", "need"),
        ("Votre RIB svp ?", "need"),
        ("RIB ?", "question"),
        ("RIB : ______", "form"),
        ("Il me manque la copie du RIB. Pouvez-vous me le renvoyer ?", "need"),
        ("Le RIB est illisible. Renvoyez-le nous.", "pronoun"),
        ("Il m'a demandé mon RIB", "reported"),
        ("Mettez à jour votre RIB depuis votre compte ameli", "account"),
    ],
)
def test_it_says_in_what_manner_it_is_asked(text: str, manner: str) -> None:
    assert manners(text)["iban"] == manner


@pytest.mark.parametrize("item", HARD)
@pytest.mark.parametrize(
    ("manner", "sentence"),
    [
        ("question", "{bare} ?"),
        ("question", "Votre {bare} svp ?"),
        ("form", "{bare} : ______"),
        ("form", "Nom :\n{bare} :\nDate :"),
        ("pronoun", "Nous n'avons plus {x}. Pouvez-vous nous le renvoyer ?"),
        ("pronoun", "{x} : envoyez-le nous par SMS."),
    ],
)
def test_it_finds_a_question_a_form_and_a_pronoun(item: str, manner: str, sentence: str) -> None:
    bare = NAMES[item].removeprefix("votre ").removeprefix("vos ").removeprefix("le ")
    assert item in asked(sentence.format(x=NAMES[item].capitalize(), bare=bare.capitalize())), manner


@pytest.mark.parametrize("item", HARD)
@pytest.mark.parametrize(
    "sentence",
    [
        "Il m'a demandé {x}",
        "Elle voulait {x}",
        "On m'a demandé de donner {x}, je n'ai rien dit",
        "Je lui ai donné {x}",
    ],
)
def test_it_finds_what_a_person_says_they_were_asked(item: str, sentence: str) -> None:
    mine = NAMES[item].replace("votre", "mon").replace("vos", "mes")
    assert item in asked(sentence.format(x=mine), "call")


# ---- every item, only mentioned


MISSES = {
    "negation": "Ne communiquez jamais {x}.",
    "denial": "Nous ne vous demandons jamais {x}.",
    "refusal": "Il ne faut en aucun cas donner {x} par téléphone",
    "own data": "J'ai bien envoyé {mine} hier soir",
    "mention": "{X} reste strictement confidentiel",
    "news": "{X} a été mis à jour le 3 mars",
}


@pytest.mark.parametrize("why", MISSES)
def test_it_sees_no_ask_where_an_item_is_only_mentioned(why: str) -> None:
    for item, name in NAMES.items():
        mine = name.replace("votre", "mon").replace("vos", "mes")
        text = MISSES[why].format(x=name, mine=mine, X=name.capitalize())
        assert item not in asked(text), text


# ---- bait, lists, parts


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Nous ne demandons jamais votre RIB, indiquez simplement votre IBAN", {"iban"}),
        ("L'Assurance Maladie ne vous demandera jamais votre mot de passe. Confirmez votre RIB.", {"iban"}),
        (
            "Ne donnez votre code à personne. Dictez votre numéro de carte bancaire au conseiller",
            {"card"},
        ),
        ("On ne vous demande pas votre mot de passe, seulement votre numéro de sécurité sociale", {"nir"}),
    ],
)
def test_it_is_not_fooled_by_an_ask_dressed_as_a_denial(text: str, items: set[str]) -> None:
    assert items <= set(asked(text))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Envoyez votre RIB, votre carte bancaire et votre numéro de sécurité sociale",
            {"iban", "card", "nir"},
        ),
        ("Renseignez : RIB, mot de passe, pièce d'identité", {"iban", "password", "identity_document"}),
        ("Munissez-vous de votre RIB ainsi que de votre pièce d'identité", {"iban", "identity_document"}),
        ("Nom :\nNuméro de sécurité sociale :\nRIB :\n", {"nir", "iban"}),
    ],
)
def test_it_finds_every_item_of_a_list(text: str, items: set[str]) -> None:
    assert items <= set(asked(text))


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("Donnez-moi les quatre derniers chiffres de votre IBAN", True),
        ("Il me faut une partie de votre RIB", True),
        ("Donnez-moi votre IBAN complet", False),
        ("Donnez-moi votre IBAN", False),
        ("Donnez-moi les derniers chiffres puis votre IBAN en entier", False),
        ("Elle a le début de l'IBAN, elle voulait que je dicte tout le reste", False),
        ("Elle avait les quatre premiers chiffres de mon IBAN et voulait tous les autres", False),
    ],
)
def test_it_tells_a_part_from_the_whole(text: str, partial: bool) -> None:
    request = asked(text, "call")["iban"].about
    assert isinstance(request, ItemRequest)
    assert request.partial is partial


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Mettez à jour votre RIB depuis votre compte ameli", True),
        ("Rendez-vous dans votre compte ameli pour vérifier vos coordonnées bancaires", True),
        ("Connectez-vous à votre espace client pour mettre à jour vos coordonnées bancaires", True),
        ("Mettez à jour votre moyen de paiement dans votre espace abonné", True),
        ("Please update your bank details in your online account", True),
        ("Mettez à jour votre RIB en répondant à ce message", False),
        ("Donnez votre mot de passe pour débloquer votre espace", False),
        ("Send your password to unlock your online account", False),
    ],
)
def test_it_tells_what_is_asked_in_the_account(text: str, inside: bool) -> None:
    assert all((manner == "account") is inside for manner in manners(text).values())


# ---- other languages and spellings


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Please send us your bank details", "iban"),
        ("We need your password to continue", "password"),
        ("Enter your card number below", "card"),
        ("Your social security number is required", "nir"),
        ("envoyer moi votre r i b", "iban"),
        ("Envoyez votre R.I.B", "iban"),
        ("env0yez v0tre RIB", "iban"),
        ("ENVOYEZ VOTRE ＲＩＢ", "iban"),
        ("envoyez votre RІB", "iban"),
        ("envo\u200byez votre R\u200bIB", "iban"),
        ("Comuniquez votre mot de pase", "password"),
        ("communiqez nous vos cordonées banquaires", "iban"),
        ("Envie os seus dados bancários", "iban"),
        ("Banka bilgilerinizi gönderin", "iban"),
        ("يرجى إرسال معلوماتك البنكية", "iban"),
        ("Envíe sus datos bancarios", "iban"),
    ],
)
def test_it_finds_an_ask_however_it_is_spelt(text: str, item: str) -> None:
    assert item in asked(text)


def test_it_gives_each_ask_once() -> None:
    found = shown("Veuillez nous transmettre votre RIB, il nous faut votre RIB", "ask")
    assert [e.value for e in found] == ["iban", "iban"]
    assert found[0].end <= found[1].start


@pytest.mark.parametrize(
    ("told", "item"),
    [
        ("Ils ont voulu le numéro de sécu des trois petits.", "nir"),
        ("Il désirait le grand numéro de la carte verte.", "nir"),
        ("Il lui fallait la ligne de la carte verte.", "nir"),
        ("Elle n'a voulu que mon numéro de sécu.", "nir"),
        ("Il fallait redire les références du compte.", "iban"),
        ("Elle a demandé le nom de la banque.", "iban"),
        ("Il voulait le bas d'un chèque.", "iban"),
        ("Il me réclamait le numéro de Visa.", "card"),
        ("Elle m'a dit de couper la carte en deux, sauf la puce.", "card"),
        ("Vous avez votre carte sous la main ?", "card"),
        ("C'est trente euros, à payer par carte au téléphone.", "card"),
        ("Je devais donner les 5 premiers chiffres du texto.", "code"),
        ("Il voulait que je lui dise ce qui s'affichait.", "code"),
        ("La machine vous envoie un chiffre, soufflez-le-moi.", "code"),
        ("Il m'a fait valider trois virements sur mon téléphone.", "code"),
        ("Il fallait glisser le doigt sur la notification de la banque.", "code"),
        ("Deux hommes passent demain, 90 euros en espèces.", "payment"),
        ("Il voulait 30 euros avec la carte.", "payment"),
    ],
)
def test_it_hears_what_a_caller_wanted_in_the_words_of_whoever_tells_it(told: str, item: str) -> None:
    assert item in asked(told, "call")


@pytest.mark.parametrize(
    "told",
    [
        "Il m'a demandé si j'allais bien.",
        "Il a voulu savoir où j'ai mal, je l'ai lu sur la boîte.",
        "La banque m'a dit de faire le numéro au dos de la carte.",
        "Viens avec la carte d'identité et 12 euros.",
        "J'ai validé ma commande et coupé le pain en deux.",
        "Sa carte d'adhérent est prête, trente euros par an.",
    ],
)
def test_it_hears_nothing_asked_where_nothing_was(told: str) -> None:
    assert {"nir", "iban", "card", "code"}.isdisjoint(asked(told, "call"))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Renvoyez votre RIB complet + votre date de naissance", {"iban", "personal"}),
        ("Renseignez le compte à créditer avant ce soir", {"iban"}),
        ("Envoyez une photo de la carte de retrait", {"card"}),
        ("Donnez-moi le numéro au dos de la carte verte", {"nir"}),
        ("Votre numéro de sécurité sociale, je vous prie", {"nir"}),
        ("Envoyez-moi la photo des passeports", {"identity_document"}),
        ("Envoyez votre âge par retour", {"personal"}),
    ],
)
def test_it_knows_things_by_what_they_are_for(text: str, items: set[str]) -> None:
    assert set(asked(text)) == items


def test_it_does_not_run_over_a_full_stop() -> None:
    assert "iban" not in asked("Envoyez des fleurs. Le RIB du club est au secrétariat.")


def test_it_finds_nothing_in_nothing() -> None:
    assert asked("") == {}
    assert shape("").letters == ""


def test_who_sends_a_code_in_order_to_have_it_back_asks_for_it() -> None:
    found = shown("Je vous envoie un code de déblocage, transmettez-le moi dans cette conversation.")
    assert [e.value for e in found if e.kind == "ask"] == ["code"]
    assert not [e for e in shown("Je vous envoie le code de la porte, à samedi.") if e.kind == "ask"]


@pytest.mark.parametrize(
    ("text", "item", "found"),
    [
        ("ta paire de lunettes est validée, on a pas ton rib. envoie-le par sms", "iban", True),
        ("Il lui fallait les numéros de la banque en entier.", "iban", True),
        ("All he wanted was the long number on my card.", "card", True),
        ("On a pas ton sac, il est resté chez mamie.", "iban", False),
        ("Le numéro de la banque est fermé le lundi.", "iban", False),
    ],
)
def test_what_people_call_it_is_asked_too(text: str, item: str, found: bool) -> None:
    assert (item in asked(text, "call")) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("le code ki vient d'arriver faut me le transferer", True),
        ("Il a bien reçu le chiffre de vérification. Pouvez-vous me le recopier ici ?", True),
        ("Téléchargez l'appli et dictez-nous les 9 chiffres affichés.", True),
        ("Votre code de connexion est 482913. Ne le donnez à personne.", False),
        ("Indiquez votre numéro SIREN, à 9 chiffres.", False),
    ],
)
def test_a_code_that_came_or_is_shown_is_asked_in_many_words(text: str, found: bool) -> None:
    assert ("code" in asked(text)) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Répondez avec les 27 caractères de votre compte.", True),
        ("Votre pseudonyme doit avoir au moins douze caractères.", False),
    ],
)
def test_an_account_is_known_by_its_length_too(text: str, found: bool) -> None:
    assert ("iban" in asked(text)) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Redites-moi votre numéro de sécurité sociale, que je compare.", True),
        ("On vous a redit notre numéro de téléphone hier.", False),
    ],
)
def test_to_have_something_said_again_is_to_ask_it(text: str, found: bool) -> None:
    assert ("nir" in asked(text)) is found
