"""The parameters of an address: a record for each view, whose fields say how one is read and what it means."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Annotated, Any, Final, get_args, get_type_hints
from urllib.parse import parse_qsl

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from tocsin.charter.channels import CHANNELS
from tocsin.charter.loading import list_charter_names
from tocsin.locale.languages import LANGUAGES
from tocsin.web.api.problem import ApiProblem, Kind

QUERY_CHARS: Final = 2_048
PARAMETERS: Final = 20


class ParameterType(Struct, frozen=True):
    """How a parameter is read, and what the document says of it."""

    parse: Callable[[str, str], Any]
    """Its name and what was written -> its value. Raises ApiProblem."""
    describe_schema: Callable[[], dict[str, Any]]
    """Its schema, without its default."""
    refusals: tuple[Kind, ...] = ()
    """Kinds of refusal beside ``bad_query``."""


def _parse_language(name: str, written: str) -> str:
    if written not in LANGUAGES:
        raise ApiProblem("bad_query", f"expected {' or '.join(LANGUAGES)}", field=name)
    return written


def _parse_institution(name: str, written: str) -> str:
    """The name of a charter that comes with Tocsin: a path never gets this far."""
    if written not in _known_institutions():
        raise ApiProblem("no_charter", f"one of {', '.join(_known_institutions())} is expected", field=name)
    return written


@cache
def _known_institutions() -> tuple[str, ...]:
    return list_charter_names()


def _parse_day(name: str, written: str) -> date:
    try:
        if len(written) != 10:
            raise ValueError
        return date.fromisoformat(written)
    except ValueError:
        raise ApiProblem("bad_query", "expected a day such as 2021-03-04", field=name) from None


LANGUAGE: Final = ParameterType(_parse_language, lambda: {"type": "string", "enum": list(LANGUAGES)})
INSTITUTION: Final = ParameterType(
    _parse_institution, lambda: {"type": "string", "enum": list(list_charter_names())}, ("no_charter",)
)
DAY: Final = ParameterType(_parse_day, lambda: {"type": "string", "format": "date"})
CHANNEL: Final = ParameterType(
    lambda _name, written: written, lambda: {"type": "string", "enum": list(CHANNELS)}
)
"""Whether a charter speaks of it is for the view to say."""


class NoParameters(Struct, frozen=True):
    """An address that has none."""


class LanguageQuery(Struct, frozen=True):
    """In which language an answer is."""

    lang: Annotated[str, LANGUAGE] = "fr"
    """language of the sentences"""


class MessageQuery(LanguageQuery, frozen=True):
    """How a message is judged."""

    institution: Annotated[str | None, INSTITUTION] = None
    """the institution whose charter is read (default: the one that the message claims to come from)"""


class QueryReader:
    """Reads the parameters of an address into their record."""

    def __init__(self, record: type[Struct]) -> None:
        self.record = record
        hints = get_type_hints(record, include_extras=True)
        self.types: dict[str, ParameterType] = {
            one.encode_name: next(
                more for more in get_args(hints[one.name]) if isinstance(more, ParameterType)
            )
            for one in fields(record)
        }
        """By the name in the address."""
        self._attributes = {one.encode_name: one.name for one in fields(record)}
        self.defaults = {
            one.encode_name: one.default for one in fields(record) if one.default is not NODEFAULT
        }
        expected = f"one of {', '.join(self.types)} is expected" if self.types else "none is expected"
        self._unknown = f"unknown parameter; {expected}"
        self._plain = record() if len(self.defaults) == len(self.types) else None

    def read_query(self, query: str) -> Struct:
        """The parameters given, all of which must be known, each once. Raises ApiProblem."""
        if not query and self._plain is not None:
            return self._plain
        given = _split_query(query)
        for name in given:
            if name not in self.types:
                raise ApiProblem("bad_query", self._unknown, field=name[:60])
        return self.record(
            **{
                self._attributes[name]: kind.parse(name, given.get(name, ""))
                for name, kind in self.types.items()
                if name in given or name not in self.defaults
            }
        )


def _split_query(query: str) -> dict[str, str]:
    if not query:
        return {}
    if len(query) > QUERY_CHARS:
        raise ApiProblem("bad_query", f"longer than {QUERY_CHARS} characters")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS)
    except ValueError:
        raise ApiProblem(
            "bad_query", f"not UTF-8 in percent signs, or more than {PARAMETERS} parameters"
        ) from None
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for name in found if sum(name == n for n, _ in pairs) > 1)
        raise ApiProblem("bad_query", "given more than once", field=twice[:60])
    return found
