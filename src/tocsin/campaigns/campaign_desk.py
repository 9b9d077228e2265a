"""What the fraud team sees of the campaigns in the store, and what it does with them: decide, join, part, undo, label."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, get_args

import msgspec
from msgspec import Struct

from tocsin.campaigns.report_grouping import merge_stored_campaigns, write_moves
from tocsin.campaigns.report_outcome import CampaignState
from tocsin.campaigns.report_store import Connection
from tocsin.campaigns.text_changes import TextChange, list_text_changes
from tocsin.store.queries import query
from tocsin.store.statements import fetch_records, fetch_rows
from tocsin.tracing.cases.value_moves import ValueMove, apply_moves, reverse_moves

WEEK: Final = timedelta(days=7)
LISTED: Final = 100
"""Campaigns of a list: whoever wants another looks for it."""
COMPARED: Final = 30
"""Variants of a campaign that are told word by word, and shown: more than that nobody reads at once."""
VariantLabel = Literal["fraud", "scam", "genuine", "harmless"]
"""In the name of an institution; in another name; of an institution; anything else."""
LABELS: Final[tuple[VariantLabel, ...]] = get_args(VariantLabel)
UNDOABLE: Final = ("merged", "grown", "split")


class NoSuchCampaign(LookupError):
    """There is no such campaign."""


class NothingToPart(ValueError):
    """Choose variants to part, and leave one at least."""


class SameCampaign(ValueError):
    """These are one campaign already, or one of them is part of another."""


class StepNotUndone(RuntimeError):
    """This was undone already, or cannot be undone."""


class CampaignListing(Struct, frozen=True, kw_only=True):
    id: int
    state: CampaignState
    reports: int
    lately: int
    """Reports of messages of the last seven days."""
    before: int
    """Those of the seven days before."""
    first_seen: date
    last_seen: date
    variants: int
    text: str
    levels: list[str]
    unread: int
    """Variants that came since it was confirmed, and that no analyst has read."""

    @property
    def is_growing(self) -> bool:
        """More in the last week than in the one before."""
        return self.lately > self.before


class DeskVariant(Struct, frozen=True, kw_only=True):
    id: int
    text: str
    level: str
    marks: list[str]
    vouched: bool
    label: str
    reports: int
    first_seen: date | None
    last_seen: date | None
    changes: tuple[TextChange, ...] = ()
    """How it differs from the first; of the first ``COMPARED`` alone."""


class DeskStep(Struct, frozen=True, kw_only=True):
    id: int
    what: str
    other_id: int | None
    at: datetime
    by: str
    undone_at: datetime | None
    undone_by: str
    moved: bool

    @property
    def may_be_undone(self) -> bool:
        return self.moved and self.undone_at is None and self.what in UNDOABLE


class CampaignRecord(Struct, frozen=True, kw_only=True):
    id: int
    state: CampaignState
    state_at: datetime | None
    state_by: str
    sample: str
    became_id: int | None
    variants: tuple[DeskVariant, ...]
    """The first of all; then those that nobody has read yet, then the others, those reported most before others."""
    by_day: dict[date, int]
    facts: dict[str, dict[str, int]]
    """``claims``, ``clauses``, ``hosts``, ``numbers``, ``senders``, ``levels``, ``regions``, ``channels`` -> each with
    its reports, the most frequent first."""
    steps: tuple[DeskStep, ...]

    @property
    def reports(self) -> int:
        return sum(self.by_day.values())


def list_stored_campaigns(
    connection: Connection,
    states: Sequence[CampaignState],
    today: date,
    among: Sequence[int] | None = None,
) -> list[CampaignListing]:
    """Campaigns in these states, those with most reports in the last week first; ``among``: of these numbers alone."""
    return fetch_records(
        connection,
        CampaignListing,
        "campaigns.list",
        states=list(states),
        among=None if among is None else list(among),
        week=today - WEEK,
        before=today - 2 * WEEK,
        limit=LISTED,
    )


def read_campaign(connection: Connection, campaign: int) -> CampaignRecord:
    """A campaign with all that is known of it. Raises NoSuchCampaign."""
    found = fetch_rows(connection, "campaigns.one", campaign=campaign)
    if not found:
        raise NoSuchCampaign(f"{str(NoSuchCampaign.__doc__).rstrip('.')}: {campaign}")
    variants = [
        DeskVariant(**row._asdict()) for row in fetch_rows(connection, "campaigns.texts", campaign=campaign)
    ]
    variants[1:] = sorted(variants[1:], key=lambda one: (one.vouched, -one.reports, one.id))
    first = variants[0].text if variants else ""
    facts: dict[str, dict[str, int]] = {}
    for row in fetch_rows(connection, "campaigns.facts", campaign=campaign):
        facts.setdefault(row.kind, {})[row.name] = row.reports
    return CampaignRecord(
        **found[0]._asdict(),
        variants=tuple(
            msgspec.structs.replace(one, changes=list_text_changes(first, one.text))
            if place < COMPARED
            else one
            for place, one in enumerate(variants)
        ),
        by_day={row.day: row.reports for row in fetch_rows(connection, "campaigns.days", campaign=campaign)},
        facts=facts,
        steps=tuple(
            DeskStep(**row._asdict()) for row in fetch_rows(connection, "campaigns.steps", campaign=campaign)
        ),
    )


def decide_campaign(
    connection: Connection,
    campaign: int,
    state: CampaignState,
    sample: str,
    by: str,
    now: datetime,
    read: Sequence[int] | None = None,
) -> None:
    """Say what a campaign is; ``sample`` is the text of it that may be shown to everybody.

    Confirmed, it circulates with the variants that were ``read`` (where none are told, those that are in it now), and
    with those that were before; harmless, it is shut; new, it is open again. Raises NoSuchCampaign.
    """
    with connection.transaction():
        values = {"campaign": campaign, "state": state, "text": sample if state == "confirmed" else ""}
        done = connection.execute(query("campaigns.decide"), {**values, "by": by, "now": now}).rowcount
        if not done:
            raise NoSuchCampaign(f"{str(NoSuchCampaign.__doc__).rstrip('.')}: {campaign}")
        chosen = list(read) if read is not None and state == "confirmed" else None
        vouched = {"campaign": campaign, "vouched": state == "confirmed", "read": chosen, "now": now}
        connection.execute(query("campaigns.vouch"), vouched)
        write_moves(connection, campaign, None, state, (), by, now)


def join_campaigns(connection: Connection, kept: int, gone: int, by: str, now: datetime) -> int:
    """Two campaigns are one, by the number of the first, or of the one on which an analyst has decided: whoever reported
    it was told so. That number. Raises NoSuchCampaign, SameCampaign, ConcurrentChange."""
    with connection.transaction():
        connection.execute(query("reports.lock"))
        one, other = read_campaign(connection, kept), read_campaign(connection, gone)
        if kept == gone or one.became_id or other.became_id:
            raise SameCampaign(str(SameCampaign.__doc__))
        if one.state == "new" != other.state:
            kept, gone = gone, kept
        merge_stored_campaigns(connection, kept, gone, "merged", by, now)
        return kept


def part_campaign(
    connection: Connection, campaign: int, variants: Sequence[int], by: str, now: datetime
) -> int:
    """Variants are a campaign of their own, and no report makes the two one; its number.

    Raises NoSuchCampaign, NothingToPart, ConcurrentChange.
    """
    with connection.transaction():
        connection.execute(query("reports.lock"))
        known = {one.id for one in read_campaign(connection, campaign).variants}
        chosen = sorted(set(variants) & known)
        if not chosen or len(chosen) == len(known):
            raise NothingToPart(str(NothingToPart.__doc__))
        other = int(fetch_rows(connection, "campaigns.begin", now=now)[0].id)
        moves = [ValueMove("campaigntext", "campaign_id", id, campaign, other) for id in chosen]
        write_moves(connection, campaign, other, "split", moves, by, now)
        connection.execute(query("campaigns.part"), {"campaign": campaign, "other": other})
        return other


def undo_step(connection: Connection, campaign: int, step: int, by: str, now: datetime) -> None:
    """Take back that campaigns were joined or parted. Raises NoSuchCampaign, StepNotUndone, ConcurrentChange."""
    with connection.transaction():
        connection.execute(query("reports.lock"))
        found = fetch_rows(connection, "campaigns.step", step=step)
        if not found or found[0].campaign_id != campaign:
            raise NoSuchCampaign(str(NoSuchCampaign.__doc__))
        done = found[0]
        if done.undone_at or done.what not in UNDOABLE:
            raise StepNotUndone(str(StepNotUndone.__doc__))
        moves = msgspec.convert(done.moves, list[ValueMove])
        apply_moves(connection, reverse_moves(moves))
        if done.other_id:
            parted = {"campaign": campaign, "other": done.other_id}
            connection.execute(
                query("campaigns.unpart" if done.what == "split" else "campaigns.part"), parted
            )
        connection.execute(query("campaigns.undo"), {"step": step, "by": by, "now": now})


def label_variant(connection: Connection, variant: int, label: VariantLabel, by: str) -> None:
    """What a doubtful text is, for a round of labelled rows. Raises NoSuchCampaign."""
    if not fetch_rows(connection, "campaigns.label", variant=variant, label=label, by=by):
        raise NoSuchCampaign(str(NoSuchCampaign.__doc__))


def list_doubtful_variants(connection: Connection, limit: int = 50) -> list[Any]:
    """Texts that no verdict accuses and nobody has labelled: ``id``, ``campaign_id``, ``text``, ``level``, ``reports``."""
    return fetch_rows(connection, "campaigns.doubtful", limit=limit)
