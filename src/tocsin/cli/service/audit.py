"""``tocsin audit``: the log of who looked at what, held against its own digests and signed anchors."""

import argparse
from datetime import timedelta
from pathlib import Path

import msgspec

from tocsin.cli import exit_status
from tocsin.privacy import erasure_statement
from tocsin.privacy.vault import Vault
from tocsin.runtime import clock
from tocsin.store import database
from tocsin.web.audit import log_anchors


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    verify = actions.add_parser(
        "verify", help="each entry follows from the one before, up to the last digest"
    )
    verify.add_argument("--public-key", metavar="HEX", help="verify with this key, without the file of keys")
    verify.add_argument("--digest", metavar="HEX", help="a last digest that was noted: it must be there")
    verify.add_argument("--json", action="store_true", help="one JSON object instead of words")
    anchor = actions.add_parser(
        "anchor", help="sign the last digest now; the site does it once a working day"
    )
    for one in (verify, anchor):
        one.add_argument("--keys", type=Path, metavar="FILE", help="file of keys (default: $TOCSIN_KEYS)")


def run_command(options: argparse.Namespace) -> int:
    act = _anchor_log if options.action == "anchor" else _verify_log
    with database.open_connection(autocommit=True) as connection:
        return act(options, connection)


def _verify_log(options: argparse.Namespace, connection: log_anchors.Connection) -> int:
    key = options.public_key or erasure_statement.derive_public_key(Vault.load(options.keys).ring.signing)
    for name, text in (("--public-key", key), ("--digest", options.digest)):
        if text is not None and (len(text) != 64 or set(text) - set("0123456789abcdef")):
            raise exit_status.UsageError(f"argument {name}: 64 hexadecimal digits", place="audit verify")
    found = log_anchors.verify_log_and_anchors(connection, key)
    problems = list(found.problems)
    if options.digest and not log_anchors.has_entry_digest(connection, options.digest):
        problems.append("the digest that was noted is in no entry: the log was cut off or written anew")
    if options.json:
        print(msgspec.json.encode(msgspec.structs.replace(found, problems=tuple(problems))).decode())
        return 1 if problems else 0
    for problem in problems:
        print(f"! {problem}")
    if problems:
        return 1
    signed = f", the last of {found.anchored_at:%Y-%m-%d %H:%M} UTC" if found.anchored_at else ""
    print(
        f"{found.entries:,} entries, each follows from the one before;"
        f" {found.anchors} signed anchors{signed}."
    )
    if found.entries:
        print(f"The last digest, to be noted elsewhere: {found.last}")
    return 0


def _anchor_log(options: argparse.Namespace, connection: log_anchors.Connection) -> int:
    private = Vault.load(options.keys).ring.signing
    said = log_anchors.create_anchor(connection, private, clock.MachineClock().now(), after=timedelta(0))
    print(
        f"Anchor {said.number} is signed: entry {said.entry:,}, {said.digest}"
        if said
        else "Nothing was added since the last anchor."
    )
    return 0
