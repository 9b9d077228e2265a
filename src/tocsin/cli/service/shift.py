"""``tocsin shift``: how many agents ring, and when."""

from argparse import ArgumentParser, Namespace
from typing import Any

from tocsin.cli import exit_status
from tocsin.cli.service import agent_session
from tocsin.tracing.supervision import shifts


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("add", help="put agents on shift")
    new.add_argument("agents", type=int, metavar="AGENTS", help="how many")
    new.add_argument(
        "--from",
        dest="start",
        type=agent_session.parse_moment,
        metavar="TIME",
        help="in Paris (default: now)",
    )
    new.add_argument(
        "--until",
        type=agent_session.parse_moment,
        metavar="TIME",
        required=True,
        help="as '2021-03-04 18:00'",
    )
    new.add_argument(
        "--territory", type=agent_session.parse_territory, default="", help="code of a département (all)"
    )
    new.add_argument("--calls-an-hour", type=float, default=3.0, help="of one agent (3)")
    actions.add_parser("list", help="who rings now and later")
    end = actions.add_parser("end", help="end a shift now, or take back one that was to come")
    end.add_argument("shift", type=int, metavar="SHIFT", help="number of the shift")
    for action in (new, end):
        agent_session.add_agent_argument(action)


def run_command(options: Namespace) -> int:
    now = agent_session.service_time()
    with agent_session.open_store() as connection:
        if options.action == "add":
            try:
                with connection.transaction():
                    found = shifts.add_shift(
                        connection,
                        options.agents,
                        options.start or now,
                        options.until,
                        territory=options.territory,
                        calls_an_hour=options.calls_an_hour,
                    )
                    _log_access(connection, options, found, f"planned: {found.agents} agents")
            except shifts.BadShift as error:
                raise exit_status.BadData(str(error)) from None
            print(f"Shift {found.id}: {_shift_in_words(found)}.")
        elif options.action == "end":
            with connection.transaction():
                ended = shifts.end_shift(connection, options.shift, now)
                if ended is None:
                    raise exit_status.BadData(f"no shift {options.shift} goes on or is to come")
                _log_access(connection, options, ended, "ended")
            print(f"Shift {ended.id} has ended.")
        else:
            found_all = shifts.list_shifts(connection, now)
            for one in found_all:
                print(f"{one.id:>4}  {_shift_in_words(one)}")
            print(f"{shifts.count_agents_on_shift(connection, now)} agents ring now.")
    return 0


def _log_access(connection: Any, options: Namespace, shift: shifts.AgentShift, why: str) -> None:
    agent = agent_session.agent_name(options.agent)
    whose = ("shift", shift.id, shift.territory)
    agent_session.log_access(connection, agent, "lead.shifts", whose, why)


def _shift_in_words(shift: shifts.AgentShift) -> str:
    where = f" in {shift.territory}" if shift.territory else ""
    span = f"{agent_session.format_paris_time(shift.starts_at)} to {agent_session.format_paris_time(shift.ends_at)}"
    return f"{shift.agents} agents{where}, {span}, {shift.calls_an_hour:g} calls an hour each"
