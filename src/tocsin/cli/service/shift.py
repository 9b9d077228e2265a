"""``tocsin shift``: how many agents ring, and when."""

from argparse import ArgumentParser, Namespace

from tocsin.cli import status
from tocsin.cli.service import desk
from tocsin.tracing import shifts


def add(parser: ArgumentParser) -> None:
    """The words of the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("add", help="put agents on shift")
    new.add_argument("agents", type=int, metavar="AGENTS", help="how many")
    new.add_argument("--from", dest="start", type=desk.moment, metavar="TIME", help="in Paris (default: now)")
    new.add_argument("--until", type=desk.moment, metavar="TIME", required=True, help="as '2021-03-04 18:00'")
    new.add_argument("--territory", type=desk.territory, default="", help="code of a département (all)")
    new.add_argument("--calls-an-hour", type=float, default=3.0, help="of one agent (3)")
    actions.add_parser("list", help="who rings now and later")
    end = actions.add_parser("end", help="end a shift now, or take back one that was to come")
    end.add_argument("shift", type=int, metavar="SHIFT")


def run(options: Namespace) -> int:
    """Do what was asked."""
    now = desk.now()
    with desk.opened() as connection:
        if options.action == "add":
            try:
                found = shifts.add(
                    connection,
                    options.agents,
                    options.start or now,
                    options.until,
                    territory=options.territory,
                    calls_an_hour=options.calls_an_hour,
                )
            except shifts.BadShift as error:
                raise status.BadData(str(error)) from None
            print(f"Shift {found.id}: {_words(found)}.")
        elif options.action == "end":
            ended = shifts.end(connection, options.shift, now)
            if ended is None:
                raise status.BadData(f"no shift {options.shift} goes on or is to come")
            print(f"Shift {ended.id} has ended.")
        else:
            found_all = shifts.present(connection, now)
            for one in found_all:
                print(f"{one.id:>4}  {_words(one)}")
            print(f"{shifts.agents_at(connection, now)} agents ring now.")
    return 0


def _words(shift: shifts.Shift) -> str:
    where = f" in {shift.territory}" if shift.territory else ""
    span = f"{desk.shown(shift.starts_at)} to {desk.shown(shift.ends_at)}"
    return f"{shift.agents} agents{where}, {span}, {shift.calls_an_hour:g} calls an hour each"
