"""How often things are so in the town: figures with their sources, as data."""

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct


class SourcedShare(Struct, frozen=True, forbid_unknown_fields=True):
    share: float
    source: str


class TownShares(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every figure of ``data/shares.yaml``; what each means is said there."""

    positives: SourcedShare
    negatives: SourcedShare
    after_contact: SourcedShare
    twice: SourcedShare
    second_laboratory: SourcedShare
    corrected: SourcedShare
    unreadable: SourcedShare
    overnight: SourcedShare
    shared_mobile: SourcedShare
    landline_only: SourcedShare
    no_phone: SourcedShare
    foreign: SourcedShare
    english: SourcedShare
    dead_number: SourcedShare
    switched_off: SourcedShare
    changed_hands: SourcedShare
    never_answers: SourcedShare
    stays_silent: SourcedShare
    stops: SourcedShare
    wants_a_human: SourcedShare
    doubts: SourcedShare
    answers_late: SourcedShare
    oddly: SourcedShare
    promises: SourcedShare
    mistypes: SourcedShare
    names_nobody: SourcedShare
    without_number: SourcedShare
    lives_with_case: SourcedShare
    needs_help: SourcedShare
    unclear: SourcedShare
    was_at_a_gathering: SourcedShare
    picks_up: SourcedShare
    number_found: SourcedShare
    tells_onset: SourcedShare
    at_risk: SourcedShare
    feels_ill: SourcedShare
    refuses: SourcedShare


@cache
def load_shares() -> TownShares:
    """The figures that ship with the service."""
    return msgspec.yaml.decode(_read_data("shares.yaml"), type=TownShares)


class TownNames(Struct, frozen=True, forbid_unknown_fields=True):
    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]


@cache
def load_names() -> TownNames:
    return msgspec.yaml.decode(_read_data("names.yaml"), type=TownNames)


def _read_data(name: str) -> bytes:
    return files(__package__).joinpath("data", name).read_bytes()
