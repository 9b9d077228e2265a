"""A comparison of policies as a person reads it in a terminal: the table, who wins, how sure that is."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from tocsin.charter.words import format_day, translate_wording
from tocsin.locale.languages import get_language
from tocsin_simulation.policies import comparison_words
from tocsin_simulation.policies.comparison import PolicyColumn, PolicyComparison
from tocsin_simulation.policies.comparison_plan import ComparisonPlan
from tocsin_simulation.policies.comparison_words import (
    Lang,
    format_difference,
    format_median_interval,
    format_number,
    format_short_half,
    format_value,
    name_measure,
    say_winner,
)
from tocsin_simulation.policies.figures import load_figures

WIDTH: Final = 80
CELL: Final = 8
WIDE: Final = 92


def render_comparison(
    plan: ComparisonPlan, found: PolicyComparison, lang: Lang, width: int = WIDTH
) -> Iterator[str]:
    titles = {policy.name: translate_wording(policy.title, lang) for policy in plan.policies}
    yield _sentence("head", lang, day=format_day(plan.day, lang))
    yield from _wrap_text(_size_line(plan, found, lang), width)
    yield ""
    yield from _render_table(plan, found, titles, lang, width)
    yield ""
    before = format_value("r", found.r_before, lang)
    yield from _wrap_text(_sentence("spread", lang, seeds=plan.seeds, r=before), width)
    if len(found.columns) > 1:
        yield ""
        yield from _winner_lines(found, titles, lang, width)
        yield ""
        yield from _difference_lines(found, titles, lang, width)
    if plan.follow:
        yield ""
        yield from _follow_lines(plan, found, titles, lang, width)
    yield ""
    assumed = sum(figure.assumption for figure in load_figures().values())
    yield from _wrap_text(_sentence("foot", lang, assumed=assumed, all=len(load_figures())), width)


def _size_line(plan: ComparisonPlan, found: PolicyComparison, lang: Lang) -> str:
    return _sentence(
        "size", lang, people=format_number(found.people, lang),
        each=format_number(found.people / plan.seeds, lang), seeds=plan.seeds,
        scale=format_number(plan.country * plan.days * plan.seeds / max(1, found.people), lang),
        country=format_number(plan.country * plan.days, lang),
    )  # fmt: skip


def _render_table(
    plan: ComparisonPlan, found: PolicyComparison, titles: dict[str, str], lang: Lang, width: int
) -> Iterator[str]:
    cell = CELL + (width >= WIDE)
    first = max(16, width - cell * len(comparison_words.MAIN))
    heads = "".join(
        translate_wording(comparison_words.load_texts()["short"][name], lang).rjust(cell)
        for name in comparison_words.MAIN
    )
    yield f"{policy_heading(lang):<{first}}{heads}"
    for column in found.columns:
        cells = "".join(
            format_value(n, column.values[n].mean, lang).rjust(cell) for n in comparison_words.MAIN
        )
        halves = "".join(
            format_short_half(n, column.values[n], lang).rjust(cell) for n in comparison_words.MAIN
        )
        title = wrap(titles[column.name], first - 1) or [column.name]
        yield f"{title[0]:<{first}}{cells}"
        rest = title[1:] or [""]
        if halves.strip() or rest[0]:
            yield f"{rest[0]:<{first}}{halves}".rstrip()
        yield from rest[1:]


def policy_heading(lang: Lang) -> str:
    return _sentence("policy", lang)


def _winner_lines(found: PolicyComparison, titles: dict[str, str], lang: Lang, width: int) -> Iterator[str]:
    yield _sentence("who", lang)
    by_name = {column.name: column.values for column in found.columns}
    for best in found.best:
        if best.measure not in comparison_words.MAIN:
            continue
        means = {name: values[best.measure] for name, values in by_name.items()}
        colon = get_language(lang).colon
        yield from _wrap_text(
            name_measure(best.measure, lang) + colon + say_winner(best, titles, means, lang),
            width,
            "  ",
        )


def _difference_lines(
    found: PolicyComparison, titles: dict[str, str], lang: Lang, width: int
) -> Iterator[str]:
    yield _sentence("against", lang, first=titles[found.columns[0].name])
    for column in found.columns[1:]:
        colon = get_language(lang).colon
        yield from _wrap_text(f"{titles[column.name]}{colon}{_sure_changes(column, lang)}", width, "  ")


def _follow_lines(
    plan: ComparisonPlan, found: PolicyComparison, titles: dict[str, str], lang: Lang, width: int
) -> Iterator[str]:
    """People infected in the days that follow, under each policy."""
    yield from _wrap_text(_sentence("follow", lang, days=plan.follow), width)
    for column in found.columns:
        said = format_median_interval("infected", column.values["infected"], lang)
        if column.differences:
            said += (
                f" ; {format_median_interval('infected', column.differences['infected'], lang, signed=True)}"
            )
        yield from _wrap_text(f"{titles[column.name]} : {said}", width, "  ")


def _sure_changes(column: PolicyColumn, lang: Lang) -> str:
    sure = [
        f"{name_measure(name, lang)} {'+' if one.mean > 0 else '-'}{format_difference(name, one.mean, lang)}"
        for name in comparison_words.MAIN
        if (one := column.differences[name]).is_significant
    ]
    return get_language(lang).semicolon.join(sure) or _sentence("nothing", lang)


def _wrap_text(text: str, width: int, first: str = "") -> list[str]:
    return wrap(text, width, initial_indent=first, subsequent_indent=first + "  " if first else "")


def _sentence(name: str, lang: Lang, **values: object) -> str:
    said = translate_wording(comparison_words.load_texts()["terminal"][name], lang).format(**values)
    return get_language(lang).typeset(said)
