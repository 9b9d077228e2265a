"""Reading the documentation: its pages, and the commands and files that they show."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FENCE = "```"


def page(name: str) -> str:
    """The text of a page of ``docs/``."""
    return (DOCS / name).read_text(encoding="utf-8")


def pages() -> list[Path]:
    """Every page, the ones at the root included."""
    return sorted(
        [*DOCS.rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))]
    )


def blocks(text: str) -> list[tuple[str, str, str]]:
    """Fenced blocks: the last line before that is not empty, the kind, and what is in it."""
    found = []
    before, kind, body = "", "", None
    for line in text.splitlines(keepends=True):
        if line.startswith(FENCE) and body is None:
            kind, body = line.strip("`\n"), ""
        elif line.startswith(FENCE):
            found.append((before, kind, body or ""))
            before, body = "", None
        elif body is not None:
            body += line
        elif line.strip():
            before = line.strip()
    return found
