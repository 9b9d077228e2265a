"""An item is a row, its words and its names, as ``docs/extend/add-an-item.md`` says: everything else follows."""

import pytest

from tocsin.charter import compiled_tables
from tocsin.charter.items import ITEMS
from tocsin.locale.catalogues import load_sentences
from tocsin.locale.languages import LANGUAGES
from tocsin.verdict.advice_selection import DONE
from tocsin.verdict.verdict_sentences import load_wording_table

COMPLETE = [code for code, language in LANGUAGES.items() if language.complete]
KINDS = {item.kind for item in ITEMS.values()}


@pytest.mark.parametrize("lang", COMPLETE)
def test_every_item_has_its_names(lang):
    assert {f"i_{id}" for id in ITEMS} <= load_sentences("site", "contacts", lang).keys()
    assert load_sentences("tocsin", "sms.asks", lang).keys() == KINDS
    assert load_wording_table()["kinds"].keys() >= KINDS


def test_every_item_has_words_that_name_it():
    words = (compiled_tables.get_table(f"lexicon/{name}")["classes"] for name in ("fr", "scams"))
    classes = {name for table in words for name in table}
    for item in ITEMS.values():
        assert {*item.classes, *item.loose_classes} <= classes, item.id


def test_what_was_given_away_has_advice():
    assert {item.given for item in ITEMS.values() if item.given} <= set(DONE)


@pytest.mark.parametrize(
    ("trait", "items"),
    [
        ("secret", {"iban", "card", "nir", "password", "identifiers", "code", "payment"}),
        ("sensitive", {"iban", "card", "nir", "medical", "password", "identifiers", "code", "payment"}),
        ("impersonates", {"nir", "identity_document", "personal"}),
        ("vague", {"personal"}),
    ],
)
def test_what_an_item_does_is_said_in_its_row(trait, items):
    assert {item.id for item in ITEMS.values() if getattr(item, trait)} == items
