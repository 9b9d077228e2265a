"""``tocsin linelist``: the line list and who named whom, taken out under pseudonyms."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tocsin.cli import exit_status
from tocsin.cli.argument_types import parse_day
from tocsin.cli.service import agent_session
from tocsin.locale.languages import LANGUAGES
from tocsin.metrics.line_list.definitions import load_definitions
from tocsin.metrics.line_list.line_list_export import (
    FormatNotInstalled,
    LineListRequest,
    check_format,
    draft_folder,
    export_line_list,
)
from tocsin.metrics.line_list.line_list_rows import select_days
from tocsin.privacy.vault import Vault
from tocsin.tracing.supervision.territory import NoSuchTerritory, find_departments
from tocsin.web.audit.line_list_log import log_line_list_export


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    known = load_definitions()
    export = actions.add_parser("export", help="write it into a new folder, and into the log")
    add = export.add_argument
    add("folder", type=Path, metavar="FOLDER", help="a folder that is not there yet")
    add("--purpose", choices=tuple(known.purposes), required=True, help="what it is for; stands in the log")
    add("--format", choices=tuple(known.formats), default="csv", help="csv (default), parquet, sormas...")
    add(
        "--territory",
        default="",
        metavar="CODE",
        help="a département or a region, such as 35 or R53 (default: all)",
    )
    add("--disease", default="", metavar="NAME", help="one disease, such as covid19 (default: all)")
    add("--since", type=parse_day, metavar="DAY", help="results that came in from this day (default: all)")
    add("--until", type=parse_day, metavar="DAY", help="results that came in up to this day, it included")
    add("--keys", type=Path, help="the file of keys (else $TOCSIN_KEYS)")
    agent_session.add_agent_argument(export)
    columns = actions.add_parser("columns", help="what each column means")
    columns.add_argument("--lang", choices=LANGUAGES, default="fr", help="language of what you read")


def run_command(options: Namespace) -> int:
    if options.action == "columns":
        return _print_columns(options.lang)
    agent = agent_session.agent_name(options.agent)
    asked = _read_request(options)
    try:
        check_format(asked.format)
        with agent_session.open_store() as connection, draft_folder(options.folder) as draft:
            done = export_line_list(
                connection, Vault.load(options.keys), asked, draft, agent_session.service_time()
            )
            log_line_list_export(
                connection, agent, asked, done, now=agent_session.service_time(), place=agent_session.TERMINAL
            )
    except FormatNotInstalled as error:
        raise exit_status.PartNotInstalled(error.extra, error.missing) from None
    except OSError as error:
        raise exit_status.failure_from_os_error(error, str(error.filename or options.folder)) from error
    print(f"{options.folder}: {done.cases} cases, {done.links} links, under pseudonyms of this export alone.")
    if done.delete_by:
        print(f"Delete it by {done.delete_by}, when the service erases the first of these people.")
    return 0


def _read_request(options: Namespace) -> LineListRequest:
    try:
        territories = find_departments(options.territory)
    except NoSuchTerritory as error:
        raise exit_status.UsageError(str(error), place="--territory") from None
    return LineListRequest(
        selection=select_days(territories, options.since, options.until, options.disease),
        format=options.format,
        purpose=options.purpose,
    )


def _print_columns(lang: str) -> int:
    known = load_definitions()
    for name, columns in (("linelist", known.linelist), ("contacts", known.contacts)):
        print(f"{name}:")
        for column in columns:
            print(f"  {column.name:<20} {column.type:<6} {column.in_language(lang)}")
    return 0
