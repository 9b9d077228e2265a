"""Policies: the rules of a day that somebody may choose. Read from YAML; a fault is named with its line."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.schema import Wording
from tocsin.charter.yaml_document import Place, YamlDocument
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.flow.schema import FactBranch, Flow, NotADuration, parse_duration
from tocsin.conversation.phone_thread import FlowLookup
from tocsin_simulation.policies.figures import FigureValues, load_figures, override_figures

NEVER: Final = "never"
MOST_AGENTS: Final = 1_000_000
MOST_POLICIES: Final = 12
MOST_RATE: Final = 1_000_000
_DURATIONS: Final = ("sms_after", "remind_after", "call_after", "call_margin", "ring_again_after")
_LONGEST: Final = timedelta(days=3)


class BadPolicies(YamlDocumentError):
    """A file of policies cannot be used."""


class DayPolicy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of one day. What is left out is as the service does it today."""

    name: str
    """Short, for files and columns."""
    title: Wording
    """For people, in both languages."""
    sms_after: str = "0m"
    """How long after the result has come a case is written to, if nobody has reached them; ``never``: only
    rung."""
    remind_after: str = "2h"
    """Silence after the first SMS until the second one."""
    call_after: str = "2h"
    """Silence after the second SMS until a call is asked for."""
    call_margin: str = "6h"
    """How long before the deadline whoever is silent is rung in any case; 24h: at once."""
    ring_again_after: str = "2h"
    """From a first call without an answer to the second."""
    backward: bool = False
    """Whether cases are asked where they may have been infected, up to ten days before."""
    agents: int = 6000
    """Agents on shift, from 9 h to 19 h 30, for the whole country."""
    parts_a_second: float = 350.0
    """Parts of SMS that the operators take in a second, for the whole country."""

    def duration_of(self, name: str) -> timedelta:
        return parse_duration(getattr(self, name))

    @property
    def sends_texts(self) -> bool:
        return self.sms_after != NEVER

    @property
    def flows(self) -> FlowLookup:
        """The service's flows with the policy's waiting times and questions."""
        return _adapt_flows(self.remind_after, self.call_after, self.backward)


class PolicyFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    policies: tuple[DayPolicy, ...]
    """The first is what the others are compared with."""
    figures: dict[str, float] = {}
    """Figures of ``data/figures.yaml`` that are to be others."""

    @property
    def values(self) -> FigureValues:
        return override_figures(self.figures)


@cache
def load_shipped_policies() -> PolicyFile:
    return parse_policies(read_shipped_text(), "policies.yaml")


def read_shipped_text() -> str:
    return files(__package__).joinpath("data/policies.yaml").read_text("utf-8")


def read_policies(path: Path) -> PolicyFile:
    """Policies from a file of one's own. Raises OSError, BadPolicies."""
    return _check_policies(YamlDocument.from_file(path, BadPolicies))


def parse_policies(text: str, file: str) -> PolicyFile:
    """Policies from YAML text; ``file`` is its name for messages. Raises BadPolicies."""
    return _check_policies(YamlDocument(text, file, BadPolicies))


def _check_policies(document: YamlDocument) -> PolicyFile:
    plans = document.convert_to(PolicyFile)
    document.raise_first_fault(_find_faults(plans))
    return plans


def _find_faults(plans: PolicyFile) -> Iterator[tuple[Place, str]]:
    if not 1 <= len(plans.policies) <= MOST_POLICIES:
        yield ("policies",), f"expected 1 to {MOST_POLICIES} policies, found {len(plans.policies)}"
    seen: set[str] = set()
    for at, policy in enumerate(plans.policies):
        place: Place = ("policies", at)
        if not policy.name or not policy.name.replace("-", "").isalnum() or len(policy.name) > 40:
            yield (*place, "name"), f"expected letters, figures and hyphens, 40 at most: {policy.name[:60]!r}"
        if policy.name in seen:
            yield (*place, "name"), f"{policy.name!r} is there twice"
        seen.add(policy.name)
        if not policy.title.fr.strip() or not policy.title.en.strip():
            yield (*place, "title"), "expected a title in French (fr) and in English (en)"
        yield from _check_durations(policy, place)
        if not 0 <= policy.agents <= MOST_AGENTS:
            yield (*place, "agents"), f"expected 0 to {MOST_AGENTS} agents, found {policy.agents}"
        if not 0 < policy.parts_a_second <= MOST_RATE:
            yield (*place, "parts_a_second"), f"expected more than 0 and at most {MOST_RATE} parts a second"
    for name, value in plans.figures.items():
        found = load_figures().get(name)
        if found is None:
            yield ("figures", name), f"there is no such figure; there are {', '.join(load_figures())}"
        elif not found.low <= value <= found.high:
            yield (
                ("figures", name),
                f"expected {found.low:g} to {found.high:g} ({found.unit}), found {value:g}",
            )


def _check_durations(policy: DayPolicy, place: Place) -> Iterator[tuple[Place, str]]:
    for name in _DURATIONS:
        written = getattr(policy, name)
        if name == "sms_after" and written == NEVER:
            continue
        try:
            span = parse_duration(written)
        except NotADuration as error:
            yield (*place, name), str(error)
        else:
            if span > _LONGEST:
                yield (*place, name), f"expected three days at most, found {written}"
            elif not span and name not in ("sms_after", "call_margin"):
                yield (*place, name), "expected more than nothing"


@lru_cache(maxsize=64)
def _adapt_flows(remind_after: str, call_after: str, backward: bool) -> FlowLookup:
    made: dict[str, Flow] = {}

    def flows(name: str) -> Flow:
        found = made.get(name)
        if found is None:
            found = made[name] = _adapt_flow(load_flow(name), remind_after, call_after, backward)
        return found

    return flows


def _adapt_flow(flow: Flow, remind_after: str, call_after: str, backward: bool) -> Flow:
    """A flow whose first question waits for other times, and that asks where a case was infected, or not."""
    states = dict(flow.states)
    notice = states.get("notice")
    if notice is not None:
        first, second, *rest = notice.silence
        silence = (replace(first, after=remind_after), replace(second, after=call_after), *rest)
        states["notice"] = replace(notice, silence=silence)
    fork = states.get("gathering_fork")
    if fork is not None:
        branch: tuple[FactBranch, ...] = ()
        states["gathering_fork"] = replace(fork, branch=branch, onward="gathering" if backward else "help")
    return replace(flow, states=states)
