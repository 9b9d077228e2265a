"""The documentation is built as a site, strictly: a link or an anchor that leads nowhere is an error."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .paper import DOCS, ROOT

OUTSIDE = re.compile(
    r"""(?:src|srcset|data)=["'](?:https?:)?//|<link[^>]+href=["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import"""
)


def build(source: Path, made: Path) -> subprocess.CompletedProcess[str]:
    """What ``./dev docs`` runs, on the pages of a folder."""
    strict = "-m sphinx -W --keep-going -q -n -b html -c docs".split()
    assert " ".join(strict) in (ROOT / "dev").read_text(encoding="utf-8")
    command = [sys.executable, *strict, "-d", str(made / "read"), ".", str(made / "html")]
    return subprocess.run(command, cwd=source, capture_output=True, text=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    done = build(ROOT, made)
    assert done.returncode == 0, done.stderr
    return made / "html"


def test_every_page_is_on_the_site_and_its_first_address_leads_there(site: Path) -> None:
    pages = [path.relative_to(ROOT).with_suffix(".html") for path in DOCS.rglob("*.md")]
    assert [page for page in pages if not (site / page).exists()] == []
    (first,) = re.findall(r"url=([\w/.]+)", (site / "index.html").read_text(encoding="utf-8"))
    assert (site / first).exists()


def test_it_can_be_searched_without_a_service(site: Path) -> None:
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert "docs/reference/verdicts" in index
    assert "quarantin" in index


def test_a_reader_fetches_nothing_from_elsewhere(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".css", ".svg")]
    assert [path.name for path in files if OUTSIDE.search(path.read_text(encoding="utf-8"))] == []


def test_a_page_in_french_says_so(site: Path) -> None:
    for name, language in (("fr/encadrement", "fr"), ("en/supervisor", "en")):
        page = (site / f"docs/staff/{name}.html").read_text(encoding="utf-8")
        assert re.search(r'<html[^>]* lang="(\w+)"', page)[1] == language


def test_a_diagram_is_drawn_with_its_name_read_aloud(site: Path) -> None:
    page = (site / "docs/reference/flows/case.html").read_text(encoding="utf-8")
    assert 'role="img" aria-label="A person tested positive (case)"><svg' in page


def test_a_link_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    """Four of them, each on a page of its own: each is told, and nothing else is."""
    links = ["nowhere.md", "#nowhere", "page.md#nowhere", "nowhere.svg"]
    (tmp_path / "docs" / "_site").mkdir(parents=True)
    (tmp_path / "docs" / "_static").mkdir()
    shutil.copy(DOCS / "conf.py", tmp_path / "docs")
    shutil.copy(DOCS / "_static" / "site.css", tmp_path / "docs" / "_static")
    (tmp_path / "docs" / "page.md").write_text("# A page\n")
    listed = "- [A page](page.md)\n"
    for number, link in enumerate(links):
        (tmp_path / "docs" / f"lost{number}.md").write_text(f"# Lost\n\n[Somewhere]({link})\n")
        listed += f"- [Lost](lost{number}.md)\n"
    (tmp_path / "docs" / "index.md").write_text(f"# First page\n\n[Its top](page.md#a-page)\n\n{listed}")
    done = build(tmp_path, tmp_path / "made")
    assert done.returncode != 0
    told = re.findall(r"docs/(\w+)\.md:\d+: WARNING: .*nowhere", done.stderr)
    assert sorted(told) == ["lost0", "lost1", "lost2", "lost3"], done.stderr
    assert done.stderr.count("WARNING") == len(links), done.stderr
