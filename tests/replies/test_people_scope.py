"""Who is meant as a contact: what is left over is no name, and whoever is excluded or misspelt is none either."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.dictated_numbers import find_given_phones


def people(text):
    value = read_reply("people", text, datetime.fromisoformat("2021-03-05")).value
    return None if value is None else [(p.name, p.number[-4:] if p.number else None) for p in value]


@pytest.mark.parametrize(
    "text",
    [
        "sa langue est énorme",
        "c'est mon patron qui m'a dit de répondre",
        "Ouvrez la porte de derrière",
        "OK pour moi",
        "l'Assurance maladie a déjà la liste",
    ],
)
def test_what_is_left_over_is_nobody(text):
    assert people(text) is None


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Covoiturage avec Basile et Dounia", [("Basile", None), ("Dounia", None)]),
        ("Zéphyr 0639981201. Par contre Ysé non, elle était absente", [("Zéphyr", "1201")]),
        ("pas de Kilian, notez Maud 0639981202", [("Maud", "1202")]),
        ("Ni ma tante ni mon oncle ne sont venus. Juste Prosper 0639981203", [("Prosper", "1203")]),
        ("Agathe, Loris, Maxence. Loris a annulé", [("Agathe", None), ("Maxence", None)]),
        ("toute la bande sauf Elvire, donc Nino et Paco", [("Nino", None), ("Paco", None)]),
        ("Nina et Rose, même numéro 0639981204", [("Nina", "1204"), ("Rose", "1204")]),
        ("hier j'ai noté Mathias, c'est Matthias avec deux t 0639981205", [("Matthias", "1205")]),
        ("ajoutez Solal 0639981206 et oubliez Ruben", [("Solal", "1206")]),
        ("Wendy 06 39 98 12 07 (pas 0639981299 c'est l'ancien)", [("Wendy", "1207")]),
        ("ah oui j'ai oublié Gildas 0639981208", [("Gildas", "1208")]),
        ("Tom 0639981209 et Mamie 01 99 00 12 10", [("Tom", "1209"), ("Mamie", "1210")]),
        (
            "Tom 0639981211, mon frère Karim 0639981212, maman 0639981213",
            [("Tom", "1211"), ("Karim", "1212"), ("maman", "1213")],
        ),
        ("Timéo, sa maman 0639981214", [("Timéo", "1214")]),
    ],
)
def test_who_is_excluded_is_no_contact(text, listed):
    assert people(text) == listed


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        # Words in small letters before a name in capitals are none of it, in whatever language.
        ("solo mi vecina Carmen 0639981209", [("Carmen", "1209")]),
        ("am fost cu colega mea Ilinca 0639981210", [("Ilinca", "1210")]),
        ("l'adjudant Lebrun 0639981211", [("Lebrun", "1211")]),
        ("Only saw Raj 0639981212. sorry typo 0639981213", [("Raj", "1213")]),
        # A couple under one family name has one telephone at home, and two mobiles.
        ("Hervé et Brigitte Maillard, 04 65 71 12 14", [("Hervé", "1214"), ("Brigitte Maillard", "1214")]),
        ("Hervé et Brigitte Maillard, 06 39 98 12 15", [("Hervé", None), ("Brigitte Maillard", "1215")]),
        ("Hervé, et Brigitte Maillard 04 65 71 12 16", [("Hervé", None), ("Brigitte Maillard", "1216")]),
        # What joins a name stays.
        ("el Mehdi Benali 0639981217", [("el Mehdi Benali", "1217")]),
    ],
)
def test_a_name_has_no_words_of_others_and_a_couple_one_telephone(text, listed):
    assert people(text) == listed


@pytest.mark.parametrize(
    "text", ["Agnès avec masque, donc personne finalement", "je dors seul", "moi tout seul"]
)
def test_nobody_is_an_answer(text):
    assert people(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("zéro six trente-neuf quatre-vingt-dix-huit douze treize", "+33639981213"),
        ("zero six, trois neuf, neuf huit, un deux, un quatre", "+33639981214"),
        ("06 trente neuf 98 douze quinze", "+33639981215"),
        ("oh six three nine nine eight one two one six", "+33639981216"),
        ("063998 12 puis 17", "+33639981217"),
    ],
)
def test_a_number_may_be_said_in_words(text, number):
    (phone,) = find_given_phones(f"Léa {text} voilà")
    assert phone.number == number
    assert f"Léa {text} voilà"[phone.start : phone.end] == text


@pytest.mark.parametrize(
    "text", ["deux ou trois", "le vingt et un mars", "on est six", "zéro", "2 fois par an"]
)
def test_words_that_count_are_no_number(text):
    assert find_given_phones(text) == ()


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Mireille, Odette, pas la Suzanne", [("Mireille", None), ("Odette", None)]),
        ("Mireille, Odette pas là, Tom", [("Mireille", None), ("Tom", None)]),
        ("y avait Lina mais elle s'est barrée. Theo 0639981209", [("Theo", "1209")]),
        ("le grand Moussa 0639981210, pas le petit Moussa", [("Moussa", "1210")]),
        ("Nora 0639981211 et Marc, même numéro que... non", [("Nora", "1211"), ("Marc", None)]),
        ("Nora 0639981211 et Marc, pas le même numéro", [("Nora", "1211"), ("Marc", None)]),
        ("Nora 0639981211 et Marc, même numéro", [("Nora", "1211"), ("Marc", "1211")]),
        ("Lucie 0639981234. non pardon Lucie c'est 0639981235", [("Lucie", "1235")]),
        ("Camille 0639981234 et Camille 0639981235", [("Camille", "1234"), ("Camille", "1235")]),
        ("Lucie 0639981234 euh non 0639981235", [("Lucie", "1235")]),
        ("Lucie 0639981234 et aussi 0639981235", [("Lucie", "1234")]),
        ("Tom à la place de Léa 0639981234", [("Tom", "1234")]),
        ("plutôt Léa que Tom", [("Léa", None)]),
        ("remplacez Léa par Tom 0639981234", [("Tom", "1234")]),
        ("ma mère ne vit plus avec nous, juste Tom", [("Tom", None)]),
        ("ma mère vit avec nous, juste Tom aussi", [("mère", None), ("Tom", None)]),
        ("Tom, mais il dort chez sa mère", [("Tom", None)]),
        ("Tom, et on a mangé chez ma mère", [("Tom", None), ("mère", None)]),
        ("ma tante m'a ramenée", [("tante", None)]),
        ("ma tante et rené", [("tante", None), ("rené", None)]),
        ("Hasab pardon HASAN yildiz 0639981212", [("HASAN yildiz", "1212")]),
        ("Tom 0639981234 et Léa mais elle est restée dans la voiture", [("Tom", "1234")]),
        ("Tom 0639981234 et Léa, on est restés dans la voiture", [("Tom", "1234"), ("Léa", None)]),
        ("avec Tom et Léa mais Tom était en stage donc juste Léa", [("Léa", None)]),
        ("Mme Anne Roussel 0639981234", [("Anne Roussel", "1234")]),
        ("Mme Roussel 0639981234", [("Mme Roussel", "1234")]),
        ("ya ma mère et Tom", [("mère", None), ("Tom", None)]),
        ("Noé 0639981213, Zoé pareil", [("Noé", "1213"), ("Zoé", "1213")]),
    ],
)
def test_a_word_is_read_as_far_as_it_reaches(text, listed):
    assert people(text) == listed


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("mon père mon frère Yanis et ma soeur Lina", [("père", None), ("Yanis", None), ("Lina", None)]),
        ("ma tante Josette ma mère et tonton Raoul", [("Josette", None), ("mère", None), ("Raoul", None)]),
        ("mon mari et mes deux filles Ana et Zoé", [("mari", None), ("Ana", None), ("Zoé", None)]),
        ("mon fils, sa copine Clara", [("fils", None), ("Clara", None)]),
        ("ma belle-mère Denise et mon beau-frère", [("Denise", None), ("beau-frère", None)]),
        ("Nathan c'est mon fils et Agathe 0639981253", [("Nathan", None), ("Agathe", "1253")]),
        ("mon homme", [("homme", None)]),
        ("avec ma sœur et son mec", [("sœur", None), ("mec", None)]),
        ("l'homme de ménage", None),
        ("mon neveu (Bastien) et sa femme (Laure)", [("Bastien", None), ("Laure", None)]),
        ("M. et Mme Wolff du 3e", [("M. Wolff", None), ("Mme Wolff", None)]),
        ("Mr et Mme Wolff 01 99 00 34 56", [("Mr Wolff", "3456"), ("Mme Wolff", "3456")]),
        ("M. et Mme Wolff 06 39 98 34 56", None),
        ("M. Wolff et Mme Petit", [("M. Wolff", None), ("Mme Petit", None)]),
        ("mon beau-père qui m'a gonflée, et Claudette", [("beau-père", None), ("Claudette", None)]),
        ("Noémie Manu et Laetitia S", [("Noémie", None), ("Manu", None), ("Laetitia S", None)]),
        ("Julie B et Julie M", [("Julie B", None), ("Julie M", None)]),
        ("mon voisin Aimé conduit d'habitude mais là c'était sa fille Odette", [("Odette", None)]),
        ("ma compagne et ses filles Inès et Lina, son tel 0639983655", None),
        ("perssonne", []),
        ("dégun", []),
        ("seulement mon chat", []),
        ("seule dans mon bureau", []),
    ],
)
def test_kin_listed_beside_others_stand_for_themselves(text, listed):
    assert people(text) == listed


def test_whoever_is_left_out_where_others_are_asked_for_is_known_already():
    text, on = "à part Nassim que vous avez déjà, je vois pas", datetime.fromisoformat("2021-03-05")
    assert read_reply("people", text, on, question="Qui d'autre faut-il prévenir ?").value == ()
    assert [
        p.name
        for p in read_reply("people", "à part Nassim, personne", on, question="Qui avez-vous vu ?").value
    ] == ["Nassim"]
