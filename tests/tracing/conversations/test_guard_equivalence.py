"""Texts that the guard is asked about once: whom they name makes no difference, and everybody is tried."""

import random
from datetime import date
from itertools import batched, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.loading import load_charter as charter
from tocsin.charter.view import view_as_of
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.flow.text_variables import fill_variables
from tocsin.conversation.reading.first_names import load_first_names
from tocsin.guard import MessageDraft, guard_draft
from tocsin.tracing.conversations.outbound_guard import NOBODY, normalize_value

DAYS = (date(2021, 3, 4), date(2022, 1, 25))
ALL = sorted(load_first_names())
READ_BACK = {
    "fr": "Assurance Maladie : nous avons noté {people}. Est-ce exact ? Répondez OUI, ou envoyez la"
    " correction. Réf. {code}",
    "en": "Assurance Maladie: we have noted {people}. Is that right? Reply YES, or send the correction."
    " Réf. {code}",
}


def said(people, day, lang="fr"):
    """Why the guard would hold back a list that is read back: what the engine asks it."""
    text = fill_variables(READ_BACK[lang], {"people": people})
    draft = MessageDraft(
        id="common.people_read_back",
        sender="38663",
        flow="case",
        text=text,
        template=READ_BACK[lang],
        lang=lang,
    )
    ruling = guard_draft(draft, view_as_of(charter("assurance-maladie"), day))
    return tuple(reason.kind for reason in ruling.reasons) if ruling.result == "block" else ()


@pytest.mark.parametrize(("day", "together"), [(DAYS[1], 2), (DAYS[0], 4)])
def test_every_name_of_the_list_is_nobody_to_the_guard(day, together):
    """Several at a time: words are read the same on every day, only what holds on it is another."""

    def listed(names):
        return said(", ".join(f"{name} (fin 00 00)" for name in names), day)

    usual = {count: listed([NOBODY] * count) for count in range(1, together + 1)}
    different = [
        names
        for names in batched(ALL, together, strict=False)
        if listed(map(str.title, names)) != usual[len(names)]
    ]
    assert different == []


def test_a_name_in_small_letters_and_a_second_name_change_nothing():
    usual = said(f"{NOBODY} (fin 00 00)", DAYS[1])
    chance = random.Random(1)
    pairs = [(chance.choice(ALL), chance.choice(ALL)) for _ in range(400)]
    different = [p for p in pairs if said(f"{p[0]} {p[1].title()} (fin 00 00)", DAYS[1]) != usual]
    assert different == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_end_of_a_number_is_anything_to_the_guard(lang):
    """Also where it looks like 36 46, like a premium number, or like the number that it writes from."""
    word = "fin" if lang == "fr" else "ending"
    usual = said(f"{NOBODY} ({word} 00 00)", DAYS[1], lang)
    chance = random.Random(2)
    some = [f"{chance.randrange(100):02} {chance.randrange(100):02}" for _ in range(300)]
    tails = ["36 46", "08 99", "38 66", "11 85", "00 33", *some]
    different = [tail for tail in tails if said(f"{NOBODY} ({word} {tail})", DAYS[1], lang) != usual]
    assert different == []


def test_several_who_stand_side_by_side_are_several_nobodies():
    chance = random.Random(3)
    for _ in range(100):
        people = ", ".join(
            f"{chance.choice(ALL).title()} (fin {chance.randrange(100):02} {chance.randrange(100):02})"
            for _ in range(chance.randrange(2, 5))
        )
        assert said(people, DAYS[1]) == said(normalize_value(people), DAYS[1])


def test_every_template_of_the_flows_says_the_same_to_each_name():
    chance = random.Random(4)
    for flow, lang in product(("case", "contact", "follow_up"), ("fr", "en")):
        spec = load_flow(flow)
        for state in spec.states.values():
            text = getattr(state.say, lang) if state.say else ""
            if "{given_name}" not in text:
                continue
            view = view_as_of(charter("assurance-maladie"), DAYS[1])
            rulings = set()
            for who in (NOBODY, *(chance.choice(ALL).title() for _ in range(20))):
                named = text.replace("{given_name}", who)
                draft = MessageDraft(id=flow, sender=spec.sender, flow=spec.role, text=named, lang=lang)
                rulings.add(guard_draft(draft, view).result == "block")
            assert len(rulings) == 1, (flow, state)


@pytest.mark.parametrize(
    "value",
    [
        "Léa bit.ly/x (fin 12 34)",
        "LEA (fin 12 34)",
        "Carte Bancaire",
        "votre RIB",
        "envoyez votre carte",
        "Léa (sans chichis)",
        "+ 3",
        "",
        "Léa  Karim",
        "Léa (fin 12 345)",
    ],
)
def test_anything_else_is_ruled_on_as_it_stands(value):
    assert normalize_value(value) == value


def test_who_stands_beside_somebody_else_is_taken_alone():
    assert normalize_value("Léa (fin 12 34), envoyez votre carte (fin 56 78)") == (
        f"{NOBODY} (fin 00 00), envoyez votre carte (fin 56 78)"
    )


def test_accents_small_letters_and_hyphens_are_names_too():
    assert normalize_value("Chloé") == normalize_value("chloe") == NOBODY
    assert normalize_value("Marie-Hélène") == normalize_value("Marie Hélène") == NOBODY
    assert normalize_value("Léa (ending 12 34)") == f"{NOBODY} (ending 00 00)"
    assert normalize_value("Léa Diallo (sans numéro)") == f"{NOBODY} (sans numéro)"


@given(st.text(max_size=60))
def test_what_is_alike_is_alike_again(value):
    assert normalize_value(normalize_value(value)) == normalize_value(value)


def test_the_list_holds_no_word_that_the_charter_watches_for():
    assert (
        not {"carte", "bancaire", "code", "vitale", "ameli", "cpam", "urgent", "gratuit", "cliquez"}
        & load_first_names()
    )
