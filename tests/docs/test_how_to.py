"""What a how-to page shows is done: its files are written, its commands are run, its output compared."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests import forked

from .paper import DOCS, ROOT, blocks

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    "institutions/add-an-institution.md",
    "institutions/add-a-clause.md",
    "integrate/answer-by-mail.md",
    "integrate/answer-by-sms.md",
    "integrate/use-in-a-mail-filter.md",
    "extend/write-a-flow.md",
    "extend/add-a-channel.md",
    "extend/add-a-language.md",
    "why/dated.md",
    "institutions/publish-your-charter.md",
]

ELSEWHERE = {
    "extend/add-an-item": "tests/charter",
    "integrate/use-from-python": "tests/cli",
    "extend/add-a-disease": "tests/tracing",
    "institutions/write-a-protocol": "tests/protocol",
    "integrate/connect-an-smsc": "tests/sms",
    "operate/run-the-store": "tests/store",
    "extend/add-a-language": "tests/locale",
    "operate/install": "tests/library",
    "integrate/take-in-results": "tests/tracing/intake",
    "integrate/connect-gateways": "tests/tracing/outbound",
    "operate/rotate-keys": "tests/privacy",
    "staff/en/call-agent": "tests/web/calls",
    "staff/en/supervisor": "tests/web/supervision",
    "operate/run-several-machines": "tests/tracing",
    "start/watch-a-town": "tests/simulation/town",
    "research/compare-policies": "tests/simulation/policies",
    "operate/run-the-site": "tests/web",
    "integrate/use-the-api": "tests/web/api",
    "integrate/receive-events": "tests/webhooks",
    "integrate/find-campaigns": "tests/campaigns",
    "integrate/use-others-lists": "tests/campaigns",
    "integrate/check-a-billion": "tests/spark",
    "integrate/take-out-a-line-list": "tests/metrics",
    "adopt/opening-kit": "tests/deploy",
    "operate/run-in-containers": "tests/deploy",
    "operate/deploy": "tests/deploy",
    "operate/accounts": "tests/web/accounts",
    "start/check-on-the-page": "tests/web",
    "staff/en/communication-officer": "tests/web/message_templates",
    "research/run-a-round": "tests/evaluation",
}
"""How-to page -> where it is tried."""


@pytest.fixture
def there(tmp_path, monkeypatch):
    """An empty folder to work in, with the command on the path."""
    tools = tmp_path / "bin"
    tools.mkdir()
    forked.script(tools)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CHARTERS", str(ROOT / "src" / "tocsin" / "charters"))
    monkeypatch.setenv("COLUMNS", "1000")
    work = tmp_path / "work"
    work.mkdir()
    return work


def written(folder, before, body):
    """Write the file that the line before a block names, if it names one."""
    if before.startswith("`") and before.endswith("`:"):
        path = folder / before.strip("`:")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")


def commands(body):
    """Each command of a console block, with the lines of output below it."""
    for part in body.split("$ ")[1:] if body.startswith("$ ") else ():
        command, _, output = part.partition("\n")
        yield command, [line for line in output.splitlines() if line]


def run(command, folder):
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=300)
    return " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_shows_is_what_happens(name, there):
    ran = 0
    for before, kind, body in blocks((DOCS / name).read_text(encoding="utf-8")):
        written(there, before, body)
        for command, shown in commands(body) if kind == "console" else ():
            output = run(command, there)
            missing = [line for line in shown if " ".join(line.split()) not in output]
            assert missing == [], f"{command}\n{output}"
            ran += 1
    assert ran


def test_the_readme_shows_what_is_printed(there, monkeypatch):
    monkeypatch.delenv("COLUMNS")
    ((command, _),) = ((c, o) for _, k, b in blocks(README) if k == "console" for c, o in commands(b))
    (shown,) = (b.partition("\n")[2] for _, k, b in blocks(README) if k == "console")
    done = subprocess.run(
        ["sh", "-c", command.removeprefix("./dev ")], cwd=there, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.startswith(shown)


def test_the_readme_opens_with_the_two_commands():
    assert [line.split()[:2] for line in README.splitlines()[1:3]] == [["./dev", "start"], ["./dev", "test"]]


def test_every_how_to_is_tried():
    pages = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md") if commands_on(path)}
    tried = {*PAGES, *(f"{name}.md" for name in ELSEWHERE)}
    assert {name for name in pages - tried if name.split("/")[0] not in READ_ONLY} == {"start/tutorial.md"}
    assert tried - {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")} == set()


READ_ONLY = {"reference", "why", "design.md"}
"""Where a command is an example; the tests of the reference hold these pages."""


def commands_on(path):
    return any(
        re.search(r"^\$? ?(?:\./dev )?tocsin ", body, re.M) for _, _, body in blocks(path.read_text("utf-8"))
    )


@pytest.mark.parametrize(("name", "folder"), ELSEWHERE.items())
def test_where_a_how_to_is_tried_it_is_named(name, folder):
    named = (
        path
        for path in (ROOT / folder).glob("*.py")
        if name.split("/")[-1] in path.read_text(encoding="utf-8")
    )
    assert next(named, None), name


FILE = re.compile(r"(?<![\w/.$-])@?((?:[\w.-]+/)*[\w-]+\.(?:csv|eml|hl7|json|jsonl|ndjson|pem|txt|yaml))\b")
MADE = re.compile(r"(?:>>?|--out|--ack|--report|-out|-keyout|-o|backup)\s+([\w./-]+)")
MAKERS = {
    "quarantine-17.csv": "quarantine show 17 --out .",
    "town/keys.json": "--folder town",
    "requirements.txt": "./dev wheel",
    "new.jsonl": "./dev round copies",
    "labels.jsonl": "./dev round blind",
}
"""A file that a command makes without naming it, or that the reader writes, and the command."""


@pytest.mark.parametrize(
    "path", [*(DOCS / f"{name}.md" for name in ELSEWHERE), DOCS / "start/tutorial.md"], ids=lambda p: p.stem
)
def test_no_example_needs_a_file_that_nobody_has(path):
    """A file that a command reads stands here, on the page, or was made by a command before it."""
    text = path.read_text(encoding="utf-8")
    there = {name for name, maker in MAKERS.items() if maker in text}
    for before, kind, body in blocks(text):
        named = re.findall(r"`([^`]+)`(?:, [^`]*)?:$", before)
        there |= {*named, *(Path(name).name for name in named)}
        if kind not in ("sh", "console", ""):
            continue
        for line in body.splitlines():
            if kind == "console" and not line.startswith("$ "):
                continue
            made = set(MADE.findall(line))
            needed = set(FILE.findall(line.partition(" #")[0])) - made
            there |= made
            missing = [
                n
                for n in needed
                if n not in there and not (ROOT / n).exists() and not n.startswith("tocsin.")
            ]
            assert missing == [], f"{path.name}: {line}"


def test_no_page_tells_to_install_a_name_that_is_nobodys():
    """Until Tocsin is published: whoever takes the name would get into the machines of our readers."""
    said = re.compile(
        r"\b(?:pip3?|pipx|uvx|uv tool|uv pip|uv) +(?:install |run |add )?(?:-\S+ )*['\"]?tocsin\b"
    )
    texts = [
        *DOCS.rglob("*.md"),
        *ROOT.glob("*.md"),
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "deploy").rglob("*"),
    ]
    told = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in texts
        if path.is_file() and path.name != "install.md"
        for found in said.finditer(path.read_text(encoding="utf-8"))
    ]
    assert told == []


def test_yaml_blocks_parse():
    for path in DOCS.rglob("*.md"):
        for _, kind, body in blocks(path.read_text(encoding="utf-8")):
            if kind == "yaml":
                yaml.safe_load(body)


def test_the_sieve_rule_compiles(there):
    if not shutil.which("sievec"):
        pytest.skip("sievec is not installed")
    for before, _, body in blocks((DOCS / "integrate/use-in-a-mail-filter.md").read_text(encoding="utf-8")):
        written(there, before, body)
    done = subprocess.run(["sievec", "tocsin.sieve"], cwd=there, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_procmail_files_an_imposture(there):
    if not shutil.which("procmail"):
        pytest.skip("procmail is not installed")
    for before, _, body in blocks((DOCS / "integrate/use-in-a-mail-filter.md").read_text(encoding="utf-8")):
        written(there, before, body)
    recipe = (there / "procmailrc").read_text()
    lines = f"MAILDIR={there}\nDEFAULT={there}/inbox/\nPATH={os.environ['PATH']}\nSHELL=/bin/sh\n"
    (there / "procmailrc").write_text(lines + recipe)
    with (there / "fraud.eml").open("rb") as mail:
        subprocess.run(["procmail", "-m", str(there / "procmailrc")], stdin=mail, cwd=there, check=True)
    assert len(list((there / "impostures" / "new").iterdir())) == 1
