"""Lists of hosts, links and numbers that others hand over: whose they are, who may be told, until when they hold.

A folder holds the files as they came, and ``feeds.yaml``, which says of each what it is. A file without an entry there
is not read: nothing is held without its source.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.campaigns.exchange.feed_formats import READERS, FeedFormat, RawEntry
from tocsin.campaigns.exchange.sharing_terms import TrafficLight
from tocsin.charter import compiled_tables
from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import PointClause
from tocsin.charter.yaml_document import YamlDocument
from tocsin.evidence.hosts import HostDirectory, find_registrable_domain, iterate_parent_hosts
from tocsin.evidence.imitation import make_detector
from tocsin.evidence.urls import split_target
from tocsin.phone_numbers.dialled_number import NotAPhoneNumber, parse_phone_number

TABLE: Final = "feeds.yaml"
_STRICTNESS: Final[tuple[TrafficLight, ...]] = ("clear", "green", "amber", "red")
FEED_BYTES: Final = 64_000_000
"""Of a file; a longer one is refused whole."""

IndicatorKind = Literal["host", "link", "number"]
Refusal = Literal["red", "published", "too_broad", "unreadable", "expired", "not_yet"]
"""Why an entry is not used: TLP:RED is for the people it was told to; an institution or the State publishes it; it is
everybody's (a public suffix, a shortener without a path); its time is over, or has not begun."""


class BadFeedTable(ValueError):
    """The table of feeds, or a file that it names, cannot be read."""


