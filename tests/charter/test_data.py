"""The contract of a charter: what holds for every one that comes with Tocsin, whoever the institution is."""

import ast
import re
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tocsin.charter import compiled_tables
from tocsin.charter.example_runner import run_examples
from tocsin.charter.lint import lint_loaded_charter
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import AdviceClause, Charter, ClauseExample, PointClause
from tocsin.charter.view import view_as_of
from tocsin.cli.charter import judge_example
from tocsin.evidence.shared_names import list_shared_names
from tocsin.verdict.model import Verdict

PACKAGE = Path(compiled_tables.ROOT)
FICTION = re.compile(r"0? ?(?:1 ?99 ?00|2 ?61 ?91|3 ?53 ?01|4 ?65 ?71|5 ?36 ?49|6 ?39 ?98|8 ?99 ?00)")
"""The ranges kept for fiction; none is at a premium rate, so that 08 99 00 stands for those."""
NUMBER = re.compile(r"(?<![\w.,/])(?:\+33 ?|0 ?)[1-9](?:[ .]?\d){8}(?!\d)")
HOST = re.compile(r"(?<![\w@.-])(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?![\w.@-])")
SHORTENERS = {"bit.ly"}
FREE_MAIL = {
    "gmail.com",
    "outlook.com",
    "outlook.fr",
    "hotmail.com",
    "hotmail.fr",
    "orange.fr",
    "laposte.net",
    "yahoo.fr",
}
"""Where anybody has an address."""
FILES = {"pdf", "jpg", "php"}

charters = pytest.mark.parametrize(
    "charter", [load_charter(name) for name in list_charter_names()], ids=list_charter_names()
)


def own_values(charter: Charter) -> set[str]:
    return {c.value for c in charter.clauses if isinstance(c, PointClause)}


FEWEST_GENUINE = 2
"""Examples of messages that the institution may well have sent, on which nothing speaks against it."""


@charters
def test_what_was_looked_for_in_vain_is_data_and_no_comment(charter: Charter) -> None:
    written = (PACKAGE / "charters" / charter.id / "charter.yaml").read_text(encoding="utf-8")
    assert "in vain" not in written
    assert charter.not_found or charter.id == "assurance_maladie"
    assert all(said.fr != said.en and not said.fr.endswith(".") for said in charter.not_found)


@charters
def test_nothing_is_to_be_mended(charter: Charter) -> None:
    """Sources with date and address, French and English, examples and near misses, promises that are judged."""
    assert lint_loaded_charter(charter) == ()


@charters
def test_every_example_passes_and_some_are_genuine(charter: Charter) -> None:
    judged: dict[ClauseExample, Verdict] = {}

    def judge(_charter: Charter, example: ClauseExample) -> Verdict:
        judged[example] = judge_example(charter, example)
        return judged[example]

    failed = [
        f"{o.example.clause} {o.example.text!r}: {o.expected}; found {o.found}"
        for o in run_examples(charter, judge)
        if not o.passed
    ]
    assert failed == []
    genuine = {example.text for example, verdict in judged.items() if verdict.level == "unproven"}
    assert len(genuine) >= FEWEST_GENUINE


@charters
@pytest.mark.parametrize("situation", ["received", "doubt"])
def test_it_says_what_to_do_today(charter: Charter, situation: str) -> None:
    view = view_as_of(charter, date.fromisoformat(charter.version))
    assert any(situation in clause.when for clause in view.advice)


@charters
def test_it_says_its_own_way_to_verify(charter: Charter) -> None:
    """Not one that it inherits: where somebody in doubt finds out."""
    view = view_as_of(charter, date.fromisoformat(charter.version))
    assert any("doubt" in clause.when and not clause.layer for clause in view.advice)


@charters
def test_its_sites_are_those_of_its_points(charter: Charter) -> None:
    """What a clause of its own tells people to open is a point with a source, or an address that a source gives."""
    known = {value.rpartition("@")[2] for value in own_values(charter)}
    known |= {urlsplit(source.url).netloc for clause in charter.clauses for source in clause.sources}
    for clause in charter.clauses:
        if isinstance(clause, AdviceClause) and not clause.layer:
            for host in HOST.findall(clause.contact.lower()):
                assert any(
                    host == one or host.endswith("." + one) or one.endswith("." + host) for one in known
                ), host


def test_no_name_points_to_two_institutions() -> None:
    assert list_shared_names(load_charter(name) for name in list_charter_names()) == ()


@charters
def test_telephone_numbers_of_examples_are_fiction_or_the_institution_s_own(charter: Charter) -> None:
    own = own_values(charter)
    for example in charter.examples:
        for found in NUMBER.findall(f"{example.text} {example.sender}"):
            digits = re.sub(r"[ .]", "", found)
            full = digits if digits.startswith("+") else "+33" + digits[1:]
            bare = found.removeprefix("+33").strip()
            assert full in own or FICTION.match(bare), f"{found} in {example.text!r}"


@charters
def test_hosts_of_examples_are_reserved_or_the_institution_s_own(charter: Charter) -> None:
    own = {value.rpartition("@")[2] for value in own_values(charter)}
    for example in charter.examples:
        senders = re.findall(r"@([\w.-]+)", example.sender)
        for host in (*HOST.findall(f"{example.text} {example.sender}".lower()), *senders):
            if host.rpartition(".")[2] in FILES or host in SHORTENERS | FREE_MAIL:
                continue
            mine = any(host == v or host.endswith("." + v) or v.startswith(host + ".") for v in own)
            assert host.endswith(".example") or mine, f"{host} in {example.text!r}"


@charters
def test_no_message_is_told_to_fire_and_not_to_fire_for_the_same_clause(charter: Charter) -> None:
    keys = Counter(
        (
            e.clause,
            e.on,
            e.channel,
            e.text,
            e.sender,
            e.subject,
            e.inside_account,
            e.solicited,
            e.attachments,
            e.reason,
        )
        for e in charter.examples
    )
    assert [key for key, count in keys.items() if count > 1] == []


@charters
def test_a_reason_is_named_as_the_contract_names_them(charter: Charter) -> None:
    assert all(re.fullmatch(r"[a-z_]*", e.reason) for e in charter.examples)


@charters
def test_an_id_completes_a_sentence_and_a_clause_says_who_speaks(charter: Charter) -> None:
    for clause in charter.clauses:
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_-]+)*", clause.id)
        assert clause.wording.fr != clause.wording.en
        assert clause.sources


@charters
def test_no_clause_is_dated_after_the_charter(charter: Charter) -> None:
    version = date.fromisoformat(charter.version)
    for clause in charter.clauses:
        if not clause.layer:
            assert clause.in_force.latest_start <= version or clause.in_force.latest_start == date.max


def test_the_code_knows_no_institution_by_name() -> None:
    names = {part for name in list_charter_names() for part in (name, name.replace("_", "-"))} | {
        *("ameli", "cpam", "impots", "vitale", "3646", "38663")
    }
    names -= {"free"}  # a tariff, too
    for file in (PACKAGE / "charter").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        docstrings = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in docstrings:
                continue
            if "such as" in node.value or "or a short number" in node.value:
                continue  # an example in a message of refusal
            assert not any(name in node.value.lower() for name in names), f"{file.name}: {node.value!r}"
