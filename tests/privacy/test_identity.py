"""Names that are written in two ways are those of one person; another birth date is another person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.privacy.identity import fold_name, make_gathering_key, make_identity_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DURAND", "Durand"),
        ("Lefèvre", "LEFEVRE"),
        ("Le Goff", "LEGOFF"),
        ("Jean-Pierre", "Jean Pierre"),
        ("D’Artagnan", "d'artagnan"),
        ("Œuvrard", "OEUVRARD"),
        ("Nguyễn", "NGUYEN"),
        ("Müller-Weiß", "MULLER WEISS"),
        ("Søren Łukasz", "soren lukasz"),
        ("Zoé", "Zoe\u0301"),
        ("ＡＢＣ", "abc"),
        ("  Ana\u00a0Maria ", "anamaria"),
    ],
)
def test_two_writings_of_one_name(one: str, other: str):
    assert fold_name(one) == fold_name(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Jean-Pierre", "Jean-Paul"), ("Durand", "Durant"), ("李", "王")])
def test_two_names(one: str, other: str):
    assert fold_name(one) != fold_name(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(name: str):
    assert fold_name(fold_name(name)) == fold_name(name)


@given(st.text("abcdéèàùçœ'- ", max_size=60))
def test_capitals_do_not_count(name: str):
    assert fold_name(name.upper()) == fold_name(name)


def test_twins_are_two():
    assert make_identity_key("Durand", "Jean-Paul", "1990-02-01") != make_identity_key(
        "Durand", "Jean-Pierre", "1990-02-01"
    )


def test_another_birth_date_is_another_person():
    assert make_identity_key("Durand", "Zoé", "1990-02-01") != make_identity_key(
        "Durand", "Zoé", "1990-01-02"
    )


def test_the_parts_do_not_run_into_one_another():
    assert make_identity_key("Durand", "Zoé", "1990-02-01") != make_identity_key(
        "Duran", "dZoé", "1990-02-01"
    )


@pytest.mark.parametrize("missing", [("", "Zoé", "1990-02-01"), ("D", "-", "1990-02-01"), ("D", "Z", "")])
def test_who_is_not_wholly_known_has_no_identity(missing: tuple[str, str, str]):
    assert make_identity_key(*missing) == ""


def test_a_birth_date_that_is_none_is_refused():
    with pytest.raises(ValueError, match="31/01/1990"):
        make_identity_key("Durand", "Zoé", "31/01/1990")


def test_two_ways_of_naming_one_event():
    day = date(2027, 1, 30)
    assert make_gathering_key("Loto de l’École", day) == make_gathering_key("loto de l'ecole", day)
    assert make_gathering_key("Loto", day) != make_gathering_key("Loto", None) != ""
    assert make_gathering_key(" !", day) == ""
