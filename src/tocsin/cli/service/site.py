"""``tocsin site``: the public site."""

import argparse
import os

import psycopg

from tocsin.cli import systemd
from tocsin.cli.argument_types import number_between
from tocsin.cli.exit_status import BadData, ServiceUnavailable, UsageError
from tocsin.cli.terminal_text import print_notice
from tocsin.config import BadSetting
from tocsin.store import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine alone)")
    add(
        "--port",
        type=number_between(0, 65535, "port"),
        default=8080,
        help="port to listen on (default: 8080; 0: any that is free)",
    )
    add("--workers", type=number_between(0, 256), default=1, metavar="N", help="processes (default: 1)")


def run_command(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    from tocsin.web import data_signing, site_operator, well_known

    try:
        site_operator.read_contact_addresses(well_known.VARIABLE)
        site_operator.read_site_operator()
    except site_operator.BAD_SETTINGS as error:
        raise UsageError(str(error), place="site") from None
    try:
        data_signing.signer_from_environment()
    except data_signing.BadSigningKey as error:
        raise BadData(error.problem, place=f"TOCSIN_CHARTER_KEY={error.path}") from None
    try:
        from tocsin.web import security_events, site_server
        from tocsin.web.accounts.oidc import provider_settings as oidc
        from tocsin.web.api.settings import BadWebhookAccount, read_api_settings
    except psycopg.ProgrammingError:  # the settings read where the store is
        raise ServiceUnavailable(
            f"{database.URL} is not an address such as postgresql://user:password@host:5432/name"
        ) from None

    host = options.host if "LISTEN_FDS" not in os.environ else "a socket that was handed in"

    def ready(where: str) -> None:
        print_notice(f"the site is at {where}")
        systemd.notify_systemd("READY=1", f"STATUS=at {where}")
        for sentence in site_server.missing_settings(host):
            print_notice(sentence)

    try:
        read_api_settings()  # what is wrong with a setting is said now, not by every worker
        oidc.load_identity_provider()
        security_events.check_syslog_setting()
        if reason := site_server.reason_not_to_expose(host):
            raise UsageError(reason, place="site")
        site_server.serve_site(
            options.host, options.port, max(1, options.workers), ready=ready, beat=systemd.SystemdWatchdog()
        )
    except (
        BadSetting,
        BadWebhookAccount,
        oidc.BadProviderSettings,
        security_events.BadSyslogAddress,
    ) as error:
        raise UsageError(str(error), place="site") from None
    except (site_server.CannotListen, site_server.CannotServe) as error:
        raise ServiceUnavailable(str(error)) from error
    return 0
