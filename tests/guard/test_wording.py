"""Every rule has its sentences, and every kind its rule."""

from typing import get_args

import pytest

from tocsin.guard.finding import Finding, rules
from tocsin.guard.model import Draft, Kind
from tocsin.guard.wording import told

from .telling import view

KINDS = get_args(Kind)


@pytest.mark.parametrize("name", rules())
def test_a_rule_is_said_in_both_languages(name):
    rule = rules()[name]
    assert rule["weight"] in ("block", "warn")
    assert rule["fr"] != rule["en"]
    assert rule["fr"].endswith(".")
    assert rule["en"].endswith(".")
    assert ("{quote}" in rule["fr"]) == ("{quote}" in rule["en"])


def test_every_kind_has_a_rule():
    families = {name.split("_")[0] for name in rules()}
    assert [kind for kind in KINDS if kind not in rules() and kind.split("_")[0] not in families] == []


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_a_finding_is_told_in_the_language_of_the_draft(lang):
    draft = Draft(sender="38663", flow="contact", text="{prenom}, votre RIB ?", lang=lang)
    reason = told(Finding("asks_bank_details", 16, 19), draft, view(), None)
    assert reason.quote == "RIB"
    assert reason.text.startswith("The text" if lang == "en" else "Le texte")


def test_what_is_quoted_is_never_filled_in_again():
    draft = Draft(sender="38663", flow="contact", text="{name} {quote} {0}")
    assert "{quote} {0}" in told(Finding("shouting", 0, 18), draft, view(), None).text
