"""What holds for all of a kind is written once, inherited, named in each one's own words, and relaxed only by name."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tocsin.charter import compiled_tables
from tocsin.charter.clause_table import build_clause_row
from tocsin.charter.errors import CharterError
from tocsin.charter.example_runner import run_examples
from tocsin.charter.inheritance import OverriddenClause, list_overridden_clauses
from tocsin.charter.institution_name import fill_text
from tocsin.charter.json_export import export_charter
from tocsin.charter.lint import lint_charter, lint_loaded_charter
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter, Wording
from tocsin.charter.view import view_as_of

from .water import Folder

LAYER = """\
id: utilities
version: 2024-05-01
name: {fr: les régies, en: utilities}
sources:
  law: {url: https://law.example/1, publisher: Law, date: 2019-01-01, quality: verbatim}
asks:
  - id: utility.ask.password
    direction: they_contact_you
    channels: any
    items: [password]
    allowed: never
    in_force: {from: 2019-01-01}
    wording: {fr: "Un agent de {institution} ne demande jamais de mot de passe.", en: "Nobody at {institution} asks for a password."}
    sources: [law]
advice:
  - id: utility.advice.ring
    direction: you_contact_them
    channels: any
    when: [received]
    rank: 50
    in_force: {from: 2019-01-01}
    wording: {fr: Appelez la mairie., en: Ring the town hall.}
    sources: [law]
"""

OWN_ASK = """\
asks:
  - id: ask.password
    direction: they_contact_you
    channels: [call]
    items: [password]
    allowed: {allowed}
    in_force: {{from: 2021-01-01}}
    wording: {{fr: Le mot de passe., en: The password.}}
    sources: [{sources}]
{more}"""


@pytest.fixture
def heir(folder: Folder) -> Folder:
    """The Water Board, which inherits what holds for utilities."""
    folder.change("charter.yaml", "version:", "inherits: [utilities]\nversion:")
    return folder.put("../_shared/utilities.yaml", LAYER)


def own_ask(heir: Folder, allowed: str, *, sources: str = "site", more: str = "") -> Folder:
    return heir.put("more.yaml", OWN_ASK.format(allowed=allowed, sources=sources, more=more))


def refusal(folder: Folder) -> CharterError:
    with pytest.raises(CharterError) as caught:
        folder.load()
    return caught.value


def find(charter: Charter, name: str) -> Any:
    return next(clause for clause in charter.clauses if clause.id == name)


# ---- what is inherited


def test_a_clause_is_inherited_whole_and_says_from_where(heir: Folder) -> None:
    charter = heir.load()
    clause = find(charter, "utility.ask.password")
    assert clause.layer == "utilities"
    assert clause.sources[0].publisher == "Law"
    assert find(charter, "ask.card").layer == ""
    assert [layer.id for layer in charter.layers] == ["utilities"]
    assert build_clause_row(clause).layer == "utilities"


def test_it_speaks_of_the_institution_by_its_name(heir: Folder) -> None:
    wording = find(heir.load(), "utility.ask.password").wording
    assert wording.fr == "Un agent de la Régie des eaux ne demande jamais de mot de passe."
    assert wording.en == "Nobody at the Water Board asks for a password."


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("la DGFiP (impots.gouv.fr)", "Un agent de {institution}.", "Un agent de la DGFiP."),
        ("le Trésor public", "Un agent de {institution}, écrivez à {institution}.", "Un agent du Trésor public, écrivez au Trésor public."),
        ("les Douanes", "De {institution} à {institution}.", "Des Douanes aux Douanes."),
        ("l'Urssaf", "Un agent de {institution}.", "Un agent de l'Urssaf."),
        ("Orange", "Un agent de {institution}.", "Un agent d'Orange."),
        ("SFR", "Un agent de {institution}. {institution} : bonjour", "Un agent de SFR. SFR : bonjour"),
        ("la Poste", "{institution} : votre colis. Merci, {institution}", "La Poste : votre colis. Merci, la Poste"),
    ],
)  # fmt: skip
def test_french_joins_its_articles(name: str, text: str, said: str) -> None:
    assert fill_text(text, Wording(fr=name, en=name), "fr") == said


def test_a_layer_inherits_from_another_and_nothing_comes_twice(heir: Folder) -> None:
    heir.put("../_shared/utilities.yaml", LAYER.replace("version:", "inherits: [all]\nversion:"))
    base = LAYER.split("asks:")[0].replace("id: utilities", "id: all")
    heir.put("../_shared/all.yaml", base)
    heir.change("charter.yaml", "[utilities]", "[all, utilities]")
    assert [layer.id for layer in heir.load().layers] == ["all", "utilities"]


def test_a_layer_that_inherits_itself_is_refused(heir: Folder) -> None:
    heir.put("../_shared/utilities.yaml", LAYER.replace("version:", "inherits: [utilities]\nversion:"))
    assert "inherits itself" in refusal(heir).problem


def test_a_layer_that_does_not_exist_is_named(heir: Folder) -> None:
    heir.change("charter.yaml", "[utilities]", "[utility]")
    caught = refusal(heir)
    assert (caught.file, caught.field) == ("water/charter.yaml", "inherits[0]")
    assert "no layer 'utility'; expected one of" in caught.problem
    assert "utilities" in caught.problem


def test_braces_that_name_nothing_are_refused(heir: Folder) -> None:
    heir.put("../_shared/utilities.yaml", LAYER.replace("agent de {institution}", "agent de {name}"))
    caught = refusal(heir)
    assert (caught.file, caught.field) == ("_shared/utilities.yaml", "asks[0].wording")
    assert "{name}" in caught.problem


def test_an_id_of_the_layer_is_taken(heir: Folder) -> None:
    heir.change("asks.yaml", "id: ask.card", "id: utility.ask.password")
    assert "the id of another clause" in refusal(heir).problem


# ---- stricter, or looser


@pytest.mark.parametrize("allowed", ["yes", "only_if", "unknown"])
def test_what_is_looser_must_name_what_it_relaxes(heir: Folder, allowed: str) -> None:
    caught = refusal(own_ask(heir, allowed))
    assert (caught.file, caught.line, caught.field) == ("water/more.yaml", 2, "asks[0].relaxes")
    assert "utility.ask.password of utilities" in caught.problem


def test_what_is_looser_in_the_account_alone_is_looser_too(heir: Folder) -> None:
    assert "is looser" in refusal(own_ask(heir, "yes", more="    inside_account: true\n")).problem


@pytest.mark.parametrize(
    ("sources", "why"),
    [
        ("{source: paper, quality: inferred}", "our reasoning"),
        ("{url: https://law.example/1, publisher: Law, date: 2019-01-01, quality: verbatim}", "the layer's own page"),
    ],
)  # fmt: skip
def test_and_it_has_a_source_of_its_own(heir: Folder, sources: str, why: str) -> None:
    caught = refusal(own_ask(heir, "yes", sources=sources, more="    relaxes: [utility.ask.password]\n"))
    assert caught.field == "asks[0].sources", why


def test_then_it_answers_where_it_speaks_and_the_layer_elsewhere(heir: Folder) -> None:
    charter = own_ask(heir, "yes", more="    relaxes: [utility.ask.password]\n").load()
    view = view_as_of(charter, date(2024, 1, 1))
    assert view.find_ask("password", "call").id == "ask.password"  # type: ignore[union-attr]
    assert view.find_ask("password", "sms").id == "utility.ask.password"  # type: ignore[union-attr]
    before = view_as_of(charter, date(2020, 6, 1))
    assert before.find_ask("password", "call").id == "utility.ask.password"  # type: ignore[union-attr]
    assert list_overridden_clauses(charter) == (
        OverriddenClause("utility.ask.password", "ask.password", "relaxed"),
    )
    assert [f for f in lint_loaded_charter(charter) if f.rule == "contradiction"] == []


def test_what_ended_before_the_layer_began_relaxes_nothing(heir: Folder) -> None:
    own_ask(heir, "yes").change("more.yaml", "{from: 2021-01-01}", "{from: 2012, until: 2018-12-31}")
    assert find(heir.load(), "ask.password").allowed == "yes"


def test_what_is_as_strict_needs_no_leave_and_is_cited_before_the_layer(heir: Folder) -> None:
    charter = own_ask(heir, "never").load()
    view = view_as_of(charter, date(2024, 1, 1))
    assert view.find_ask("password", "call").id == "ask.password"  # type: ignore[union-attr]
    assert list_overridden_clauses(charter) == (
        OverriddenClause("utility.ask.password", "ask.password", "restated"),
    )


def test_a_piece_of_advice_takes_the_place_of_an_inherited_one(heir: Folder) -> None:
    advice = "advice:\n" + LAYER.split("advice:\n")[1].replace("utility.advice.ring", "advice.ring")
    heir.put("more.yaml", advice.replace("[law]", "[site]") + "    relaxes: [utility.advice.ring]\n")
    view = view_as_of(heir.load(), date(2024, 1, 1))
    assert [clause.id for clause in view.advice] == ["advice.ring"]


@pytest.mark.parametrize("name", ["ask.card", "utility.ask.nothing"])
def test_only_an_inherited_clause_is_relaxed(heir: Folder, name: str) -> None:
    caught = refusal(own_ask(heir, "never", more=f"    relaxes: [{name}]\n"))
    assert caught.field == "asks[0].relaxes"
    assert name in caught.problem


def test_an_inherited_clause_is_not_superseded(heir: Folder) -> None:
    caught = refusal(own_ask(heir, "never", more="    supersedes: [utility.ask.password]\n"))
    assert caught.field == "asks[0].supersedes"
    assert "utility.ask.password" in caught.problem


# ---- published, and packed


def test_the_published_data_have_inherited_clauses_whole_and_say_once_whose_they_are(heir: Folder) -> None:
    found = json.loads(export_charter(heir.load()))
    assert found["layers"] == [
        {
            "id": "utilities",
            "name": {"fr": "les régies", "en": "utilities"},
            "version": "2024-05-01",
            "clauses": ["utility.ask.password", "utility.advice.ring"],
        }
    ]
    inherited = next(clause for clause in found["clauses"] if clause["id"] == "utility.ask.password")
    assert inherited["wording"]["en"] == "Nobody at the Water Board asks for a password."
    assert not {"layer", "relaxes"} & inherited.keys()


def test_a_charter_that_inherits_nothing_is_published_as_ever(folder: Folder) -> None:
    assert "layers" not in json.loads(export_charter(folder.load()))


# ---- the layers that come with Tocsin

layers = pytest.mark.parametrize(
    "file", sorted((compiled_tables.ROOT / "charters" / "_shared").glob("*.yaml")), ids=lambda file: file.stem
)


@layers
def test_every_layer_is_clean(file: Path) -> None:
    assert lint_charter(file) == ()


@layers
def test_every_example_of_a_layer_passes(file: Path) -> None:
    from tocsin.cli.charter import judge_example

    failed = [
        f"{o.example.clause} {o.example.text!r}: {o.expected}; found {o.found}"
        for o in run_examples(load_charter(file), judge_example)
        if not o.passed
    ]
    assert failed == []
