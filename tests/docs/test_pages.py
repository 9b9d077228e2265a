"""Pages name nothing of one machine, and the README leads to them. `test_site` checks the links."""

import re
from pathlib import Path

import yaml

from tocsin import __version__

from .paper import ROOT, page, pages

LINK = re.compile(r"\[[^][]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$|`[^`\n]+`|^> .*$", re.M | re.S)
FOREIGN = re.compile(
    r"/(?:work|root|home/\w+|tmp)/|(?:pypi|pythonhosted|debian|ubuntu)\.(?:org|net|com)|npmjs"
)
NAMES = [str(path.relative_to(ROOT)) for path in pages()]


def links(path: Path) -> list[str]:
    """Where a page leads within the project."""
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    return [target for target in LINK.findall(text) if "://" not in target]


def test_nothing_of_one_machine_is_named():
    found = {name: FOREIGN.findall((ROOT / name).read_text(encoding="utf-8")) for name in NAMES}
    assert {name: some for name, some in found.items() if some} == {}


def test_the_readme_leads_to_the_documentation():
    assert "docs/index.md" in links(ROOT / "README.md")


def test_the_changelog_and_the_citation_speak_of_this_version():
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == __version__


def test_words_of_the_design_are_in_the_glossary():
    known = page("glossary.md")
    assert [
        w
        for w in ("charter", "clause", "evidence", "fold", "token string", "view")
        if f"| {w} |" not in known
    ] == []
