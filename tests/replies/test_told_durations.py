"""How long something took, in the unit that was asked for or as one of several stretches of time."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply

ON = datetime.fromisoformat("2021-03-05")
MINUTES = "Combien de temps êtes-vous restés ensemble, en minutes ?"
DAYS = "Combien de jours la fièvre a-t-elle duré ?"
STRETCHES = ("Moins de 15 minutes", "De 15 minutes à 1 heure", "Plus d'une heure")


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("une demi-heure", MINUTES, 30),
        ("un quart d'heure", MINUTES, 15),
        ("trois quarts d'heure", MINUTES, 45),
        ("1h15", MINUTES, 75),
        ("une heure et demie", MINUTES, 90),
        ("1/2 heure", MINUTES, 30),
        ("25 mn", MINUTES, 25),
        ("une petite heure", MINUTES, None),
        ("une heure ou deux", MINUTES, None),
        ("deux semaines moins un jour", DAYS, 13),
        ("une semaine et 2 jours", DAYS, 9),
        ("une semaine, sept jours donc", DAYS, 7),
        ("du 4 au 6 inclus", DAYS, 3),
        ("du vendredi au lundi compris", DAYS, 4),
        ("du 4 au 6", DAYS, None),
    ],
)
def test_a_duration_is_told_in_the_unit_that_is_counted(text, question, value):
    assert read_reply("number", text, ON, question=question).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10 min à peine", STRETCHES[0]),
        ("quelques minutes", STRETCHES[0]),
        ("une bonne demi heure", STRETCHES[1]),
        ("20 mn", STRETCHES[1]),
        ("2h", STRETCHES[2]),
        ("une heure passée", STRETCHES[2]),
        ("toute la journée", STRETCHES[2]),
        ("entre 10 minutes et 2h", None),
    ],
)
def test_an_option_is_the_stretch_of_time_in_which_a_duration_lies(text, value):
    question = "Combien de temps êtes-vous restés ensemble ?"
    assert read_reply("choice", text, ON, STRETCHES, question=question).value == value


def test_a_stretch_without_its_own_unit_takes_that_of_its_end():
    options = ("Moins de 15 min", "15 à 30 min", "Plus de 30 min")
    assert [read_reply("choice", t, ON, options).value for t in ("20 min", "une demi-heure", "2h")] == [
        options[1],
        options[1],
        options[2],
    ]
