"""One of several options."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import read_reply

MOMENT = ("matin", "après-midi", "soir")
MEANS = ("Appel téléphonique", "SMS", "E-mail")
PLACES = ("À la maison", "Au travail", "Dans les transports", "Autre")
ALL = (MOMENT, MEANS, PLACES)


def read(text, options=MOMENT):
    return read_reply("choice", text, datetime.fromisoformat("2021-03-05"), options).value


@given(st.sampled_from(ALL), st.data())
def test_a_label_a_number_or_a_letter_gives_the_option_as_it_was_given(options, data):
    index = data.draw(st.integers(0, len(options) - 1))
    label = options[index]
    for text in (
        label,
        label.upper(),
        str(index + 1),
        f"{index + 1}.",
        "ABCDEFGH"[index],
        f"option {index + 1}",
    ):
        assert read(text, options) == label


@given(st.sampled_from(ALL), st.integers(0, 50))
def test_a_number_outside_the_list_is_no_option(options, number):
    if not 1 <= number <= len(options):
        assert read(str(number), options) is None


@given(st.sampled_from(ALL), st.text(max_size=60))
def test_whatever_is_written_the_value_is_an_option_or_nothing(options, text):
    value = read(text, options)
    assert value is None or value in options


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        ("aprem", MOMENT, "après-midi"),
        ("apres midi svp", MOMENT, "après-midi"),
        ("soirr", MOMENT, "soir"),
        ("la deuxième", MOMENT, "après-midi"),
        ("le dernier", MOMENT, "soir"),
        ("pas le matin, le soir", MOMENT, "soir"),
        ("le matin non en fait le soir", MOMENT, "soir"),
        ("1 non 2", MOMENT, "après-midi"),
        ("2 pas 1", MOMENT, "après-midi"),
        ("le soir après 18h", MOMENT, "soir"),
        ("par tel", MEANS, "Appel téléphonique"),
        ("texto", MEANS, "SMS"),
        ("au travial", PLACES, "Au travail"),
        ("7", ("5", "7", "10"), "7"),
        ("2", ("5", "7", "10"), None),
        ("pcr", ("A. Test PCR", "B. Autotest"), "A. Test PCR"),
        ("b", ("A. Test PCR", "B. Autotest"), "B. Autotest"),
        ("ouais", ("Oui", "Non", "Je ne sais pas"), "Oui"),
        ("jsp", ("Oui", "Non", "Je ne sais pas"), "Je ne sais pas"),
        ("1", (), None),
    ],
)
def test_what_people_say_for_an_option(text, options, value):
    assert read(text, options) == value


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        ("C'est mon mari", ("conjoint", "enfant", "collègue"), "conjoint"),
        ("ma fille", ("Moi", "Mon enfant", "Mon conjoint"), "Mon enfant"),
        ("ma tante", ("Moi", "Mon enfant", "Mon conjoint"), None),
        ("chez moi", ("chez vous", "chez un proche", "à l'hôtel"), "chez vous"),
        ("mieux hier mais là c'est reparti, moins bien", ("mieux", "stable", "moins bien"), "moins bien"),
        ("mardi svp lundi j'ai ménage", ("lundi", "mardi", "jeudi"), "mardi"),
        (
            "pas le matin je dors, pas le soir non plus je pars à 19h",
            ("matin", "après-midi", "soir"),
            "après-midi",
        ),
        ("j'attends toujours le papier", ("oui", "non", "en attente"), "en attente"),
        ("chez ma mère si elle veut, sinon à l'hôtel", ("domicile", "famille", "hôtel"), None),
        ("l'hôtel si possible, la maison est trop petite", ("maison", "famille", "hôtel"), "hôtel"),
        ("mardi ou lundi", ("lundi", "mardi", "jeudi"), None),
        ("4 depuis longtemps", ("Salarié", "Indépendant", "Sans emploi", "Retraité"), "Retraité"),
        ("4 enfants", ("Salarié", "Indépendant", "Sans emploi", "Retraité"), None),
    ],
)
def test_kin_and_what_is_told_of_now_mean_an_option(text, options, value):
    assert read(text, options) == value


@pytest.mark.parametrize(
    "text", ["matin ou soir", "1 ou 2", "les deux", "peu importe", "pas le matin", "oui", "", "4", "D"]
)
def test_several_or_none_is_asked_again(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 seule", "Une dose"),
        ("j'ai fait les 2", "Deux doses"),
        ("deux", "Deux doses"),
        ("zéro", "Aucune dose"),
    ],
)
def test_a_number_is_that_of_a_label_where_labels_begin_with_numbers(text, value):
    assert read(text, ("Aucune dose", "Une dose", "Deux doses")) == value


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        ("elle redescend", ("En hausse", "Stable", "En baisse", "Pas de fièvre"), "En baisse"),
        ("ça grimpe", ("En hausse", "Stable", "En baisse", "Pas de fièvre"), "En hausse"),
        ("j'en ai plus", ("En hausse", "Stable", "En baisse", "Pas de fièvre"), "Pas de fièvre"),
        ("nickel", ("Mieux", "Pareil", "Moins bien"), "Mieux"),
        ("impeccable", ("Très satisfait", "Plutôt satisfait", "Pas satisfait"), "Très satisfait"),
        ("ça va", ("Très satisfait", "Plutôt satisfait", "Pas satisfait"), "Plutôt satisfait"),
        ("très déçue", ("Très satisfait", "Plutôt satisfait", "Pas satisfait"), "Pas satisfait"),
        ("très bien", ("Très satisfait", "Plutôt satisfait", "Pas satisfait"), "Très satisfait"),
        ("pas content du tout", ("Très satisfait", "Plutôt satisfait", "Pas satisfait"), "Pas satisfait"),
        ("4 fois", ("jamais", "une fois par jour", "plusieurs fois par jour"), "plusieurs fois par jour"),
        (
            "matin et soir",
            ("jamais", "une fois par jour", "plusieurs fois par jour"),
            "plusieurs fois par jour",
        ),
        ("le matin", ("jamais", "une fois par jour", "plusieurs fois par jour"), "une fois par jour"),
        ("les restos du coeur", ("Famille", "Voisin", "Association", "Personne"), "Association"),
        ("je bosse", ("En emploi", "Étudiant", "Retraité", "Sans emploi"), "En emploi"),
        ("au chômage", ("En emploi", "Étudiant", "Retraité", "Sans emploi"), "Sans emploi"),
        ("en télétravail", ("sur site", "à domicile", "je ne travaille pas"), "à domicile"),
        ("en retraite", ("sur site", "à domicile", "je ne travaille pas"), "je ne travaille pas"),
        ("pour la boîte", ("pour vous", "pour votre enfant", "pour votre employeur"), "pour votre employeur"),
        ("dans ma chambre", ("Chez moi", "Chez un proche", "À l'hôtel"), "Chez moi"),
        ("comme un bébé", ("bien", "mal"), "bien"),
        ("pas fermé l'oeil", ("bien", "mal"), "mal"),
    ],
)
def test_what_people_say_of_work_sleep_fever_and_how_often_means_an_option(text, options, value):
    assert read(text, options) == value


def test_a_text_message_that_is_enough_stops_nothing():
    reading = read_reply(
        "choice", "un texto ça suffit", datetime.fromisoformat("2021-03-05"), ("SMS", "appel")
    )
    assert (reading.value, reading.signals) == ("SMS", ())
    assert read_reply("yes_no", "maintenant ça suffit", datetime.fromisoformat("2021-03-05")).signals == (
        "stop",
    )


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        ("à 9h", ("9 h", "14 h", "18 h"), "9 h"),
        ("7j", ("3 jours", "7 jours", "10 jours"), "7 jours"),
        ("1m50", ("moins d'un mètre", "1 à 2 mètres", "plus de 2 mètres"), "1 à 2 mètres"),
        ("50 cm", ("moins d'un mètre", "1 à 2 mètres", "plus de 2 mètres"), "moins d'un mètre"),
        ("38.4", ("moins de 38", "38 à 39", "plus de 39"), "38 à 39"),
        ("matin", ("1 matin", "2 soir"), "1 matin"),
        ("2", ("1 matin", "2 soir"), "2 soir"),
        ("le facteur", ("famille", "collègue", "ami", "autre"), "autre"),
        ("ma belle-soeur", ("famille", "collègue", "ami", "autre"), "famille"),
        ("sans enfant", ("conjoint", "famille", "personne"), None),
        ("moi", ("vous", "votre conjoint", "un enfant"), "vous"),
        ("pas la grande forme", ("bien", "moyen", "mal"), None),
    ],
)
def test_a_number_is_read_in_the_unit_of_its_label_and_a_trade_is_no_family(text, options, value):
    assert read(text, options) == value
