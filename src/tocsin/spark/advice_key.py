"""A key in the place of what to do, which is nine tenths of an answer and the same in nearly all.

The key names the charter and what the person told of themselves, and ends with a digest of the advice as ``scan`` writes it.
The advice is made again from the charter and held against the digest, so that not one byte can differ.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import blake2b
from itertools import product
from typing import get_args

import msgspec
from msgspec import Raw

from tocsin.charter.channels import CHANNELS
from tocsin.charter.identity_cache import cached_by_identity
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter
from tocsin.charter.view import list_days_of_change, view_as_of
from tocsin.verdict.advice_selection import select_advice
from tocsin.verdict.model import Level
from tocsin.verdict.verdict_json import AdviceEntry, VerdictRecord, encode_advice


class UnknownAdvice(ValueError):
    """No advice of these charters, in this language, has that key."""

    def __init__(self, key: str, lang: str) -> None:
        super().__init__(
            f"no advice in the language {lang} has the key {key}: it was written with another language, charter or Tocsin"
        )


def write_advice_key(record: VerdictRecord) -> str:
    """What stands for the advice of an answer: the same for the same words."""
    return "/".join((record.charter.id, *record.happened, _digest_advice(record.advice)))


def find_advice(key: str, lang: str, charter: Charter | None = None) -> tuple[AdviceEntry, ...]:
    """What a key stands for. ``charter``: the one that the messages were held against, where it is not one that comes with
    Tocsin. Raises UnknownAdvice, NoSuchCharter."""
    name, *happened, digest = key.split("/")
    for advice in _iterate_advice(charter or load_charter(name), lang, tuple(happened)):
        if _digest_advice(advice) == digest:
            return msgspec.json.decode(advice, type=tuple[AdviceEntry, ...])
    raise UnknownAdvice(key, lang)


@cached_by_identity()  # the encoded advice is one object for all answers that have it
def _digest_advice(advice: Raw) -> str:
    return blake2b(advice, digest_size=8).hexdigest()


def _iterate_advice(charter: Charter, lang: str, happened: tuple[str, ...]) -> Iterator[Raw]:
    """All that the charter may advise who tells what ``happened``: the days that are asked about most come first."""
    told = dict.fromkeys((happened, ()))  # of a number alone nothing is told
    for day in reversed(_list_period_days(charter)):
        view = view_as_of(charter, day)
        for level, channel, claimed, one in product(get_args(Level), CHANNELS, (True, False), told):
            yield encode_advice(
                select_advice(view.period, level, channel, lang, claimed=claimed, happened=one)
            )


def _list_period_days(charter: Charter) -> list[date]:
    """A day of each period in which the same clauses hold, in order."""
    changes = list_days_of_change(charter)
    return [max(date.min + timedelta(days=1), changes[0]) - timedelta(days=1), *changes]
