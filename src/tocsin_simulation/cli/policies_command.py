"""``tocsin twin``: the same day under several policies, on simulated people and real decisions."""

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tocsin.cli import exit_status
from tocsin.cli.progress_bar import clear_step, draw_bar, show_step
from tocsin_simulation.cli.twin import page
from tocsin_simulation.locale import translate_simulation
from tocsin_simulation.policies import comparison, comparison_plan, day_policy, figures
from tocsin_simulation.policies import run as runs
from tocsin_simulation.policies.region_sample import RECORD_DAY


def add_arguments(parser: ArgumentParser) -> None:
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
        default=300,
        metavar="N",
        help="positives to simulate in one day (300)",
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
        "--follow",
        type=whole_number,
        default=0,
        metavar="N",
        help="play N days more, in which those whom the positives infect become cases themselves (0)",
    )
    say(
        "--seed",
        type=whole_number,
        default=1,
        metavar="N",
        help="first seed; the same one, the same outcome (1)",
    )
    say("--seeds", type=whole_number, default=3, metavar="N", help="so many runs of each policy (3)")
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


def run_command(options: Namespace) -> int:
    if options.example:
        print(day_policy.read_shipped_text(), end="")
        return 0
    wanted = _build_plan(options)
    if options.figures:
        _print_figures(wanted, options.lang)
        return 0
    ran = _run_plan(wanted, options.processes)
    found = comparison.compare_policies(wanted, ran)
    if options.report is not None:
        _write_report(options.report, wanted, found, options.lang, quiet=options.json)
    if options.json:
        print(_comparison_json(wanted, found))
        return 0
    width = min(110, max(60, shutil.get_terminal_size((100, 40)).columns))
    for line in page.render_comparison(wanted, found, options.lang, width):
        print(line)
    return 0


def _build_plan(options: Namespace) -> comparison_plan.ComparisonPlan:
    try:
        plans = (
            day_policy.read_policies(options.policy) if options.policy else day_policy.load_shipped_policies()
        )
    except day_policy.BadPolicies as error:
        raise exit_status.BadData(str(error)) from None
    policies = _select_policies(plans.policies, options.only)
    if (
        len(policies) == 1
        and (usual_policy := day_policy.load_shipped_policies().policies[0]).name != policies[0].name
    ):
        policies = (usual_policy, *policies)  # alone it would be compared with nothing
    if options.agents is not None:
        usual = policies[0].agents
        policies = tuple(
            replace(one, agents=options.agents) if one.agents == usual else one for one in policies
        )
    for name, most in (
        ("people", comparison_plan.MOST_PEOPLE),
        ("seeds", comparison_plan.MOST_SEEDS),
        ("days", comparison_plan.MOST_DAYS),
    ):
        if not 1 <= getattr(options, name) <= most:
            raise exit_status.UsageError(f"expected 1 to {most}", place=f"--{name}")
    if not 0 <= options.follow <= comparison_plan.MOST_FOLLOWED:
        raise exit_status.UsageError(f"expected 0 to {comparison_plan.MOST_FOLLOWED}", place="--follow")
    if options.people < comparison_plan.FEWEST:
        raise exit_status.UsageError(
            f"expected {comparison_plan.FEWEST} or more: fewer people say nothing", place="--people"
        )
    if options.scale is not None and not 0 < options.scale <= 1e6:
        raise exit_status.UsageError("expected more than 0 and at most a million", place="--scale")
    return comparison_plan.ComparisonPlan(
        policies=policies,
        figures=plans.values,
        people=options.people,
        positives=options.scale * options.people if options.scale else 0.0,
        seed=options.seed,
        seeds=options.seeds,
        day=options.day,
        days=options.days,
        follow=options.follow,
    )


def _select_policies(
    policies: tuple[day_policy.DayPolicy, ...], only: str | None
) -> tuple[day_policy.DayPolicy, ...]:
    if only is None:
        return policies
    names = [name.strip() for name in only.split(",")]
    known = {one.name: one for one in policies}
    for name in names:
        if name not in known:
            raise exit_status.UsageError(
                f"there is no policy {name!r}; there are {', '.join(known)}", place="--only"
            )
    return tuple(known[name] for name in dict.fromkeys(names))


def _run_plan(wanted: comparison_plan.ComparisonPlan, processes: int) -> list[comparison_plan.PolicyRun]:
    total, done = len(wanted.jobs) * len(wanted.policies), 0

    def seen(ran: comparison_plan.PolicyRun) -> None:
        nonlocal done
        done += 1
        show_step(f"{draw_bar(done / total)} {done} / {total}  {wanted.policies[ran.policy].name}")

    try:
        return runs.play_plan(wanted, processes, seen=seen)
    except runs.PlayStopped as error:
        raise exit_status.ServiceUnavailable(str(error)) from None
    finally:
        clear_step()


def _comparison_json(wanted: comparison_plan.ComparisonPlan, found: comparison.PolicyComparison) -> str:
    whole = {"plan": wanted, "scale": wanted.scale, "comparison": found}
    return msgspec.json.encode(whole, order="sorted").decode()


def _write_report(
    folder: Path,
    wanted: comparison_plan.ComparisonPlan,
    found: comparison.PolicyComparison,
    lang: str,
    *,
    quiet: bool,
) -> None:
    from tocsin_simulation.policies import report

    folder.mkdir(parents=True, exist_ok=True)
    for one, name in (("fr", "twin.html"), ("en", "twin.en.html")):
        path = folder / name
        path.write_text(report.render_html(wanted, found, one), "utf-8")
        if not quiet and one == lang:
            print(os.fspath(path), file=sys.stderr)


def _print_figures(wanted: comparison_plan.ComparisonPlan, lang: str) -> None:
    values = msgspec.structs.asdict(wanted.figures)
    for name, figure in figures.load_figures().items():
        kind = translate_simulation("comparison", "assumption", lang) if figure.assumption else "source"
        print(f"{name} = {values[name]:g} {figure.unit}")
        print(f"  {figure.fr if lang == 'fr' else figure.en}")
        print(f"  {kind}: {figure.source}")


def whole_number(written: str) -> int:
    """A number of people, of agents, of runs."""
    number = int(written)
    if number < 0:
        raise ValueError
    return number
