"""A day that opens a reply stands before what is told of now, and before nothing else; a number before what it counts."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply

ON = datetime.fromisoformat("2021-03-05T10:30")


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("number", "5 dont 1 bébé", 5),
        ("number", "5 et 1 bébé", None),
        ("number", "zéro on porte tous le ffp2", 0),
        ("number", "2 plus moi", None),
        ("number", "2 ou 3 on sait plus", None),
        ("number", "38,5", None),
        ("date", "samedi, mais depuis une heure il respire mal", "2021-02-27"),
        ("date", "samedi, mais dimanche il respirait mal", None),
        ("date", "samedi je crois, depuis ce matin ça va", None),
        ("date", "dimanche et cette nuit grosse toux", "2021-02-28"),
    ],
)
def test_the_first_clause_answers_where_nothing_behind_it_could(asked, text, value):
    assert read_reply(asked, text, ON).value == value
