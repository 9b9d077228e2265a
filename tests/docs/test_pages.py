"""Pages lead where they say, and name nothing of one machine."""

import re
from pathlib import Path

import pytest

from .paper import DOCS, ROOT, page, pages

LINK = re.compile(r"\[[^][]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*)$", re.M)
FENCED = re.compile(r"^```.*?^```$|`[^`\n]+`|^> .*$", re.M | re.S)
FOREIGN = re.compile(
    r"/(?:work|root|home/\w+|tmp)/|(?:pypi|pythonhosted|debian|ubuntu)\.(?:org|net|com)|npmjs"
)
NAMES = [str(path.relative_to(ROOT)) for path in pages()]


def anchors(text: str) -> set[str]:
    """Names of the headings, as the usual viewers of Markdown make them."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in plain}


def links(path: Path) -> list[str]:
    """Where a page leads within the project."""
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    return [target for target in LINK.findall(text) if "://" not in target]


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name):
    path = ROOT / name
    dead = []
    for target in links(path):
        file, _, anchor = target.partition("#")
        found = (path.parent / file) if file else path
        if not found.exists() or (anchor and anchor not in anchors(found.read_text(encoding="utf-8"))):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_one_machine_is_named(name):
    assert FOREIGN.findall((ROOT / name).read_text(encoding="utf-8")) == []


def test_every_page_is_in_the_index():
    listed = {(DOCS / target).resolve() for target in links(DOCS / "index.md")}
    assert [p for p in DOCS.rglob("*.md") if p.resolve() not in listed and p.name != "index.md"] == []


def test_the_readme_leads_to_the_documentation():
    assert "docs/index.md" in links(ROOT / "README.md")


def test_the_changelog_speaks_of_this_version():
    from tocsin import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_words_of_the_design_are_in_the_glossary():
    known = page("glossary.md")
    assert [
        w
        for w in ("charter", "clause", "evidence", "fold", "token string", "view")
        if f"| {w} |" not in known
    ] == []
