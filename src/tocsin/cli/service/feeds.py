"""``tocsin feeds``: what others' lists hold, and what of it is not used."""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from datetime import date

from tocsin.campaigns.exchange.received_feed import FeedReading
from tocsin.cli.feed_source import open_feed_book
from tocsin.message.safe_display import escape_to_one_line


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="folder with feeds.yaml and the files that it names")


def run_command(options: Namespace) -> int:
    for reading in open_feed_book(options.folder, date.today()).readings:
        sys.stdout.write(_describe_reading(reading) + "\n")
    return 0


def _describe_reading(reading: FeedReading) -> str:
    entry = reading.entry
    kinds = Counter(one.kind for one in reading.indicators)
    said = ", ".join(
        f"{kinds[kind]} {kind}{'' if kinds[kind] == 1 else 's'}" for kind in ("host", "link", "number")
    )
    refused = ", ".join(f"{count} {why}" for why, count in sorted(reading.refused.items()))
    marks = ", ".join(
        f"{count} TLP:{tlp.upper()}"
        for tlp, count in sorted(Counter(one.tlp for one in reading.indicators).items())
    )
    head = f"{escape_to_one_line(entry.source)} ({escape_to_one_line(entry.file)}): {said}"
    return head + (f"; {marks}" if marks else "") + (f"; not used: {refused}" if refused else "")
