"""Who is one person told twice: every rule with an example, and a near miss in which two people are meant."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import presented_people, read_reply
from tocsin.conversation.reading.presented_people import PRESENTATION_RULES, find_presentation_rule


def people(text):
    value = read_reply("people", text, datetime.fromisoformat("2021-03-05")).value
    return None if value is None else [(p.name, p.number[-4:] if p.number else None) for p in value]


RULES = {
    "presented_before": (
        ("papa (Lassana) et Awa. papa 0639986610", [("Lassana", "6610"), ("Awa", None)]),
        ("Lassana et Awa. papa 0639986610", [("Lassana", None), ("Awa", None), ("papa", "6610")]),
    ),
    "beside_name": (
        ("ma belle mère aussi Zohra", [("Zohra", None)]),
        ("ma belle mère, aussi Zohra", [("belle mère", None), ("Zohra", None)]),
    ),
    "apposition": (
        ("Karim, mon frère, 0639981235", [("Karim", "1235")]),
        ("Karim, mon frère et Léa", [("Karim", None), ("frère", None), ("Léa", None)]),
    ),
    "closing_apposition": (
        ("Maryse 0639981236 et Gilles, son mari", [("Maryse", "1236"), ("Gilles", None)]),
        (
            "Maryse et Gilles, ma mère et Tom",
            [("Maryse", None), ("Gilles", None), ("mère", None), ("Tom", None)],
        ),
    ),
    "lent_phone": (
        ("Nino, le tel de sa mère 0639981237", [("Nino", "1237")]),
        ("Nino, sa mère 0639981237", [("Nino", None), ("mère", "1237")]),
    ),
    "named_behind": (
        ("la voisine, Bernadette Lemaire", [("Bernadette Lemaire", None)]),
        ("la voisine, Bernadette", [("voisine", None), ("Bernadette", None)]),
    ),
    "kin_of_kin_named_behind": (
        ("la copine de ma mère Nadia 0639981234", [("Nadia", "1234")]),
        ("la copine de ma mère, Nadia 0639981234", [("copine de ma mère", None), ("Nadia", "1234")]),
    ),
    "partner_named_behind": (
        ("seulement mon époux, Henri.", [("Henri", None)]),
        ("mon époux, Henri et Léa", [("époux", None), ("Henri", None), ("Léa", None)]),
    ),
    "role_named_behind": (
        ("l'ingé son, Romain Tessier", [("Romain Tessier", None)]),
        ("la lina, Romain Tessier", [("lina", None), ("Romain Tessier", None)]),
    ),
    "other_spelling": (
        ("Cristina 0639988804 ou Christine", [("Cristina", "8804")]),
        ("Cristina 0639988804 et Christine", [("Cristina", "8804"), ("Christine", None)]),
    ),
    "renamed": (
        ("Momo, enfin Mohamed Haddad", [("Mohamed Haddad", None)]),
        ("Momo, puis Mohamed Haddad", [("Momo", None), ("Mohamed Haddad", None)]),
    ),
    "corrected": (
        ("Léa, je veux dire Lucie 0639981234", [("Lucie", "1234")]),
        ("Léa, je veux Lucie aussi 0639981234", [("Léa", None), ("Lucie", "1234")]),
    ),
    "corrected_owner": (
        ("Tom 0639981236, Paul 0639981234 non pardon c'est Marc", [("Tom", "1236"), ("Marc", "1234")]),
        ("Paul 0639981234, Marc c'est non pardon 0639981235", [("Paul", "1234"), ("Marc", "1235")]),
    ),
    "labelled_pair": (
        ("nom: Diallo prénom: Awa", [("Diallo Awa", None)]),
        ("Diallo, Awa", [("Diallo", None), ("Awa", None)]),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_makes_one_of_two_and_leaves_the_near_miss(name):
    for text, listed in RULES[name]:
        assert people(text) == listed


@pytest.mark.parametrize("name", RULES)
def test_the_rule_of_that_name_decides_in_the_example_and_not_in_the_near_miss(name, monkeypatch):
    decided = []

    def note(place):
        rule = find_presentation_rule(place)
        decided.append(rule and rule.name)
        return rule

    monkeypatch.setattr(presented_people, "find_presentation_rule", note)
    (example, _), (near_miss, _) = RULES[name]
    people(example)
    assert name in decided
    decided.clear()
    people(near_miss)
    assert name not in decided


def test_every_rule_has_its_example():
    assert [rule.name for rule in PRESENTATION_RULES] == list(RULES)


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
