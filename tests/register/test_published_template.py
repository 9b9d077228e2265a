"""A wording is filled in for one person, and shown with blanks to everybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.register.people import NOTICE, NOW
from tocsin.register import MemoryRegister, PublishedTemplate, TemplateNotPublished, WordingChanged
from tocsin.register.entry import RegisterEntry, VariableValueMissing

CODE = "K7QF-2M9D"


def test_it_knows_its_variables_in_order():
    assert NOTICE.variables == ("first_name", "day")


def test_it_is_filled_in():
    text = NOTICE.render(CODE, {"first_name": "Zoé", "day": "12 mars", "unused": "x"})
    assert (
        text
        == "Assurance Maladie : Zoé, vous êtes cas contact. Restez chez vous jusqu'au 12 mars. Réf. K7QF-2M9D"
    )


def test_it_is_shown_with_blanks():
    assert NOTICE.render_with_blanks(CODE).endswith("Restez chez vous jusqu'au …. Réf. K7QF-2M9D")
    assert "{" not in NOTICE.render_with_blanks(CODE)


def test_a_value_that_is_missing_is_named():
    with pytest.raises(VariableValueMissing, match=r"day, in contact\.notice 2021-03-05 \(fr\)") as failure:
        NOTICE.render(CODE, {"first_name": "Zoé"})
    assert failure.value.variable == "day"


@given(st.text())
def test_a_value_is_never_read_as_a_variable(name):
    assert (
        PublishedTemplate("t", "1", "fr", "a {name} b").render(CODE, {"name": "{code}" + name})
        == f"a {{code}}{name} b"
    )


def test_a_version_is_published_once():
    book = MemoryRegister()
    book.publish(NOTICE)
    book.publish(NOTICE)
    assert book.template("contact.notice", "2021-03-05", "fr") == NOTICE
    with pytest.raises(WordingChanged, match=r"contact\.notice 2021-03-05"):
        book.publish(PublishedTemplate(NOTICE.id, NOTICE.version, "fr", "Another. {code}"))
    book.publish(PublishedTemplate(NOTICE.id, NOTICE.version, "en", "Another. {code}"))


def test_an_entry_needs_its_wording():
    with pytest.raises(TemplateNotPublished, match=r"contact\.notice 2021-03-05"):
        MemoryRegister().add(
            RegisterEntry(CODE, NOTICE.id, NOTICE.version, "fr", "", NOW, "sms", "38663", "")
        )
