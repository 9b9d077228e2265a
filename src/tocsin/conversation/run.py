"""One step being taken: the session as it changes, and the actions so far."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.charter.words import said
from tocsin.conversation import quiet
from tocsin.conversation.flow.schema import Flow, State
from tocsin.conversation.flow.text import CODE, TO, plain, shown, to_whom, variables
from tocsin.conversation.session import Action, Call, Closed, Send, Session, Timer, Turn

NO_PARAMETERS: Final[Mapping[str, str]] = MappingProxyType({})


class Run:
    """Lives for one call of ``step``; nothing of it leaves but the turn."""

    def __init__(self, flow: Flow, session: Session, at: datetime, *, answering: bool = False) -> None:
        self.flow = flow
        self.session = session
        self.at = at
        self.actions: list[Action] = []
        self._answering = answering
        self._spoke_at = at
        self.fresh = False
        """Whether the open question was put in this very step: no reply answers it."""

    @property
    def state(self) -> State:
        """The state in which the session is."""
        return self.flow.states[self.session.state]

    def change(self, **fields: Any) -> None:
        """Change the session."""
        self.session = replace(self.session, **fields)

    def act(self, action: Action) -> None:
        """Add an action."""
        self.actions.append(action)

    def turn(self) -> Turn:
        """What the step did."""
        return Turn(self.session, tuple(self.actions))

    # ---- words

    def say(
        self,
        template: str,
        version: int,
        text: Wording,
        *,
        until: int = quiet.EVENING,
        parameters: Mapping[str, str] = NO_PARAMETERS,
    ) -> None:
        """Send a text: at once to whoever waits for an answer, else outside quiet hours."""
        session = self.session
        at = self.at if self._answering else quiet.not_before(self.at, session.zone, until)
        self._spoke_at = max(self._spoke_at, at)
        self.change(sent=session.sent + 1)
        wording = said(text, session.lang)
        if session.news:
            shown_now = variables(wording)
            self.change(news=tuple(name for name in session.news if name not in shown_now))
        self.act(
            Send(
                id=f"{session.id}.{session.sent + 1}",
                template=template,
                version=self.flow.reworded.get(template, version),
                lang=session.lang,
                wording=wording,
                values={name: self._value(name, parameters) for name in variables(wording) if name != CODE},
                not_before=at,
                reply=self._answering,
            )
        )

    def say_common(self, name: str, **parameters: str) -> None:
        """Send one of the texts that every flow shares."""
        common = self.flow.common
        self.say(f"common.{name}", common.version, common.texts[name], parameters=parameters)

    def say_once(self, name: str, times: int = 1) -> bool:
        """The same, unless it was said so often before in this conversation."""
        if not self.once(name, times):
            return False
        self.say_common(name)
        return True

    def once(self, what: str, times: int = 1) -> bool:
        """Whether it is not yet too often: an automatic answer must not make a conversation turn for ever."""
        if self.session.told.count(what) >= times:
            return False
        self.change(told=(*self.session.told, what))
        return True

    def say_state(self) -> None:
        """The text of the state."""
        state = self.state
        if state.say:
            until = quiet.NIGHT if state.first_notice else quiet.EVENING
            self.say(f"{self.flow.flow}.{self.session.state}", self.flow.version, state.say, until=until)
        asked_at = self._spoke_at if state.ask else None
        if asked_at != self.session.asked_at:
            self.change(asked_at=asked_at)

    def is_old(self, at: datetime) -> bool:
        """Whether something written at this moment cannot answer the open question: it was not out yet."""
        asked_at = self.session.asked_at
        return self.fresh or (asked_at is not None and at < asked_at)

    def _value(self, name: str, parameters: Mapping[str, str]) -> str:
        session = self.session
        if name in parameters:
            value = parameters[name]
        elif name == TO:
            addressee = session.facts.get(self.flow.addressee) if session.shared else None
            value = to_whom(str(addressee or ""), session.lang)
        else:
            value = shown(self.flow.facts[name], session.facts.get(name), session.lang)
        return plain(value)

    # ---- people

    def call(self, reason: str, *, urgent: bool = False) -> None:
        """Ask a human to ring."""
        at = self.at if urgent else quiet.not_before(self.at, self.session.zone)
        self.act(Call(reason=reason, urgent=urgent, not_before=at))

    def hand_over(self, reason: str, *, urgent: bool = False, text: str = "") -> None:
        """A human goes on by telephone, and the SMS ask nothing more."""
        self.call(reason, urgent=urgent)
        if text:
            self.say_common(text)
        self.change(status="human", outcome=reason, timers=(), listing="", misses=0)

    def close(self, outcome: str, status: str = "closed") -> None:
        """The end."""
        self.change(status=status, outcome=outcome, timers=(), listing="", misses=0)
        self.act(Closed(outcome))

    # ---- time

    @property
    def soonest(self) -> datetime:
        """When something said now would go out."""
        return self.at if self._answering else quiet.not_before(self.at, self.session.zone)

    def remind(self, name: str, after: timedelta) -> None:
        """Set the only timer: so long after the last text, and not at night."""
        since = max(self._spoke_at, self.session.asked_at or self._spoke_at)
        at = quiet.not_before(since + after, self.session.zone)
        self.change(timers=(Timer(name, at),))
