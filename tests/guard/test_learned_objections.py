"""What reads like an ask that is not declared does not leave; what a text may ask, tell or refuse does."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.guard import learned_objections
from tocsin.guard.draft_sentences import split_sentences
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.sentence_features import leads_elsewhere, list_sentence_features

from .telling import kinds, ruling, said

DECLARED = (
    "Répondez OUI ou NON.",
    "Qui avez-vous vu depuis le {since} ? Envoyez les noms et les numéros.",
    "Quel jour avez-vous croisé vos voisins ? Une date suffit.",
    "Avez-vous besoin d'aide pour vos courses ? OUI ou NON.",
    "Une question ? Appelez le 3646.",
    "Merci de rester chez vous et de porter un masque.",
    "Il suffit d'appeler le 3646.",
    "Vous pouvez arrêter ces SMS en répondant STOP.",
    "Lisez les consignes sur ameli.fr.",
    "N'oubliez pas votre masque.",
    "Pouvez-vous nous donner le numéro de téléphone de vos contacts ?",
)
STATED = (
    "Le test est gratuit.",
    "Nous ne demandons jamais votre carte bancaire, votre mot de passe ni le numéro de votre compte.",
    "Rien à payer, rien à nous envoyer.",
    "Un conseiller vous appellera demain.",
    "Puis-je sortir le chien ? Oui, dix minutes.",
    "Merci de votre patience.",
    "La mairie livre des repas aux personnes isolées.",
)
HIDDEN = (
    "Le café avait-il encore une odeur ?",
    "Attendez-vous un enfant ?",
    "Notez de 1 à 5 votre forme.",
    "Votre numéro au dos ?",
    "Le long numéro sous votre nom.",
    "Merci de nous recopier la ligne du bas.",
    "Pourriez-vous nous souffler la formule qui ouvre votre espace ?",
    "Il vous suffit de nous glisser les caractères imprimés.",
    "Vous êtes invité à nous confier votre talisman.",
    "Nous attendons vos trois dernières gélules.",
    "Une petite contribution au livreur.",
    "Il nous manque la rangée du milieu.",
    "Si vous voulez être crédité, épelez la ligne.",
    "La rangée du milieu doit nous être indiquée.",
    "N'hésitez pas à nous décrire vos nuits.",
    "Ne partez pas sans nous laisser votre gravure.",
    "Nous ne demandons jamais votre carte, juste les chiffres au dos.",
    "Rien à envoyer, sauf la suite imprimée.",
    "Murmurez la rangée du milieu.",
    "Répondez MIAM.",
    "Prenez en photo la page d'accueil.",
    "En répondant GARDER, vous conservez la place.",
    "Donne la rangée du milieu.",
)
HIDDEN_ENGLISH = (
    "Did lemon still taste of lemon?",
    "Is a little one on the way?",
    "Text back the long row under your name.",
    "Would you mind typing the row?",
    "We are waiting for your row.",
    "Lend us the magic word.",
    "Just the row, please.",
    "We would love to read your row.",
    "Thank you for sending us the row.",
    "Murmur the row to us.",
    "Do not hesitate to describe your nights to us.",
)


@pytest.mark.parametrize("text", [*DECLARED, *STATED])
def test_what_is_declared_or_only_stated_leaves(text):
    assert "undeclared_ask" not in kinds(said(text, flow="case"))


@pytest.mark.parametrize("text", HIDDEN)
def test_an_ask_in_words_that_nobody_listed_does_not_leave(text):
    assert said(text, flow="case").result == "block"


@pytest.mark.parametrize("text", HIDDEN_ENGLISH)
def test_nor_does_one_in_english(text):
    assert said(text, flow="case", lang="en").result == "block"


@pytest.mark.parametrize("text", ["Your test is positive.", "Your test of {date} was positive."])
def test_the_readers_own_result_lets_guess_nobody(text):
    assert said(text, flow="case", lang="en").result == "pass"
    assert said(text.replace("Your", "Your neighbour's"), flow="case", lang="en").result == "block"


def features(text: str) -> set[str]:
    """What counts of the first sentence of a text."""
    return list_sentence_features(split_sentences(DraftTemplate(text).filled_with_kinds), 0)


def test_a_number_to_ring_counts_for_nothing_as_a_rule_judges_it():
    assert any(map(leads_elsewhere, features("Appelez le 01 99 00 12 34.")))
    assert any(map(leads_elsewhere, features("Voir consignes.example.")))
    assert not any(
        map(leads_elsewhere, features("Appelez le 3646, ou lisez ameli.fr, le 14/03/2021 à 8h30."))
    )
    assert "#line" in features("Appelez le 0 809 401 401.")


@pytest.mark.parametrize(
    "text",
    [
        "Pas de voiture ? Répondez TRANSPORT, un agent vous aidera à aller au test.",
        "Trop serrés à la maison ? Répondez LOGEMENT.",
    ],
)
def test_getting_there_and_lodging_may_be_asked_for(text):
    assert said(text, flow="case").result == "pass"


def test_an_order_to_rest_wants_nothing():
    rest = features("Attendez demain, puis reposez-vous.")
    assert {".gestures", "/self"} <= rest
    assert ".wants" not in rest
    assert ".wants" in features("Nous attendons votre réponse.")


def test_the_sentence_is_quoted_whole_with_what_it_seems_to_ask():
    found = said("Le test est gratuit. Le café avait-il encore une odeur ? Appelez le 3646.", flow="case")
    (reason,) = found.reasons
    assert (reason.kind, reason.quote) == ("undeclared_ask", "Le café avait-il encore une odeur")
    assert "l'état de la personne" in reason.text


def test_the_reason_says_which_clause_answers_and_what_to_write_instead():
    (reason,) = said("Le café avait-il encore une odeur ?", flow="case").reasons
    assert reason.clause.startswith("ask")
    assert reason.source
    assert "appelez votre médecin" in reason.text


def test_an_answer_in_one_word_is_judged_by_what_it_answers():
    assert (
        said("Pas disponible maintenant ? Envoyez ATTENDRE, nous reviendrons demain.", flow="case").result
        == "pass"
    )
    assert (
        said("Une montre vous est offerte. Envoyez ATTENDRE et elle est à vous.", flow="case").result
        == "block"
    )


@pytest.mark.parametrize(
    ("text", "tells_how", "lists"),
    [
        ("Répondez OUI.", True, False),
        ("Reply YES or NO.", True, False),
        ("Répondez par oui.", False, False),
        ("Répondez MIAM.", False, False),
        ("Répondez 1 pour le matin, 2 pour l'après-midi.", True, False),
        ("Reply 1 for the evening or 2 for noon.", True, False),
        ("Répondez 1 pour la pilule du matin.", False, False),
        ("Répondez 4031 le matin.", False, False),
        ("Pour vos parents, votre boulanger, vos élèves.", False, True),
        ("For your mother, your neighbours.", False, True),
        ("Pour votre boulanger.", False, False),
        ("Pour votre boulanger, répondez OUI.", False, False),
        ("Votre boulanger, votre facteur.", False, False),
    ],
)
def test_a_sentence_that_only_says_how_to_answer_or_for_whom_is_known(text, tells_how, lists):
    [sentence] = split_sentences(DraftTemplate(text).filled_with_kinds)
    assert (sentence.only_tells_how_to_answer, sentence.only_lists_for_whom) == (tells_how, lists)


def test_what_came_and_was_deleted_is_not_asked():
    assert said("We know you sent us a picture. It has been erased.").result == "pass"
    assert said("We would like you to send us a picture. It is kept.").result == "block"


def test_for_whom_one_stays_at_home_is_no_hint():
    assert said("Pour vos parents, vos voisins, votre boulanger.").result == "pass"


def test_words_that_no_permitted_text_has_are_told():
    (reason,) = said("Accordez ce grimoire au farfadet.", flow="case").reasons
    assert "grimoire, farfadet" in reason.text


def test_a_sentence_of_which_it_is_known_what_it_asks_is_held_back_for_that():
    assert kinds(said("Envoyez votre RIB.", flow="case")) == ["asks_bank_details"]


def test_a_thing_may_be_asked_where_another_may_not_in_the_same_words():
    assert said("Il nous manque le numéro de téléphone d'un de vos contacts.", flow="case").result == "pass"
    assert said("Il nous manque la couleur de votre voiture.", flow="case").result == "block"


def test_a_secret_may_be_named_where_it_is_refused():
    assert said("Inutile de nous envoyer votre RIB.", flow="case").result == "pass"
    assert said("Il serait utile de nous envoyer votre RIB.", flow="case").result == "block"


@pytest.mark.parametrize(
    "text",
    [
        "Pour ne pas vous déranger, un cliché recto verso de votre passeport ferait l'affaire.",
        "Pas de panique, c'est un simple contrôle : les trois chiffres au dos de votre carte.",
        "So that you need not spell it, kindly text us the row of digits on your green card.",
    ],
)
def test_what_a_sentence_refuses_first_is_not_what_it_asks_then(text):
    assert said(text, flow="case").result == "block"


@pytest.mark.parametrize(
    "text",
    [
        "Nous ne demandons jamais de code, carte bancaire, mot de passe ou RIB.",
        "We never ask for a password, bank details or medical information.",
    ],
)
def test_a_list_of_what_is_refused_is_refused_to_its_end(text):
    assert said(text, flow="case").result == "pass"


@pytest.mark.parametrize(
    ("refused", "asked"),
    [
        ("Votre mot de passe, ne le donnez à personne.", "Votre mot de passe, ne le donnez qu'à nous."),
        ("Des inconnus réclament un RIB.", "Notre collègue réclame un RIB."),
        ("Gardez vos codes pour vous.", "Gardez vos codes à portée, je les noterai."),
        ("Tapez ameli.fr dans votre navigateur.", "Tapez ici ce qui ouvre votre espace."),
    ],
)
def test_what_is_refused_leaves_and_what_is_asked_in_like_words_does_not(refused, asked):
    assert said(refused, flow="case").result == "pass"
    assert said(asked, flow="case").result == "block"


def test_a_link_elsewhere_is_told_once():
    assert kinds(said("Les consignes sont sur https://consignes.example.", flow="case")) == [
        "link_not_official"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "An adviser will ring you tomorrow. They will not ask for money, codes or bank details.",
        "Nos agents n'ont besoin ni de votre RIB, ni de vos identifiants.",
    ],
)
def test_a_secret_that_is_refused_may_be_named_for_the_public_check_too(text):
    assert said(text, flow="case").result == "pass"


def test_a_face_ends_a_sentence():
    (reason,) = said("Pas de panique :-) Donnez la rangée du milieu.", flow="case").reasons
    assert reason.quote == "Donnez la rangée du milieu"


@given(
    st.lists(st.sampled_from([*DECLARED, *STATED]), max_size=3),
    st.sampled_from(HIDDEN),
)
def test_a_forbidden_ask_is_found_after_whatever_may_be_said(allowed, hidden):
    assert said(" ".join([*allowed, hidden]), flow="case").result == "block"


def test_the_names_that_are_put_in_are_no_asks():
    wording = (
        "Assurance Maladie : il manque un numéro pour {who}. Répondez par le nom et le numéro. Réf. {code}"
    )
    text = wording.replace("{who}", "rose banque")
    assert ruling(text, flow="case").result == "block"
    assert ruling(text, flow="case", template=wording).result == "pass"


def test_the_template_of_a_text_is_read_for_what_it_asks():
    wording = "Assurance Maladie : le café avait-il encore une odeur ? Réf. {code}"
    (reason,) = ruling("Assurance Maladie : bonjour. Réf. {code}", flow="case", template=wording).reasons
    assert (reason.kind, reason.span) == ("undeclared_ask", None)
    assert "encore une odeur" in reason.text


SURE = SimpleNamespace(
    header=SimpleNamespace(thresholds={"calm": 1.0}), measure_features=lambda features: 0.0
)
"""A classifier for which every sentence is sure to be fine."""


def test_a_sentence_that_excepts_us_is_never_sure(monkeypatch):
    monkeypatch.setattr(learned_objections, "load_classifier", lambda name: SURE)
    text = "Restez chez vous. Ne donnez votre code à personne, sauf à notre agent. Aérez ?"
    draft = learned_objections.DraftSentences(DraftTemplate(text))
    spans = learned_objections.list_calm_spans(draft)
    assert [text[start:end] for start, end in spans] == ["Restez chez vous. ", "Aérez ?"]


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Vous vous demandez qui vous a cité ?", True),
        ("You might wonder who gave us your number.", True),
        ("Votre test du {date} est positif.", True),
        ("Vous vous demandez qui était malade au mariage ?", False),
        ("Vous aimeriez savoir qui ? Votre voisin.", True),
        ("Vous aimeriez savoir lequel de vos voisins c'est, et qui d'autre ?", False),
        ("Si vous tenez à savoir qui, répondez OUI pour des indices.", False),
    ],
)
def test_the_wish_to_know_who_it_was_is_no_hint(text, nobody):
    sentences = split_sentences(DraftTemplate(text).filled_with_kinds)
    assert learned_objections.speaks_of_nobody(list_sentence_features(sentences, 0)) is nobody