class FeedDescription(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``feeds.yaml`` says of one file."""

    file: str
    source: str
    """Name of the organisation whose list it is: it is told to whoever reads a reason."""
    format: FeedFormat
    tlp: TrafficLight
    """Who may be told. What the file itself says counts where it is stricter."""
    hold_days: int = 30
    """Days for which an entry counts that has no end of its own."""


class Indicator(Struct, frozen=True, kw_only=True):
    kind: IndicatorKind
    value: str
    """Host in lower case; link without its scheme; number in E.164."""
    source: str
    tlp: TrafficLight
    since: date
    until: date
    """Last day on which it counts."""


class FeedReading(Struct, frozen=True):
    entry: FeedDescription
    indicators: tuple[Indicator, ...]
    refused: dict[Refusal, int]


class FeedBook:
    def __init__(self, readings: tuple[FeedReading, ...]) -> None:
        self.readings = readings
        self._by_value: dict[tuple[IndicatorKind, str], list[Indicator]] = {}
        for reading in readings:
            for one in reading.indicators:
                self._by_value.setdefault((one.kind, one.value), []).append(one)

    def find_host(self, host: str, on: date, audience: TrafficLight) -> Iterator[Indicator]:
        """Who lists a host, or a name above it down to the registered one; as of a day, of those of whom the audience may be told."""
        domain = find_registrable_domain(host)
        for name in iterate_parent_hosts(host):
            yield from self._select_told("host", name, on, audience)
            if name == domain:
                return

    def find_link(self, link: str, on: date, audience: TrafficLight) -> Iterator[Indicator]:
        """Who lists a link, without its scheme."""
        return self._select_told("link", link, on, audience)

    def find_number(self, number: str, on: date, audience: TrafficLight) -> Iterator[Indicator]:
        """Who lists a number, in E.164."""
        return self._select_told("number", number, on, audience)

    def _select_told(
        self, kind: IndicatorKind, value: str, on: date, audience: TrafficLight
    ) -> Iterator[Indicator]:
        """``audience``: the strictest mark of what it may be told, so that nothing goes beyond its TLP."""
        for one in self._by_value.get((kind, value), ()):
            if on <= one.until and _STRICTNESS.index(one.tlp) <= _STRICTNESS.index(audience):
                yield one


def read_feed_folder(folder: Path, today: date) -> FeedBook:
    """Every feed of a folder, as of a day. Raises BadFeedTable, which names the file."""
    table = folder / TABLE
    try:
        document = YamlDocument.from_file(table, shown=str(table), words=True)
        entries = document.convert_to(tuple[FeedDescription, ...]) if document.data else ()
    except OSError as error:
        raise BadFeedTable(f"{table}: {error.strerror or error}") from error
    except YamlDocumentError as error:
        raise BadFeedTable(str(error)) from error
    return FeedBook(tuple(_read_feed(folder, entry, today) for entry in entries))


def _read_feed(folder: Path, entry: FeedDescription, today: date) -> FeedReading:
    path = folder / entry.file
    if Path(entry.file).name != entry.file:
        raise BadFeedTable(f"{folder / TABLE}: file: {entry.file!r} is no file of this folder")
    if not entry.source.strip():
        raise BadFeedTable(f"{folder / TABLE}: {entry.file}: a source is needed")
    try:
        if path.stat().st_size > FEED_BYTES:
            raise BadFeedTable(f"{path}: it is longer than {FEED_BYTES} bytes")
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        kept: dict[tuple[str, str], Indicator] = {}
        refused: Counter[Refusal] = Counter()
        for one in READERS[entry.format](path.read_bytes(), written):
            found = _weigh_entry(one, entry, today)
            if isinstance(found, str):
                refused[found] += 1
            elif (before := kept.get((found.kind, found.value))) is None or before.until < found.until:
                since = min(found.since, before.since) if before else found.since
                kept[found.kind, found.value] = replace(found, since=since)
    except (OSError, ValueError) as error:
        raise error if isinstance(error, BadFeedTable) else BadFeedTable(f"{path}: {error}") from error
    return FeedReading(entry, tuple(kept.values()), dict(refused))


def _weigh_entry(raw: RawEntry, entry: FeedDescription, today: date) -> Indicator | Refusal:
    """An entry as it counts, or why it does not."""
    tlp = max(entry.tlp, raw.tlp or entry.tlp, key=_STRICTNESS.index)
    until = raw.until or raw.since + timedelta(days=entry.hold_days)
    if tlp == "red":
        return "red"
    if until < today or raw.since > today:
        return "expired" if until < today else "not_yet"
    found = _read_number(raw.value) if raw.kind == "number" else _read_target(raw.value)
    if not isinstance(found, tuple):
        return found
    kind, value = found
    return Indicator(kind=kind, value=value, source=entry.source, tlp=tlp, since=raw.since, until=until)


def _read_number(written: str) -> tuple[IndicatorKind, str] | Refusal:
    try:
        number = parse_phone_number(written).value
    except NotAPhoneNumber:
        return "unreadable"
    return "published" if number in load_published_values() else ("number", number)


def _read_target(written: str) -> tuple[IndicatorKind, str] | Refusal:
    """A host or link; a link of a host that serves nobody else is that host."""
    host, user, path = split_target(written if "://" in written else f"https://{written}")
    host = host.strip(".")
    try:
        host = host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return "unreadable"
    if not host or " " in host:
        return "unreadable"
    published, directory = load_published_values(), _load_directory()
    if directory.is_public(host) or any(name in published for name in iterate_parent_hosts(host)):
        return "published"
    if directory.is_shortener(host):
        return ("link", host + path) if path.strip("/") and not user else "too_broad"
    if not find_registrable_domain(host) and not _is_internet_address(host):
        return "too_broad"
    return "host", host


def _is_internet_address(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return False


@cache
def load_published_values() -> frozenset[str]:
    """Hosts, mail domains and numbers that an institution publishes, and hosts that everybody uses: no list makes them
    suspicious."""
    world = compiled_tables.get_table("lexicon/world")
    points = (
        clause.value
        for name in list_charter_names()
        for clause in load_charter(name).clauses
        if isinstance(clause, PointClause)
        and clause.medium in ("web_host", "mail_domain", "phone", "short_code")
    )
    brands = (host for brand in world["brands"].values() for host in brand["hosts"])
    return frozenset((*points, *brands, *world["everyday_hosts"]))


@cache
def _load_directory() -> HostDirectory:
    lexicon = load_charter("assurance_maladie").lexicon
    return HostDirectory(compiled_tables.get_table("lexicon/world"), make_detector(lexicon))
