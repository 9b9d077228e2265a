"""Who is never made a contact: whoever is left out, whom a cry wishes to be told, and the writer by their own number."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.first_names import load_given_names
from tocsin.conversation.reading.name_lexicon import EITHER, KNOWN

ON = datetime.fromisoformat("2021-03-19T10:30")
NAMES = st.lists(
    st.sampled_from(
        [name.capitalize() for name in sorted(load_given_names() - KNOWN - EITHER) if len(name) > 3]
    ),
    min_size=2,
    max_size=2,
    unique=True,
)
LEFT_OUT = st.sampled_from(
    [
        "{met} 0639981234, pas {out}",
        "{met} 0639981234 et {out} mais {out} n'était pas là",
        "{met} et {out}. Non pas {out}",
        "{out} non, {met} oui 0639981234",
        "tout le monde sauf {out}, donc {met} 0639981234",
        "{met} 0639981234, oubliez {out}",
        "{out} a annulé, il y avait {met} 0639981234",
        "{met} 0639981234. {out} est resté dehors",
    ]
)
WISHES = st.sampled_from(
    ["prévenez {one} 0639981234", "appelez {one} 0639981234 vite", "dites à {one} 0639981234 que"]
)
CRIES = st.sampled_from(["j'ai avalé toute la boîte", "je veux mourir", "j'arrive plus à respirer"])


def list_names(text):
    value = read_reply("people", text, ON, question="Qui avez-vous vu ? Nom et numéro.").value
    return [person.name for person in value or ()]


@given(NAMES, LEFT_OUT)
def test_whoever_is_left_out_is_never_listed(names, form):
    met, out = names
    assert out not in list_names(form.format(met=met, out=out))


@given(NAMES, WISHES, CRIES, st.booleans())
def test_whom_a_cry_wishes_to_be_told_is_never_listed(names, wish, cry, first):
    told = wish.format(one=names[0])
    assert list_names(f"{told}, {cry}" if first else f"{cry}, {told}") == []


@given(NAMES, st.sampled_from(["ah non ça c'est le mien", "non c'est mon numéro", "pardon c'est le mien"]))
def test_the_writers_own_number_is_nobody_elses(names, claim):
    text = f"{names[0]} 0639981234 {claim}, 0639981235"
    value = read_reply("people", text, ON, question="Qui avez-vous vu ? Nom et numéro.").value
    assert "+33639981234" not in [person.number for person in value or ()]


def test_who_is_met_before_a_cry_stays_listed():
    assert list_names("Odile 0639981234. appelez les secours, j'arrive plus à respirer") == ["Odile"]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Fatoumata Diarra 0639981234", ["Fatoumata Diarra"]),
        ("la mère de Junior (Pauline) 0639981234 et Junior", ["Pauline", "Junior"]),
        ("M. et Mme Wolff 0639981234", []),
        ("Mme Wolff 0639981234", ["Mme Wolff"]),
    ],
)
def test_one_number_is_of_one_person(text, listed):
    assert list_names(text) == listed
