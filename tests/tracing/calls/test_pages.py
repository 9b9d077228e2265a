"""The pages on calls: what they show is done, and what they list is what there is."""

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from tests import forked
from tests.docs.paper import DOCS, blocks
from tests.tracing.calls.people import LEA, NADIA, NOON, People
from tocsin.locale.catalogues import load_catalogue
from tocsin.privacy.vault import Vault
from tocsin.tracing.calls import OUTCOMES
from tocsin.tracing.calls.call_facts import CallFacts
from tocsin.tracing.cases.status import CaseStatus

REFERENCE = (DOCS / "reference" / "calls.md").read_text(encoding="utf-8")


def first_column(title: str) -> list[str]:
    """The names in the first column of the table under a title."""
    section = REFERENCE.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    return [name for row in rows for name in re.findall(r"`([\w-]+)`", row)]


def test_the_page_gives_the_words_of_every_reason() -> None:
    reasons = load_catalogue("tocsin", "fr")["call.reasons"]
    for name, said in reasons.items():
        assert f"| `{name}` | {said} |" in REFERENCE
    assert set(first_column("Reasons")) == set(reasons)


def test_the_page_lists_outcomes_standings_and_facts() -> None:
    assert set(first_column("Outcomes")) == set(OUTCOMES)
    assert first_column("Standing") == [standing.value for standing in CaseStatus]
    assert set(load_catalogue("tocsin", "fr")["call.standings"]) == set(first_column("Standing"))
    section = REFERENCE.split("## Facts\n")[1].split("\n## ")[0]
    for fact in CallFacts.__struct_fields__:
        assert f"`{fact}`" in section


def test_what_the_how_to_shows_is_what_happens(
    tmp_path: Path, store: str, db: psycopg.Connection[Any]
) -> None:
    keys = tmp_path / "keys.json"
    db.autocommit = True
    people = People(db, Vault.load(keys, make=True))
    people.task(case=people.case("Léa", LEA), due=NOON.replace(hour=12))
    people.task(case=people.case("Nadia", NADIA), due=NOON.replace(hour=13), reason="gathering")
    lines = ["set -e"]
    shown: list[tuple[str, list[str]]] = []
    for _, kind, body in blocks(
        (DOCS / "staff" / "en" / "calls-in-a-terminal.md").read_text(encoding="utf-8")
    ):
        for part in body.split("$ ")[1:] if kind == "console" else ():
            command, _, output = part.partition("\n")
            lines += [f"echo '<{len(shown)}>'", command]
            shown.append((command, [line for line in output.splitlines() if line]))
    place = next(n for n, line in enumerate(lines) if line.startswith("tocsin calls outcome 3"))
    folder = tmp_path / "bin"
    folder.mkdir()
    forked.script(folder)
    environment = {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "TOCSIN_DATABASE_URL": store,
        "TOCSIN_KEYS": str(keys),
        "TOCSIN_STORY": f"2021-03-04T11:00:00Z@0.000001@{datetime.now(UTC).timestamp():.0f}",
    }
    agent = "export TOCSIN_AGENT=anne"
    first = run([*lines[:place]], environment)
    people.contact(2, "Odette", None)
    second = run([agent, *lines[place - 1 :]], environment)
    said = dict(re.findall(r"<(\d+)>\n(.*?)(?=<\d+>\n|\Z)", first + second, re.DOTALL))
    for number, (command, wanted) in enumerate(shown):
        missing = [line for line in wanted if line not in said.get(str(number), "")]
        assert not missing, f"{command}\n{said.get(str(number))}"


def run(lines: list[str], environment: dict[str, str]) -> str:
    """The output of a few commands."""
    script = "\n".join(lines)
    done = subprocess.run(["sh", "-c", script], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
