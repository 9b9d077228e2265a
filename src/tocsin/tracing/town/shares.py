"""How often things are so in the town: figures with their sources, as data."""

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct


class Share(Struct, frozen=True, forbid_unknown_fields=True):
    """One figure."""

    share: float
    source: str


class Shares(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every figure of ``data/shares.yaml``; what each means is said there."""

    positives: Share
    negatives: Share
    after_contact: Share
    twice: Share
    second_laboratory: Share
    corrected: Share
    unreadable: Share
    overnight: Share
    shared_mobile: Share
    landline_only: Share
    no_phone: Share
    foreign: Share
    english: Share
    dead_number: Share
    switched_off: Share
    changed_hands: Share
    never_answers: Share
    stays_silent: Share
    stops: Share
    wants_a_human: Share
    doubts: Share
    answers_late: Share
    oddly: Share
    promises: Share
    mistypes: Share
    names_nobody: Share
    without_number: Share
    lives_with_case: Share
    needs_help: Share
    unclear: Share
    was_at_a_gathering: Share
    picks_up: Share
    number_found: Share
    refuses: Share


@cache
def shares() -> Shares:
    """The figures that ship with the service."""
    return msgspec.yaml.decode(_read("shares.yaml"), type=Shares)


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """What people are called."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]


@cache
def names() -> Names:
    """The names that ship with the service."""
    return msgspec.yaml.decode(_read("names.yaml"), type=Names)


def _read(name: str) -> bytes:
    return files(__package__).joinpath("data", name).read_bytes()
