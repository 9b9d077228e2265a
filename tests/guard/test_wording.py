"""Every rule has its sentences, and every kind its rule."""

from typing import get_args

import pytest

from tocsin.guard.finding import GuardFinding, load_rules
from tocsin.guard.model import GuardReasonKind, MessageDraft
from tocsin.guard.wording import explain_finding

from .telling import view

KINDS = get_args(GuardReasonKind)


@pytest.mark.parametrize("name", load_rules())
def test_a_rule_is_said_in_both_languages(name):
    rule = load_rules()[name]
    assert rule["weight"] in ("block", "warn")
    assert rule["fr"] != rule["en"]
    assert rule["fr"].endswith(".")
    assert rule["en"].endswith(".")
    assert ("{quote}" in rule["fr"]) == ("{quote}" in rule["en"])


def test_every_kind_has_a_rule():
    families = {name.split("_")[0] for name in load_rules()}
    assert [kind for kind in KINDS if kind not in load_rules() and kind.split("_")[0] not in families] == []


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_a_finding_is_told_in_the_language_of_the_draft(lang):
    draft = MessageDraft(sender="38663", flow="contact", text="{prenom}, votre RIB ?", lang=lang)
    reason = explain_finding(GuardFinding("asks_bank_details", 16, 19), draft, view(), None)
    assert reason.quote == "RIB"
    assert reason.text.startswith("The text" if lang == "en" else "Le texte")


def test_what_is_quoted_is_never_filled_in_again():
    draft = MessageDraft(sender="38663", flow="contact", text="{name} {quote} {0}")
    assert "{quote} {0}" in explain_finding(GuardFinding("shouting", 0, 18), draft, view(), None).text
