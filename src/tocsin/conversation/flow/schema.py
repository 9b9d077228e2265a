"""What a flow is made of, in records that cannot change.

The YAML format is documented in ``docs/reference/flow-format.md``. Nothing here knows an institution, a
disease or a country by name.
"""

import re
from collections.abc import Iterator
from datetime import time, timedelta
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.charter.yaml_document import Place
from tocsin.conversation.reading import QuestionKind

FactKind = Literal["name", "day", "flag", "number", "text"]
"""What a fact is: ``name`` (of a person), ``day`` (ISO date), ``flag`` (true or false), ``number``, ``text``
(a sentence in both languages, from the protocol)."""

FlowRole = Literal["case", "contact", "other"]
"""Whom a flow is for, as the guard distinguishes them."""

_DURATION = re.compile(r"(\d{1,3})(m|h|d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class NotADuration(ValueError):
    """A duration is a number and m, h or d, such as 30m, 2h or 3d."""

    def __init__(self, written: str) -> None:
        super().__init__(f"{self.__doc__} Found {written!r}.")
        self.written = written


@lru_cache(maxsize=256)
def parse_duration(written: str) -> timedelta:
    """A duration as flows write it.

    >>> parse_duration("2h")
    datetime.timedelta(seconds=7200)
    """
    found = _DURATION.fullmatch(written)
    if not found:
        raise NotADuration(written)
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


class FlowFact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a flow knows of the person, or learns."""

    kind: FactKind
    optional: bool = False
    """Whether a conversation can begin without it; what an answer gives can always be absent."""
    otherwise: Wording = Wording("", "")
    """What texts say where it is not known, or cannot be shown (a name that is no name)."""
    worst: Wording | None = None
    """The longest that texts may have to carry, for the guard; by its kind where not given."""


class SilenceStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happens when nobody answers."""

    after: str
    """Duration since the step before, or since the question."""
    say: Wording | None = None
    """A reminder."""
    call: str = ""
    """Reason for which a human is asked to ring; the question stays open, for people answer late."""
    go: str = ""
    """State to go to; the last step has one."""


class StatePause(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pause until a day, or of some length."""

    until: str = ""
    """Fact that holds the day."""
    days: int = 0
    """Days after that day (before, where negative)."""
    at: str = "10:00"
    """Local time of that day."""
    after: str = ""
    """Instead of ``until``: a duration."""
    missed: str = ""
    """State to go to where the day is not known, or is over already; ``next`` where left out."""

    @property
    def hour(self) -> time:
        """``at``; ValueError where it is no time of day."""
        return time.fromisoformat(self.at)


class FactBranch(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"fact": "if", "value": "is"}
):
    """Where to go if a fact has a value."""

    fact: str
    value: str | int | bool | None = None
    """The value; left out: that the fact is known at all."""
    go: str


class FlowState(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"assign": "set", "onward": "next"}
):
    """One place in a flow: a question, a pause, a fork, a message or an end.

    On entry, in this order: ``set``, ``say``, ``call``; then the question is open, or the pause runs, or the
    flow goes on.
    """

    say: Wording | None = None
    """The SMS."""
    first_notice: bool = False
    """Whether it may be sent until 22 h: the first notice of a case, whose 24 hours are running."""
    assign: dict[str, str | int | bool] = {}
    """Facts set on entry."""
    call: str = ""
    """Reason for which a human is asked to ring."""
    ask: QuestionKind | None = None
    """The kind of answer; then the state is a question."""
    options: dict[str, Wording] = {}
    """For ``choice``: answer -> as people read it."""
    save: str = ""
    """Fact that keeps the answer."""
    go: dict[str, str] = {}
    """Answer -> next state: ``yes``, ``no``; the options; ``some``, ``nobody`` for people and for
    who lives with the person; else ``any``."""
    again: Wording | None = None
    """The question put otherwise, where the answer was not understood."""
    unclear: str = ""
    """For ``yes_no``: the answer that "I did not understand" stands for; left out, it is none."""
    lost: str = ""
    """State to go to after a human was asked to take over; the SMS end there where left out."""
    silence: tuple[SilenceStep, ...] = ()
    wait: StatePause | None = None
    branch: tuple[FactBranch, ...] = ()
    """The first that holds is taken, else ``next``."""
    onward: str = ""
    """State to go to where nothing is asked."""
    end: str = ""
    """Outcome; the conversation ends here."""

    def list_targets(self) -> Iterator[tuple[str, str]]:
        """Every way out: what leads there, and the name of the state."""
        yield from self.go.items()
        yield from (("silence", step.go) for step in self.silence if step.go)
        yield from ((f"{b.fact}={_describe_value(b.value)}", b.go) for b in self.branch)
        if self.lost:
            yield "lost", self.lost
        if self.wait and self.wait.missed:
            yield "missed", self.wait.missed
        if self.onward:
            yield "else" if self.branch else "next", self.onward


def _describe_value(value: str | int | bool | None) -> str:
    return "known" if value is None else str(value).lower()


class FlowAside(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"assign": "set"}):
    """What people say of themselves, whatever is asked: heard once in a conversation, even after its end."""

    heard: str
    """Phrases, one a line, in the grammar of ``phrases``."""
    unless: str = ""
    """Phrases beside which it does not count."""
    say: Wording | None = None
    assign: dict[str, str | int | bool] = {}
    """Facts that it sets."""
    call: str = ""
    """Reason for which a human is asked to ring."""
    go: str = ""
    """State to go to; the question stays open where left out."""
    fires: tuple[str, ...]
    """Replies in which it must be heard."""
    near_misses: tuple[str, ...]
    """Replies in which it must not."""


class CommonTexts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Texts that every flow needs, whatever is asked."""

    version: int
    texts: dict[str, Wording]


class FlowExample(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody made up, and when the conversation begins."""

    at: str
    """Local time, ``2021-03-04 09:00``."""
    facts: dict[str, str]
    """As transcripts write them."""


class Flow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A guided conversation."""

    flow: str
    """Identifier: the name of the file."""
    version: int
    """Raised with every change of a text or of the graph."""
    name: Wording
    role: FlowRole
    sender: str
    """Number that its SMS come from."""
    start: str
    facts: dict[str, FlowFact] = {}
    corrected: str = ""
    """State to go to where facts are corrected during a pause: it tells the person."""
    ended: dict[str, str] = {}
    """Why somebody else ends it -> state to go to, which tells the person; else it ends without a word."""
    renamed: dict[str, str] = {}
    """State of a former version -> what became of it."""
    asides: dict[str, FlowAside] = {}
    states: dict[str, FlowState]
    example: FlowExample
    """Somebody to try it on."""
    common: CommonTexts = CommonTexts(version=0, texts={})
    """Put in at loading."""
    reworded: dict[str, str] = {}
    """Text -> its own version, where its words were changed since: put in by ``reworded``."""

    @property
    def addressee(self) -> str:
        """The fact that names the person: the first that is a name; empty where there is none."""
        return next((name for name, fact in self.facts.items() if fact.kind == "name"), "")

    @property
    def asks_people(self) -> bool:
        """Whether it asks for people at all."""
        return bool(self.people_state)

    @property
    def people_state(self) -> str:
        """The first state that asks for people; empty where there is none."""
        return next((name for name, state in self.states.items() if state.ask == "people"), "")

    @property
    def text_facts(self) -> frozenset[str]:
        """Facts that the texts may use."""
        return frozenset(self.facts)


class FlowTemplate(Struct, frozen=True, kw_only=True):
    """One text of a flow, as the guard and the register know it."""

    id: str
    """``case.notice``, ``case.notice.again``, ``case.notice.silence-1``, ``case.aside-need``,
    ``common.stop``."""
    version: int
    text: Wording
    place: Place
    """Where it stands in the document."""
    first_notice: bool = False


def list_flow_templates(flow: Flow) -> Iterator[FlowTemplate]:
    """Every text that a flow may send, the common ones included."""
    for name, state in flow.states.items():
        yield from _list_state_templates(flow, name, state)
    for name, aside in flow.asides.items():
        if aside.say:
            yield _make_template(flow, f"aside-{name}", aside.say, ("asides", name, "say"))
    for name, text in flow.common.texts.items():
        yield FlowTemplate(
            id=f"common.{name}", version=flow.common.version, text=text, place=("common", name)
        )


def _list_state_templates(flow: Flow, name: str, state: FlowState) -> Iterator[FlowTemplate]:
    place: Place = ("states", name)
    if state.say:
        yield _make_template(flow, name, state.say, (*place, "say"), first_notice=state.first_notice)
    if state.again:
        yield _make_template(flow, f"{name}.again", state.again, (*place, "again"))
    for n, step in enumerate(state.silence, 1):
        if step.say:
            yield _make_template(flow, f"{name}.silence-{n}", step.say, (*place, "silence", n - 1, "say"))


def _make_template(
    flow: Flow, name: str, text: Wording, place: Place, *, first_notice: bool = False
) -> FlowTemplate:
    id = f"{flow.flow}.{name}"
    return FlowTemplate(id=id, version=flow.version, text=text, place=place, first_notice=first_notice)
