"""A comparison of policies as a person reads it in a terminal: the table, who wins, how sure that is."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from tocsin.charter.words import said
from tocsin.twin import words
from tocsin.twin.compare import Column, Comparison
from tocsin.twin.figures import known
from tocsin.twin.plan import Plan
from tocsin.twin.words import Lang

WIDTH: Final = 80
CELL: Final = 8
WIDE: Final = 92


def lines(plan: Plan, found: Comparison, lang: Lang, width: int = WIDTH) -> Iterator[str]:
    """The page, line by line."""
    titles = {policy.name: said(policy.title, lang) for policy in plan.policies}
    yield _say("head", lang, day=words.day(plan.day, lang))
    yield from _wrapped(_size(plan, found, lang), width)
    yield ""
    yield from _table(plan, found, titles, lang, width)
    yield ""
    before = words.value("r", found.r_before, lang)
    yield from _wrapped(_say("spread", lang, seeds=plan.seeds, r=before), width)
    if len(found.columns) > 1:
        yield ""
        yield from _winners(found, titles, lang, width)
        yield ""
        yield from _against(found, titles, lang, width)
    yield ""
    assumed = sum(figure.assumption for figure in known().values())
    yield from _wrapped(_say("foot", lang, assumed=assumed, all=len(known())), width)


def _size(plan: Plan, found: Comparison, lang: Lang) -> str:
    return _say(
        "size", lang, people=words.number(found.people, lang),
        each=words.number(found.people / plan.seeds, lang), seeds=plan.seeds,
        scale=words.number(plan.country * plan.days * plan.seeds / max(1, found.people), lang),
        country=words.number(plan.country * plan.days, lang),
    )  # fmt: skip


def _table(plan: Plan, found: Comparison, titles: dict[str, str], lang: Lang, width: int) -> Iterator[str]:
    cell = CELL + (width >= WIDE)
    first = max(16, width - cell * len(words.MAIN))
    heads = "".join(said(words.SHORT[name], lang).rjust(cell) for name in words.MAIN)
    yield f"{said_policy(lang):<{first}}{heads}"
    for column in found.columns:
        cells = "".join(words.value(n, column.values[n].mean, lang).rjust(cell) for n in words.MAIN)
        halves = "".join(words.short_half(n, column.values[n], lang).rjust(cell) for n in words.MAIN)
        title = wrap(titles[column.name], first - 1) or [column.name]
        yield f"{title[0]:<{first}}{cells}"
        rest = title[1:] or [""]
        if halves.strip() or rest[0]:
            yield f"{rest[0]:<{first}}{halves}".rstrip()
        yield from rest[1:]


def said_policy(lang: Lang) -> str:
    """The head of the first column."""
    return _say("policy", lang)


def _winners(found: Comparison, titles: dict[str, str], lang: Lang, width: int) -> Iterator[str]:
    yield _say("who", lang)
    by_name = {column.name: column.values for column in found.columns}
    for best in found.best:
        if best.measure not in words.MAIN:
            continue
        means = {name: values[best.measure] for name, values in by_name.items()}
        colon = " : " if lang == "fr" else ": "
        yield from _wrapped(
            words.label(best.measure, lang) + colon + words.won(best, titles, means, lang), width, "  "
        )


def _against(found: Comparison, titles: dict[str, str], lang: Lang, width: int) -> Iterator[str]:
    """What each other policy surely changes."""
    yield _say("against", lang, first=titles[found.columns[0].name])
    for column in found.columns[1:]:
        colon = " : " if lang == "fr" else ": "
        yield from _wrapped(f"{titles[column.name]}{colon}{_changes(column, lang)}", width, "  ")


def _changes(column: Column, lang: Lang) -> str:
    sure = [
        f"{words.label(name, lang)} {'+' if one.mean > 0 else '-'}{words.difference(name, one.mean, lang)}"
        for name in words.MAIN
        if (one := column.differences[name]).sure
    ]
    return (" ; " if lang == "fr" else "; ").join(sure) or _say("nothing", lang)


def _wrapped(text: str, width: int, first: str = "") -> list[str]:
    return wrap(text, width, initial_indent=first, subsequent_indent=first + "  " if first else "")


def _say(name: str, lang: Lang, **values: object) -> str:
    return said(words.texts()["terminal"][name], lang).format(**values)
