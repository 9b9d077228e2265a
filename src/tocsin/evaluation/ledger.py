"""The ledger of measurements: what was scored, when, at which commit, and how often it was right. It only grows.

A line of JSON is an entry. Each holds the digest of the line before it, so that an entry that is changed or taken
out afterwards is noticed when the ledger is read. A set of rows is *first sight* once: the ledger knows it by the
digest of its file.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from tocsin.evaluation.labelled_rows import RowResult
from tocsin.metrics.statistics.proportion import estimate_proportion
from tocsin.verdict.model import ACCUSED

Subject = Literal["messages", "replies", "drafts"]
"""What was judged: messages that arrive, replies to guided SMS, or texts before they leave."""
Sight = Literal["first", "second"]
"""``first``: none of the sets had been scored before."""


class LedgerDamaged(ValueError):
    """A line of the ledger cannot be read, or is not the one that was written."""


class MeasuredSet(Struct, frozen=True):
    name: str
    rows: int
    sha256: str
    """Of the file, in hexadecimal."""


class MeasuredFamily(Struct, frozen=True):
    """What the rows of a set that are of one family, and came by one channel, got."""

    set: str
    family: str
    channel: str
    """How they came; empty where rows of all channels are counted together, or have none."""
    rows: int
    counts: dict[str, int]
    """How many of the rows had this said of them: ``right``, ``flagged``, ``imposture``..."""


class LedgerEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    on: date
    commit: str
    """Of the code that judged; ``+`` after it where files differed from it."""
    subject: Subject
    sight: Sight
    sets: tuple[MeasuredSet, ...]
    figures: tuple[MeasuredFamily, ...]
    note: str = ""
    previous: str = ""
    """SHA-256 of the line before, in hexadecimal; empty in the first."""


def read_ledger(content: bytes) -> list[LedgerEntry]:
    """The entries, oldest first. Raises ``LedgerDamaged`` with the number of the line that is not as written."""
    found: list[LedgerEntry] = []
    previous = ""
    for number, line in enumerate(content.splitlines(), 1):
        try:
            entry = msgspec.json.decode(line, type=LedgerEntry)
        except msgspec.DecodeError as error:
            raise LedgerDamaged(f"line {number}: {error}") from error
        if entry.previous != previous:
            raise LedgerDamaged(f"line {number}: the line before it was changed after it was written")
        found.append(entry)
        previous = sha256(line).hexdigest()
    return found


_PACKED = Path(__file__).with_name("LEDGER.ndjson")
_IN_CHECKOUT = Path(__file__).parents[3] / "evals" / "LEDGER.ndjson"


def read_own_ledger() -> list[LedgerEntry]:
    """The ledger of this Tocsin: packed in the wheel, or that of the checkout; empty where neither has one."""
    for path in (_PACKED, _IN_CHECKOUT):
        if path.is_file():
            return read_ledger(path.read_bytes())
    return []


def append_entry(
    content: bytes,
    on: date,
    commit: str,
    subject: Subject,
    sets: tuple[MeasuredSet, ...],
    figures: tuple[MeasuredFamily, ...],
    note: str = "",
) -> bytes:
    before = read_ledger(content)
    known = {one.sha256 for entry in before for one in entry.sets}
    lines = content.splitlines()
    entry = LedgerEntry(
        on=on,
        commit=commit,
        subject=subject,
        sight="second" if any(one.sha256 in known for one in sets) else "first",
        sets=sets,
        figures=figures,
        note=note,
        previous=sha256(lines[-1]).hexdigest() if lines else "",
    )
    return b"".join(line + b"\n" for line in [*lines, msgspec.json.encode(entry)])


def count_verdicts(name: str, results: Iterable[RowResult]) -> list[MeasuredFamily]:
    """How the rows of a set were judged, by family and channel."""
    parts: dict[tuple[str, str], list[RowResult]] = {}
    for result in results:
        parts.setdefault((result.case.family, result.case.channel), []).append(result)
    return [
        MeasuredFamily(
            name,
            family,
            channel,
            len(own),
            {
                "right": sum(r.is_right for r in own),
                "flagged": sum(r.verdict in ACCUSED for r in own),
                "imposture": sum(r.verdict == "imposture" for r in own),
            },
        )
        for (family, channel), own in sorted(parts.items())
    ]


def pool_figures(figures: Iterable[MeasuredFamily], *, by_channel: bool = False) -> list[MeasuredFamily]:
    pooled: dict[tuple[str, str], MeasuredFamily] = {}
    for one in figures:
        channel = one.channel if by_channel else ""
        seen = pooled.get((one.family, channel), MeasuredFamily("", one.family, channel, 0, {}))
        counts = {key: seen.counts.get(key, 0) + n for key, n in one.counts.items()}
        pooled[one.family, channel] = MeasuredFamily("", one.family, channel, seen.rows + one.rows, counts)
    return [pooled[key] for key in sorted(pooled)]


# ---- for people


def render_ledger(entries: Sequence[LedgerEntry]) -> str:
    """The ledger as a page: newest first, every share with its 95 % interval."""
    lines = [
        "# Ledger",
        "",
        "What was measured, when, at which commit: it only grows. `tocsin eval FILE... --ledger` writes it, and this page",
        "from it. *First sight*: the rows had never been scored before, and nobody who wrote rules had read them.",
        "A share is followed by its 95 % interval (Wilson).",
    ]
    for entry in reversed(entries):
        lines += ["", f"## {entry.on}, {entry.subject}, {entry.sight} sight, at {entry.commit}", ""]
        if entry.note:
            lines += [entry.note, ""]
        lines += [*_render_families(pool_figures(entry.figures)), "", *_render_sets(entry)]
        lines += ["", *_render_channels(entry)]
    return "\n".join(lines) + "\n"


def _render_families(families: Sequence[MeasuredFamily]) -> list[str]:
    names = list(dict.fromkeys(name for one in families for name in one.counts))
    return [
        f"| family | rows | {' | '.join(names)} |",
        f"|---|---|{'---|' * len(names)}",
        *(
            f"| {one.family} | {one.rows} | "
            + " | ".join(
                describe_share(one.counts[name], one.rows) if name in one.counts else "" for name in names
            )
            + " |"
            for one in families
        ),
    ]


def describe_share(count: int, of: int) -> str:
    """A count with its share and interval.

    >>> describe_share(228, 240)
    '228 (95 % [91-97])'
    >>> describe_share(0, 0)
    '0'
    """
    found = estimate_proportion(count, of)
    if found.share is None or found.low is None or found.high is None:
        return str(count)
    return f"{count} ({_percent(found.share)} % [{_percent(found.low)}-{_percent(found.high)}])"


def _percent(share: float) -> str:
    """In hundredths, with one decimal where the whole number would hide what matters."""
    found = share * 100
    return f"{found:.0f}" if 1.5 <= found < 98.5 or found in (0, 100) else f"{found:.1f}"


def _render_sets(entry: LedgerEntry) -> list[str]:
    """By set: the share of right verdicts of each family, in hundredths."""
    families = [one.family for one in pool_figures(entry.figures)]
    rows = ["| set | rows | digest | right, by family |", "|---|---|---|---|"]
    for one in entry.sets:
        own = {f.family: f for f in pool_figures(f for f in entry.figures if f.set == one.name)}
        shares = ", ".join(
            f"{family} {100 * own[family].counts['right'] / own[family].rows:.0f} %"
            for family in families
            if family in own and "right" in own[family].counts
        )
        rows.append(f"| {one.name} | {one.rows} | `{one.sha256[:12]}` | {shares} |")
    return rows


def _render_channels(entry: LedgerEntry) -> list[str]:
    """By channel: how many of the rows of each family were judged rightly."""
    parts = [one for one in pool_figures(entry.figures, by_channel=True) if one.channel]
    if entry.subject != "messages" or not parts:
        return []
    families = list(dict.fromkeys(one.family for one in parts))
    by_place = {(one.channel, one.family): one for one in parts}
    rows = [f"| right, by channel | {' | '.join(families)} |", f"|---|{'---|' * len(families)}"]
    for channel in sorted({one.channel for one in parts}):
        cells = []
        for family in families:
            found = by_place.get((channel, family))
            cells.append(f"{found.counts['right']} of {found.rows}" if found else "")
        rows.append(f"| {channel} | {' | '.join(cells)} |")
    return rows
