"""``tocsin site``: the public site."""

import argparse
import os

import psycopg

from tocsin.cli import systemd
from tocsin.cli.service.worker import count, say
from tocsin.cli.status import BadData, Unavailable, Usage
from tocsin.tracing import db


def add(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine alone)")
    add("--port", type=port, default=8080, help="port to listen on (default: 8080; 0: any that is free)")
    add("--workers", type=count, default=1, metavar="N", help="processes (default: 1)")


def port(text: str) -> int:
    """A TCP port, or 0."""
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    from tocsin.web import security_txt, signature, site_operator

    try:
        site_operator.read_contact_addresses(security_txt.VARIABLE)
        site_operator.read_site_operator()
    except site_operator.BAD_SETTINGS as error:
        raise Usage(str(error), place="site") from None
    try:
        signature.from_environment()
    except signature.BadKey as error:
        raise BadData(error.problem, place=f"{signature.VARIABLE}={error.path}") from None
    try:
        from tocsin.web import security_events, serve
        from tocsin.web.api.settings import BadSetting, from_environment
        from tocsin.web.api.signing import BadAccount
        from tocsin.web.lab.demonstration import NoDemonstration, refuse
        from tocsin.web.staff.oidc import settings as oidc
    except psycopg.ProgrammingError:  # the settings read where the store is
        raise Unavailable(
            f"{db.URL} is not an address such as postgresql://user:password@host:5432/name"
        ) from None

    host = options.host if "LISTEN_FDS" not in os.environ else "a socket that was handed in"

    def ready(where: str) -> None:
        say(f"the site is at {where}")
        systemd.notify("READY=1", f"STATUS=at {where}")
        for sentence in serve.missing(host):
            say(sentence)

    try:
        refuse(host)
        from_environment()  # what is wrong with a setting is said now, not by every worker
        oidc.provider()
        security_events.check()
        if reason := serve.refused(host):
            raise Usage(reason, place="site")
        serve.serve(options.host, options.port, max(1, options.workers), ready=ready, beat=systemd.Watchdog())
    except (BadSetting, BadAccount, NoDemonstration, oidc.BadProvider, security_events.BadSyslog) as error:
        raise Usage(str(error), place="site") from None
    except (serve.CannotListen, serve.CannotServe) as error:
        raise Unavailable(str(error)) from error
    return 0
