"""Reading the documentation: its pages, and the commands and files that they show."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^(?P<before>[^\n]*)\n+```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)


def page(name: str) -> str:
    """The text of a page of ``docs/``."""
    return (DOCS / name).read_text(encoding="utf-8")


def pages() -> list[Path]:
    """Every page, the ones at the root included."""
    return sorted(
        [*DOCS.rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))]
    )


def blocks(text: str) -> list[tuple[str, str, str]]:
    """Fenced blocks: the line before, the kind, and what is in it."""
    return [(m["before"], m["kind"], m["body"]) for m in FENCE.finditer(text)]
