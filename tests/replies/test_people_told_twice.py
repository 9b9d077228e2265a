"""Who is one person told twice, and who are two: kin that present a name or stand for somebody, names that are corrected."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import read_reply


def people(text):
    value = read_reply("people", text, datetime.fromisoformat("2021-03-05")).value
    return None if value is None else [(p.name, p.number[-4:] if p.number else None) for p in value]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("ma belle mère, aussi Zohra", [("belle mère", None), ("Zohra", None)]),
        ("Karim, mon frère, 0639981235", [("Karim", "1235")]),
        ("Karim, mon frère et Léa", [("Karim", None), ("frère", None), ("Léa", None)]),
        ("Maryse 0639981236 et Gilles, son mari", [("Maryse", "1236"), ("Gilles", None)]),
        (
            "Maryse et Gilles, ma mère et Tom",
            [("Maryse", None), ("Gilles", None), ("mère", None), ("Tom", None)],
        ),
        ("Nino, le tel de sa mère 0639981237", [("Nino", "1237")]),
        ("la voisine, Bernadette", [("voisine", None), ("Bernadette", None)]),
        ("la copine de ma mère Nadia 0639981234", [("Nadia", "1234")]),
        ("seulement mon époux, Henri.", [("Henri", None)]),
        ("mon époux, Henri et Léa", [("époux", None), ("Henri", None), ("Léa", None)]),
        ("l'ingé son, Romain Tessier", [("Romain Tessier", None)]),
        ("la lina, Romain Tessier", [("lina", None), ("Romain Tessier", None)]),
        ("Cristina 0639988804 ou Christine", [("Cristina", "8804")]),
        ("Cristina 0639988804 et Christine", [("Cristina", "8804"), ("Christine", None)]),
        ("Momo, enfin Mohamed Haddad", [("Mohamed Haddad", None)]),
        ("Momo, puis Mohamed Haddad", [("Momo", None), ("Mohamed Haddad", None)]),
        ("Léa, je veux dire Lucie 0639981234", [("Lucie", "1234")]),
        ("Paul 0639981234, Marc c'est non pardon 0639981235", [("Paul", "1234"), ("Marc", "1235")]),
        ("nom: Diallo prénom: Awa", [("Diallo Awa", None)]),
        ("Diallo, Awa", [("Diallo", None), ("Awa", None)]),
    ],
)
def test_who_is_told_twice_is_one_person_and_the_near_miss_is_two(text, listed):
    assert people(text) == listed


NAMES = st.lists(
    st.sampled_from(["Léa", "Karim", "Sophie Martin", "Omar El Amrani", "Titi", "Nadège", "Paul"]),
    min_size=2,
    max_size=4,
    unique=True,
)
KIN = st.sampled_from(["mon frère", "sa mère", "ma voisine", "le boulanger", "l'ingé son"])
BETWEEN = st.sampled_from(
    [", ", " et ", " ou ", " (", ") ", ". ", ", enfin ", " c'est ", " 0639981234 ", " aussi "]
)


@given(NAMES, st.lists(KIN, max_size=2), st.data())
def test_nobody_is_made_of_words_that_do_not_stand_together(names, kin, data):
    parts = data.draw(st.permutations([*names, *kin]))
    text = parts[0] + "".join(data.draw(BETWEEN) + part for part in parts[1:])
    for name, _ in people(text) or []:
        assert name is None or name in text
