"""Forms of verbs: from an infinitive, and an irregular stem where there is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.evidence.verb_forms import UnknownVerbForm, iterate_class_forms, list_verb_forms

from .reading import reader, shape


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("envoyer", ["envoyez", "enverrez", "envoyer", "envoyiez", "envoyant"]),
        ("payer", ["payez", "paierez", "payer", "payiez", "payant"]),
        ("partager", ["partagez", "partagerez", "partager", "partagiez", "partageant"]),
        ("saisir", ["saisissez", "saisirez", "saisir", "saisissiez", "saisissant"]),
        ("transmettre", ["transmettez", "transmettrez", "transmettre", "transmettiez", "transmettant"]),
        ("lire=lis", ["lisez", "lirez", "lire", "lisiez", "lisant"]),
        ("inscrire=inscriv", ["inscrivez", "inscrirez", "inscrire", "inscriviez", "inscrivant"]),
    ],
)
def test_it_makes_the_forms_of_a_verb(verb: str, forms: list[str]) -> None:
    made = list_verb_forms(verb)
    assert [form for name, named in made.items() if name != "told" for form in named] == forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("dicter", ["dicte", "dictes", "dictent", "dictait", "dictaient"]),
        ("partager", ["partage", "partages", "partagent", "partageait", "partageaient"]),
        ("lire=lis", ["lise", "lises", "lisent", "lisait", "lisaient"]),
    ],
)
def test_it_makes_those_in_which_a_call_is_told(verb: str, forms: list[str]) -> None:
    assert list_verb_forms(verb)["told"] == forms


@given(st.from_regex(r"[b-df-hj-np-tv-xz]{1,3}[aiou][bdlmnprstv]er", fullmatch=True))
def test_every_form_of_a_regular_verb_begins_with_its_stem(verb: str) -> None:
    stem = verb.removesuffix("er")
    assert all(form.startswith(stem) for named in list_verb_forms(verb).values() for form in named)


def test_it_gives_each_form_to_the_class_that_is_said() -> None:
    groups = [{"verbs": ["donner"], "second": "now", "gerund": "now"}]
    assert list(iterate_class_forms(groups)) == [("now", ["donnez", "donnerez"]), ("now", ["donnant"])]


def test_it_refuses_a_form_that_it_does_not_make() -> None:
    with pytest.raises(UnknownVerbForm, match="past"):
        list(iterate_class_forms([{"verbs": ["donner"], "past": "now"}]))


@pytest.mark.parametrize("word", ["transmettrez", "photocopiez", "divulguant", "filmerez", "indiquant"])
def test_the_lexicon_asks_with_every_form(word: str) -> None:
    assert not shape(word).present.isdisjoint(reader().words.letters_of("give_now"))
