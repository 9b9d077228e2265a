"""What holds for every charter that comes with Tocsin, whoever the institution is."""

import ast
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tocsin.charter import compiled_tables
from tocsin.charter.example_runner import run_examples
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import Charter, PointClause

PACKAGE = Path(compiled_tables.ROOT)
FICTION = re.compile(r"0?(?:1 ?99 ?00|2 ?61 ?91|3 ?53 ?01|4 ?65 ?71|5 ?36 ?49|6 ?39 ?98)")
NUMBER = re.compile(r"(?<![\d.,/])(?:\+33 ?|0 ?)[1-9](?:[ .]?\d){8}(?!\d)")
HOST = re.compile(r"(?<![\w@.-])(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?![\w.@-])")
SHORTENERS = {"bit.ly"}
FILES = {"pdf", "jpg", "php"}

charters = pytest.mark.parametrize(
    "charter", [load_charter(name) for name in list_charter_names()], ids=list_charter_names()
)


def own_values(charter: Charter) -> set[str]:
    return {c.value for c in charter.clauses if isinstance(c, PointClause)}


@charters
def test_every_example_passes(charter: Charter) -> None:
    from tocsin.cli.charter import judge_example

    failed = [
        f"{o.example.clause} {o.example.text!r}: {o.expected}; found {o.found}"
        for o in run_examples(charter, judge_example)
        if not o.passed
    ]
    assert failed == []


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
            if host.rpartition(".")[2] in FILES or host in SHORTENERS:
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
        assert clause.in_force.latest_start <= version or clause.in_force.latest_start == date.max


def test_the_code_knows_no_institution_by_name() -> None:
    names = {part for name in list_charter_names() for part in (name, name.replace("_", "-"))} | {
        *("ameli", "cpam", "impots", "vitale", "3646", "38663")
    }
    for file in (PACKAGE / "charter").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        docstrings = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in docstrings:
                continue
            if "such as" in node.value or "or a short number" in node.value:
                continue  # an example in a message of refusal
            assert not any(name in node.value.lower() for name in names), f"{file.name}: {node.value!r}"
