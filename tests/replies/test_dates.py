"""Days, as people say them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tocsin.conversation.reading import read_reply

FRIDAY = datetime.fromisoformat("2021-03-05T10:30")
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
MOMENTS = st.datetimes(datetime.fromisoformat("2020-05-01"), datetime.fromisoformat("2023-02-28"))


def read(text, on=FRIDAY):
    return read_reply("date", text, on).value


@given(MOMENTS, st.integers(0, 6))
def test_a_weekday_is_the_last_one_before_today(on, weekday):
    day = date.fromisoformat(read(DAYS[weekday], on))
    assert day.weekday() == weekday
    assert 1 <= (on.date() - day).days <= 7


@given(MOMENTS, st.integers(0, 6))
def test_next_weekday_only_when_it_is_said(on, weekday):
    day = date.fromisoformat(read(f"{DAYS[weekday]} prochain", on))
    assert day.weekday() == weekday
    assert 1 <= (day - on.date()).days <= 7


@given(MOMENTS, st.integers(1, 28))
def test_a_day_of_the_month_is_the_most_recent(on, number):
    day = date.fromisoformat(read(f"le {number}", on))
    assert day.day == number
    assert 0 <= (on.date() - day).days <= 31


@pytest.mark.parametrize(
    ("text", "on", "day"),
    [
        ("le 3", "2021-03-03", "2021-03-03"),
        ("le 3", "2021-03-02", "2021-02-03"),
        ("le 3", "2021-03-04", "2021-03-03"),
        ("le 1er", "2021-03-01", "2021-03-01"),
        ("le 1er", "2021-02-28", "2021-02-01"),
        ("le 31", "2021-03-31", "2021-03-31"),
        ("le 31", "2021-03-30", "2021-01-31"),
        ("le 29", "2024-02-29", "2024-02-29"),
        ("le 29", "2021-03-01", "2021-01-29"),
        ("le 31", "2021-01-30", "2020-12-31"),
        ("le 3 mars", "2021-03-03", "2021-03-03"),
        ("03/03", "2021-03-03", "2021-03-03"),
        ("3 avril", "2021-03-03", "2021-04-03"),
        ("4 avril", "2021-03-03", "2020-04-04"),
        ("le 1er janvier", "2021-01-01", "2021-01-01"),
        ("31 décembre", "2021-01-01", "2020-12-31"),
        ("mercredi", "2021-03-03", "2021-02-24"),
        ("mercredi", "2021-03-04", "2021-03-03"),
        ("mercredi prochain", "2021-03-03", "2021-03-10"),
    ],
)
def test_a_day_said_on_that_day_or_the_day_before_or_after_it(text, on, day):
    for hour in ("00:00", "23:59"):
        assert read(text, datetime.fromisoformat(f"{on}T{hour}")) == day


@given(MOMENTS, st.integers(0, 250), st.integers(0, 7))
def test_every_way_to_write_a_past_day_gives_it_back(on, back, way):
    day = on.date() - timedelta(days=back)
    number = "1er" if day.day == 1 else str(day.day)
    ways = [
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}/{day.month}/{day.year % 100:02}",
        f"{day.day:02}/{day.month:02}",
        f"le {number} {MONTHS[day.month - 1]}",
        f"{DAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}",
        f"c'était le {day.day:02}.{day.month:02}.{day.year} vers 18h",
        day.isoformat(),
        f"{number} {MONTHS[day.month - 1].upper()} au soir",
    ]
    assert read(ways[way], on) == day.isoformat()


@example(datetime(2020, 5, 1), 40)  # noqa: DTZ001  "40" beside a cry is a fever
@given(MOMENTS, st.integers(2, 60))
def test_days_ago(on, count):
    expected = (on.date() - timedelta(days=count)).isoformat()
    for text in (f"il y a {count} jours", f"ya {count}j", f"ça fait {count} jours", f"{count} days ago"):
        assert read(text, on) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hier soir", "2021-03-04"),
        ("avant-hier", "2021-03-03"),
        ("aujourd’hui", "2021-03-05"),
        ("ce matin", "2021-03-05"),
        ("il y a 48h", "2021-03-03"),
        ("demain", "2021-03-06"),
        ("mercredi 3", "2021-03-03"),
        ("le 27 du mois dernier", "2021-02-27"),
        ("lundi de la semaine dernière", "2021-02-22"),
        ("mradi", "2021-03-02"),
        ("12/03", "2021-03-12"),
        ("last night", "2021-03-04"),
        ("vendr", "2021-02-26"),
        ("050321", "2021-03-05"),
        ("cela fait aujourd'hui cinq jours", "2021-02-28"),
        ("ça fait une semaine pile aujourd'hui", "2021-02-26"),
        ("dans la nuit du 2 au 3, vers 4h donc le 3", "2021-03-03"),
        ("dans la nuit du 2 au 3", None),
        ("le samedi d'avant, pas celui-ci", "2021-02-20"),
        ("dimanche, pas celui là, celui d'avant", "2021-02-21"),
        ("pas ce dimanche, celui d'avant", "2021-02-21"),
        ("ça fera une semaine demain", "2021-02-27"),
        ("pas lundi, le lendemain", "2021-03-02"),
        ("pas lundi ni mardi, le lendemain", None),
    ],
)
def test_other_days(text, day):
    assert read(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("non en fait jeudi", "2021-03-04"),
        ("mardi, non jeudi", "2021-03-04"),
        ("mardi ou plutôt mercredi", "2021-03-03"),
        ("pas mardi, mercredi", "2021-03-03"),
        ("samedi, pas dimanche", "2021-02-27"),
    ],
)
def test_a_correction_replaces_the_day(text, day):
    assert read(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "la semaine dernière",
        "le week-end dernier",
        "mardi ou mercredi",
        "le 3 ou le 4",
        "le 2 ou 3",
        "début mars",
        "vers le 3",
        "il y a quelques jours",
        "31/02",
        "29/02/2021",
        "lundi 3 mars",
        "pas mardi",
        "du 1 au 3 mars",
        "je sais plus",
        "oui",
        "?",
        "06 39 98 03 03",
        "12h30",
        "avant lundi",
        "il y a une dizaine de jours",
    ],
)
def test_what_is_no_single_day_is_asked_again(text):
    assert read(text) is None


def test_the_turn_of_the_year():
    assert read("31 décembre", datetime.fromisoformat("2022-01-03")) == "2021-12-31"
    assert read("hier", datetime.fromisoformat("2022-01-01T00:05")) == "2021-12-31"
    assert read("le 28", datetime.fromisoformat("2022-01-03")) == "2021-12-28"
    assert read("29 février", datetime.fromisoformat("2021-03-05")) == "2020-02-29"


def test_a_weekday_that_does_not_fit_its_date_is_not_believed():
    assert read("mercredi 3 mars") == "2021-03-03"
    assert read("mardi 3 mars") is None


def test_the_day_beside_an_event_is_none_of_the_day_of_the_event():
    assert read("le lendemain de mon partiel de jeudi", datetime.fromisoformat("2021-03-18")) == "2021-03-12"
    assert read("mon partiel de jeudi", datetime.fromisoformat("2021-03-18")) == "2021-03-11"
    assert read("samedi, mais c'était la cuite de la veille") is None


def test_a_test_that_was_made_has_no_day_to_come():
    on = datetime.fromisoformat("2021-03-18")
    assert read_reply("date", "demain 10h", on, question="Date du test ?").value is None
    assert read_reply("date", "demain 10h", on, question="Date de votre second test ?").value == "2021-03-19"


@pytest.mark.parametrize(
    ("text", "on", "question", "day"),
    [
        ("lundi, pas celui-ci, l'autre", "2021-05-07", "Jour du test ?", "2021-04-26"),
        (
            "mardi mais pas celui d'hier celui d'avant",
            "2021-02-10",
            "Quel jour avez-vous fait le test ?",
            "2021-02-02",
        ),
        ("le 3 mais pas ce mois ci celui d'avant", "2021-03-08", "Début des symptômes ?", "2021-02-03"),
        (
            "not this Sunday, we skipped it, the one before",
            "2021-11-23",
            "When did you see her?",
            "2021-11-14",
        ),
        (
            "pas ce week-end mais le samedi d'avant",
            "2022-01-17",
            "Premier jour des symptômes ?",
            "2022-01-08",
        ),
        ("mardi donc, enfin celui de la semaine dernière", "2021-03-18", "Jour du test ?", "2021-03-09"),
        (
            "le 10 c'était négatif c'est celui du 13 qui est positif",
            "2021-12-16",
            "Date du test positif ?",
            "2021-12-13",
        ),
        ("entrée le 3 sortie le neuf", "2021-06-14", "Date de sortie de l'hôpital ?", "2021-06-09"),
        ("un le 21 négatif et le bon le 27", "2021-04-30", "Date de votre test ?", "2021-04-27"),
        (
            "mercredi et aussi jeudi mais la dernière fois c'est jeudi",
            "2021-04-23",
            "Dernier contact ?",
            "2021-04-22",
        ),
        ("31 décembre au réveillon", "2022-01-04", "Quand l'avez-vous vu ?", "2021-12-31"),
        ("Noël ou le 26", "2022-01-04", "Quand l'avez-vous vu ?", None),
        ("dans 2 jours ça fera une semaine", "2021-03-17", "Début de la fièvre ?", "2021-03-12"),
        ("sept mars mil neuf cent quarante-trois", "2021-11-10", "Votre date de naissance ?", "1943-03-07"),
        ("tues no sorry weds", "2021-07-15", "What day did you see them?", "2021-07-14"),
        ("merci bonne journée", "2021-07-15", "Date du test ?", None),
        ("le 10 et le 13", "2021-12-16", "Date du test ?", None),
        ("the Friday before last", "2021-03-01", "When was your test?", "2021-02-19"),
        ("pas hier mais le jour d'avant", "2021-03-16", "Début des symptômes ?", "2021-03-14"),
        ("je me souviens plus trop, plutôt le 22", "2021-04-25", "Début de la fièvre ?", "2021-04-22"),
        ("le 22, enfin je me souviens plus trop", "2021-04-25", "Début de la fièvre ?", None),
    ],
)
def test_of_days_told_beside_one_another_the_one_meant(text, on, question, day):
    assert read_reply("date", text, datetime.fromisoformat(on + "T10:30"), question=question).value == day


@pytest.mark.parametrize(
    ("text", "question", "day"),
    [
        ("trois semaines aujourd'hui", "Début de la toux ?", "2021-04-16"),
        ("ça remonte à 4 jours", "Début de la toux ?", "2021-05-03"),
        ("une semaine pile", "Quand la toux a-t-elle commencé ?", "2021-04-30"),
        ("samedi, la veille de mon test", "Début de la toux ?", "2021-05-01"),
        ("le lendemain du loto, le loto c'était dimanche", "Début de la toux ?", "2021-05-03"),
        ("parti le 12, revenu le 26", "Quand êtes-vous rentrée ?", "2021-04-26"),
        ("parti le 12, rentré 14 jours après le 26", "Quand êtes-vous rentrée ?", "2021-04-26"),
        ("dans la nuit de mardi à mercredi, mardi je dirais", "Début de la toux ?", "2021-05-04"),
        ("mercredi non jeudi, mercredi j'étais au travail", "Début de la toux ?", "2021-05-06"),
        ("lundi, mais mardi aussi", "Dernier contact avec lui ?", "2021-05-04"),
        ("lundi mais en vrai mardi", "Début de la toux ?", "2021-05-04"),
        ("le week-end dernier, samedi", "Début de la toux ?", "2021-05-01"),
        ("le week-end dernier, lundi", "Début de la toux ?", None),
        ("fin avril, le 29", "Début de la toux ?", "2021-04-29"),
        ("fin mars, le 29", "Début de la toux ?", None),
        ("le dernier jour du mois d'avril", "Début de la toux ?", "2021-04-30"),
        ("mardi, elle nous a tués avec ses blagues", "Début de la toux ?", "2021-05-04"),
        ("not Xmas eve, the day after", "When did you see her?", "2020-12-25"),
        ("1er de l an chez ma cousine", "Quel jour l'avez-vous vue ?", "2021-01-01"),
        ("le 1er", "Quel jour l'avez-vous vue ?", "2021-05-01"),
        ("avant avant hier", "Début de la toux ?", "2021-05-04"),
        ("avant-hier", "Début de la toux ?", "2021-05-05"),
        ("le dernier jour du mois, au loto", "Début de la toux ?", "2021-04-30"),
        ("fin du mois, au loto", "Début de la toux ?", None),
        ("j'avais dit lundi mais c'est dimanche que j'ai toussé", "Début de la toux ?", "2021-05-02"),
        ("c'est lundi que j'ai toussé et c'est mardi que j'ai vu Max", "Début de la toux ?", None),
        ("le 4 ? non ça c'est le loto", "Début de la toux ?", None),
        ("le 4 ? non le 2", "Début de la toux ?", "2021-05-02"),
        ("test le 5, malade 2 jours avant", "Date des premiers signes ?", "2021-05-03"),
        ("le 1er mai et re le lendemain", "Dernier jour où vous étiez avec elle ?", "2021-05-02"),
        ("le 1er mai et le test le lendemain", "Dernier jour où vous étiez avec elle ?", None),
        ("pas lundi qui vient, celui d'après", "Quel jour ferez-vous le test ?", "2021-05-17"),
    ],
)
def test_days_told_by_others_by_events_and_twice(text, question, day):
    on = datetime.fromisoformat("2021-05-07T10:30")
    assert read_reply("date", text, on, question=question).value == day


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Quand avez-vous fini votre isolement ?", "2021-05-04"),
        ("Quand finit votre arrêt ?", "2021-05-11"),
        ("Quel jour ferez-vous le test ?", "2021-05-11"),
        ("Quel jour pouvons-nous vous rappeler ?", "2021-05-11"),
        ("Quand avez-vous reçu la seconde dose ?", "2021-05-04"),
        ("Date de votre second test ?", "2021-05-11"),
    ],
)
def test_whether_a_day_is_over_or_to_come_the_question_says(question, day):
    on = datetime.fromisoformat("2021-05-07T10:30")
    assert read_reply("date", "mardi", on, question=question).value == day


def test_what_was_done_has_no_day_to_come():
    on, question = datetime.fromisoformat("2021-05-07T10:30"), "Quand avez-vous reçu la troisième dose ?"
    assert read_reply("date", "elle est prévue le 20 mai", on, question=question).value is None


def test_a_weekday_refused_for_a_later_one_is_that_one():
    on, question = datetime.fromisoformat("2021-05-07T10:30"), "Quand finit votre arrêt ?"
    text = "vendredi inclus, pas celui-ci, le vendredi 21"
    assert read_reply("date", text, on, question=question).value == "2021-05-21"


def test_the_first_of_april_is_no_doubt_of_the_sender():
    on = datetime.fromisoformat("2021-04-07T10:30")
    reading = read_reply("date", "le premier avril et c'est pas une blague", on)
    assert (reading.value, reading.signals) == ("2021-04-01", ())
    assert read_reply("date", "c'est une blague", on).signals == ("scam_doubt",)
