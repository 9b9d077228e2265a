"""``tocsin twin``: the same day under several policies, on simulated people and real decisions."""

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tocsin.cli import status
from tocsin.cli.twin import page
from tocsin.twin import compare, figures, plan, policy
from tocsin.twin import run as runs
from tocsin.twin.sample import RECORD_DAY


def add(parser: ArgumentParser) -> None:
    """The words of the command line."""
    say = parser.add_argument
    say(
        "--policy",
        type=Path,
        metavar="FILE",
        help="policies of your own, as YAML (default: those that come with it)",
    )
    say("--only", metavar="NAME,NAME", help="of these policies, only some")
    say(
        "--people",
        type=whole_number,
        default=2_000,
        metavar="N",
        help="positives to simulate in one day (2000)",
    )
    say(
        "--scale",
        type=float,
        metavar="X",
        help="how many people each of them stands for (all positives of the day)",
    )
    say(
        "--agents",
        type=whole_number,
        metavar="N",
        help="agents of the first policy, and of those that have as many (6000)",
    )
    say(
        "--day",
        type=date.fromisoformat,
        default=RECORD_DAY,
        metavar="DATE",
        help="day whose rules hold (2022-01-25)",
    )
    say("--days", type=whole_number, default=1, metavar="N", help="days with as many positives each (1)")
    say(
        "--seed",
        type=whole_number,
        default=1,
        metavar="N",
        help="first seed; the same one, the same outcome (1)",
    )
    say("--seeds", type=whole_number, default=5, metavar="N", help="so many runs of each policy (5)")
    say(
        "--processes",
        type=whole_number,
        default=0,
        metavar="N",
        help="at once (as many as there are processors)",
    )
    say("--json", action="store_true", help="one JSON object instead of words")
    say(
        "--report",
        type=Path,
        metavar="DIR",
        help="write a report with plots, twin.html and twin.en.html, into a folder",
    )
    say(
        "--figures", action="store_true", help="what is taken for granted, with its sources, and nothing else"
    )
    say("--example", action="store_true", help="the policies that come with it, as a file to start from")
    say("--lang", choices=("fr", "en"), default="fr", help="language of what people read")


def run(options: Namespace) -> int:
    """Do what was asked."""
    if options.example:
        print(policy.text(), end="")
        return 0
    wanted = _plan(options)
    if options.figures:
        _figures(wanted, options.lang)
        return 0
    ran = _play(wanted, options.processes)
    found = compare.compare(wanted, ran)
    if options.report is not None:
        _report(options.report, wanted, found, options.lang, quiet=options.json)
    if options.json:
        print(_json(wanted, found))
        return 0
    width = min(110, max(60, shutil.get_terminal_size((100, 40)).columns))
    for line in page.lines(wanted, found, options.lang, width):
        print(line)
    return 0


def _plan(options: Namespace) -> plan.Plan:
    try:
        plans = policy.read(options.policy) if options.policy else policy.shipped()
    except policy.BadPolicies as error:
        raise status.BadData(str(error)) from None
    policies = _chosen(plans.policies, options.only)
    if len(policies) == 1 and (usual_policy := policy.shipped().policies[0]).name != policies[0].name:
        policies = (usual_policy, *policies)  # alone it would be compared with nothing
    if options.agents is not None:
        usual = policies[0].agents
        policies = tuple(
            replace(one, agents=options.agents) if one.agents == usual else one for one in policies
        )
    for name, most in (("people", plan.MOST_PEOPLE), ("seeds", plan.MOST_SEEDS), ("days", plan.MOST_DAYS)):
        if not 1 <= getattr(options, name) <= most:
            raise status.Usage(f"expected 1 to {most}", place=f"--{name}")
    if options.people < plan.FEWEST:
        raise status.Usage(f"expected {plan.FEWEST} or more: fewer people say nothing", place="--people")
    if options.scale is not None and not 0 < options.scale <= 1e6:
        raise status.Usage("expected more than 0 and at most a million", place="--scale")
    return plan.Plan(
        policies=policies,
        figures=plans.values,
        people=options.people,
        positives=options.scale * options.people if options.scale else 0.0,
        seed=options.seed,
        seeds=options.seeds,
        day=options.day,
        days=options.days,
    )


def _chosen(policies: tuple[policy.Policy, ...], only: str | None) -> tuple[policy.Policy, ...]:
    if only is None:
        return policies
    names = [name.strip() for name in only.split(",")]
    known = {one.name: one for one in policies}
    for name in names:
        if name not in known:
            raise status.Usage(f"there is no policy {name!r}; there are {', '.join(known)}", place="--only")
    return tuple(known[name] for name in dict.fromkeys(names))


def _play(wanted: plan.Plan, processes: int) -> list[plan.Ran]:
    total, done = len(wanted.jobs) * len(wanted.policies), 0
    shown = sys.stderr.isatty()

    def seen(ran: plan.Ran) -> None:
        nonlocal done
        done += 1
        if shown:
            full = 24 * done // total
            bar = f"[{'#' * full}{'.' * (24 - full)}] {done} / {total}"
            sys.stderr.write(f"\r{bar}  {wanted.policies[ran.policy].name}\x1b[K")
            sys.stderr.flush()

    try:
        return runs.run(wanted, processes, seen=seen)
    except runs.Stopped as error:
        raise status.Unavailable(str(error)) from None
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")


def _json(wanted: plan.Plan, found: compare.Comparison) -> str:
    whole = {"plan": wanted, "scale": wanted.scale, "comparison": found}
    return msgspec.json.encode(whole, order="sorted").decode()


def _report(folder: Path, wanted: plan.Plan, found: compare.Comparison, lang: str, *, quiet: bool) -> None:
    from tocsin.twin import report

    folder.mkdir(parents=True, exist_ok=True)
    for one, name in (("fr", "twin.html"), ("en", "twin.en.html")):
        path = folder / name
        path.write_text(report.html(wanted, found, one), "utf-8")  # type: ignore[arg-type]
        if not quiet and one == lang:
            print(os.fspath(path), file=sys.stderr)


def _figures(wanted: plan.Plan, lang: str) -> None:
    values = msgspec.structs.asdict(wanted.figures)
    for name, figure in figures.known().items():
        kind = {"fr": "hypothèse", "en": "assumption"}[lang] if figure.assumption else "source"
        print(f"{name} = {values[name]:g} {figure.unit}")
        print(f"  {figure.fr if lang == 'fr' else figure.en}")
        print(f"  {kind}: {figure.source}")


def whole_number(written: str) -> int:
    """A number of people, of agents, of runs."""
    number = int(written)
    if number < 0:
        raise ValueError
    return number
