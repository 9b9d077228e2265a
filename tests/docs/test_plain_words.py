"""A sentence of a page names its subject: not *who dies is begun again*, but *systemd restarts a process*."""

import re

from .paper import DOCS

FENCED = re.compile(r"^```.*?^```$", re.M | re.S)
LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
RIDDLE = re.compile(
    r"(?:(?<=[.:;!?] )|^)"
    r"(?:Who|Whom|Whoever|Whatever|What (?:is|was|were|had|may|can|cannot|could|comes|stands|dies|died))\b"
    r"[^.?!]*[.?!]"
)
PAGES = sorted(
    path.relative_to(DOCS).as_posix()
    for path in DOCS.rglob("*.md")
    if path.parent.name != "fr" and path.name != "design.md"
)


def paragraphs(text: str) -> list[str]:
    """What is written in sentences: no headings, tables, quotations or code."""
    lines = (
        "" if line.startswith(("#", "|", ">", "    ")) else line for line in FENCED.sub("", text).split("\n")
    )
    parts = re.split(r"\n\n+|\n(?=\s*(?:[-*]|\d+\.) )", "\n".join(lines))
    plain = (" ".join(LINK.sub(r"\1", part).split()) for part in parts)
    return [re.sub(r"^(?:[-*]|\d+\.) ", "", part) for part in plain]


def test_no_sentence_begins_with_a_riddle() -> None:
    found = [
        (name, sentence)
        for name in PAGES
        for part in paragraphs((DOCS / name).read_text(encoding="utf-8"))
        for sentence in RIDDLE.findall(part)
        if not sentence.endswith("?")
    ]
    assert found == []
