"""A ruling of the guard as its author would want to read it."""

from collections import Counter
from collections.abc import Iterator

from tocsin.charter import words
from tocsin.charter.schema import Charter
from tocsin.cli.paper import Paper, Piece
from tocsin.cli.words import title
from tocsin.guard.model import Draft, Reason, Ruling
from tocsin.message.harmless import harmless, one_line

_HEADS = {"block": "imposture", "warn": "suspicious", "pass": "authentic"}
"""Result -> style of its headline."""
_MARKS = {"block": "contradicts", "warn": "warns"}
_BAR = "  │ "
_ALPHABETS = {"gsm7": "GSM-7", "ucs2": "UCS-2"}


def draw(draft: Draft, ruling: Ruling, charter: Charter, lang: str, paper: Paper | None = None) -> None:
    """Write the ruling: headline, text, reasons, a wording that passes, what it proves."""
    paper = paper or Paper.standard()
    if draft.id is not None:
        paper.put((harmless(str(draft.id)), "strong"))
    paper.put((title(f"guard_{ruling.result}", lang), _HEADS[ruling.result]))
    paper.gap()
    sent = title("guard_sent", lang).format(
        one_line(draft.sender, 40) or "…", ruling.parts, _ALPHABETS[ruling.alphabet]
    )
    paper.put((sent, "strong"))
    paper.put(*_marked(draft.text, ruling.reasons), first=_BAR)
    _reasons(paper, ruling, lang)
    if ruling.proposal is not None:
        _head(paper, "proposal", lang)
        paper.put((harmless(ruling.proposal), ""), first=_BAR)
    paper.gap()
    paper.put((title("guard_proves", lang), ""))
    day = words.day(ruling.on, lang)
    foot = title("charter", lang).format(id=charter.id, version=charter.version, day=day)
    paper.gap()
    paper.put((foot, "faint"))
    if draft.id is not None:
        paper.gap()


def sum_up(rulings: list[Ruling], lang: str, paper: Paper | None = None) -> None:
    """Write how many texts pass, are to be looked at, and are blocked."""
    paper = paper or Paper.standard()
    count = Counter(ruling.result for ruling in rulings)
    text = title("guard_sum", lang).format(len(rulings), count["pass"], count["warn"], count["block"])
    paper.put((text, "strong"))


def _head(paper: Paper, name: str, lang: str) -> None:
    paper.gap()
    paper.put((title(name, lang), "strong"))


def _marked(text: str, reasons: tuple[Reason, ...]) -> Iterator[Piece]:
    """The text, with what is quoted underlined; the gravest reason wins."""
    at = 0
    for start, end, style in sorted(_spans(reasons)):
        if start >= at:
            yield harmless(text[at:start]), ""
            yield harmless(text[start:end]), style
            at = end
    yield harmless(text[at:]), ""


def _spans(reasons: tuple[Reason, ...]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for reason in reasons:
        if reason.span and all(reason.span[1] <= a or b <= reason.span[0] for a, b, _ in kept):
            kept.append((*reason.span, _MARKS[reason.weight]))
    return kept


def _reasons(paper: Paper, ruling: Ruling, lang: str) -> None:
    number = 0
    groups = (
        ("blocks", [r for r in ruling.reasons if r.weight == "block" and not r.waived]),
        ("warns", [r for r in ruling.reasons if r.weight == "warn" and not r.waived]),
        ("allowed", [r for r in ruling.reasons if r.waived]),
    )
    for name, reasons in groups:
        if reasons:
            _head(paper, name, lang)
        for reason in reasons:
            number += 1
            paper.put((harmless(reason.text), ""), first=f"{number:3}. ", rest="     ")
            for line in _grounds(reason, lang):
                paper.put((line, "faint"), first="     ", rest="       ")


def _grounds(reason: Reason, lang: str) -> Iterator[str]:
    own = reason.clause.startswith("guard.")
    yield f"{title('own_rule' if own else 'rule', lang)} {reason.clause} ({reason.kind})"
    if reason.source:
        yield title("source", lang) + reason.source
    if reason.waived:
        yield title("waived_by", lang) + harmless(reason.waived)
