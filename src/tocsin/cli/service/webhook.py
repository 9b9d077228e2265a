"""``tocsin webhook``: what other programs are told, and whether they hear it."""

import argparse
from pathlib import Path

from tocsin.cli import exit_status
from tocsin.cli.terminal_text import align_columns
from tocsin.config import read_settings
from tocsin.runtime import clock
from tocsin.store import database
from tocsin.store.queries import query
from tocsin.webhooks.endpoints import BadWebhookEndpoint, WebhookEndpoint, read_webhook_endpoints
from tocsin.webhooks.outbox import enqueue_test_event, retry_dead_letters
from tocsin.webhooks.signature import draw_secret


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("secret", help="draw a secret for an endpoint; it is kept nowhere")
    actions.add_parser("list", help="the endpoints, and how many events wait, were delivered or given up")
    test = actions.add_parser("test", help="send an event that says nothing to an endpoint")
    test.add_argument("name", metavar="NAME", help="name of the endpoint")
    retry = actions.add_parser("retry", help="try again what was given up for an endpoint")
    retry.add_argument("name", metavar="NAME", help="name of the endpoint")


def run_command(options: argparse.Namespace) -> int:
    if options.action == "secret":
        print(draw_secret())
        return 0
    actions = {"list": _list_endpoints, "test": _send_test, "retry": _retry}
    return actions[options.action](options, _read_endpoints())


def _read_endpoints() -> dict[str, WebhookEndpoint]:
    path: Path | None = read_settings().webhooks
    if path is None:
        raise exit_status.UsageError("TOCSIN_WEBHOOKS names no file of endpoints", place="webhook")
    try:
        return read_webhook_endpoints(path)
    except OSError as error:
        raise exit_status.failure_from_os_error(error, str(path)) from None
    except BadWebhookEndpoint as error:
        raise exit_status.UsageError(str(error), place="webhook") from None


def _list_endpoints(_options: argparse.Namespace, endpoints: dict[str, WebhookEndpoint]) -> int:
    with database.open_connection() as connection:
        found = {row[0]: row[1:] for row in connection.execute(query("webhooks.queue"))}
    heads = ["name", "events", "wait", "delivered", "given up", "last delivered", "last failure"]
    rows = [heads]
    for name in sorted(endpoints.keys() | found.keys()):
        waiting, delivered, dead, last, failure = found.get(name, (0, 0, 0, None, None))
        wants = ",".join(endpoints[name].events) if name in endpoints else "not in the file"
        when = f"{last:%Y-%m-%d %H:%M}" if last else "never"
        rows.append([name, wants, f"{waiting}", f"{delivered}", f"{dead}", when, failure or ""])
    for line in align_columns(rows):
        print(line.rstrip())
    return 0


def _send_test(options: argparse.Namespace, endpoints: dict[str, WebhookEndpoint]) -> int:
    _require_endpoint(options.name, endpoints)
    now = clock.read_clock_from_environment().now()
    with database.open_connection() as connection:
        enqueue_test_event(connection, options.name, now, clock.MachineClock().now())
    print(f"An event waits for {options.name}: the job webhooks sends it within a minute.")
    return 0


def _retry(options: argparse.Namespace, endpoints: dict[str, WebhookEndpoint]) -> int:
    _require_endpoint(options.name, endpoints)
    with database.open_connection() as connection:
        count = retry_dead_letters(connection, options.name, clock.MachineClock().now())
    print(f"{count} events that were given up are tried again.")
    return 0


def _require_endpoint(name: str, endpoints: dict[str, WebhookEndpoint]) -> None:
    if name not in endpoints:
        raise exit_status.NoSuchFile(f"there is no endpoint {name!r} in the file")
