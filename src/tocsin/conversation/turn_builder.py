"""One step being taken: the session as it changes, and the actions so far."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.conversation import quiet_hours
from tocsin.conversation.flow.schema import Flow, FlowState
from tocsin.conversation.flow.text_variables import (
    CODE,
    TO,
    format_addressee,
    format_fact,
    list_variables,
    to_gsm7_text,
)
from tocsin.conversation.session import (
    CloseConversation,
    ConversationAction,
    ConversationSession,
    RequestCall,
    SendSms,
    SessionTimer,
    SessionTurn,
)

NOTHING_ASKED: Final[Mapping[str, Any]] = MappingProxyType({"listing": "", "misses": 0, "pending": ""})
"""Of a session that waits for no answer."""
NO_PARAMETERS: Final[Mapping[str, str]] = MappingProxyType({})


class TurnBuilder:
    """Lives for one call of ``step``; nothing of it leaves but the turn."""

    def __init__(
        self, flow: Flow, session: ConversationSession, at: datetime, *, answering: bool = False
    ) -> None:
        self.flow = flow
        self.session = session
        self.at = at
        self.actions: list[ConversationAction] = []
        self._answering = answering
        self._spoke_at = at
        self.fresh = False
        """Whether the open question was put in this very step: no reply answers it."""

    @property
    def state(self) -> FlowState:
        """The state in which the session is."""
        return self.flow.states[self.session.state]

    def update_session(self, **fields: Any) -> None:
        """Change the session."""
        self.session = replace(self.session, **fields)

    def add_action(self, action: ConversationAction) -> None:
        """Add an action."""
        self.actions.append(action)

    def build_turn(self) -> SessionTurn:
        """What the step did."""
        return SessionTurn(self.session, tuple(self.actions))

    # ---- words

    def send_text(
        self,
        template: str,
        version: int,
        text: Wording,
        *,
        until: int = quiet_hours.EVENING,
        parameters: Mapping[str, str] = NO_PARAMETERS,
        expires: datetime | None = None,
    ) -> None:
        """Send a text: at once to whoever waits for an answer, else outside quiet hours."""
        session = self.session
        at = self.at if self._answering else quiet_hours.find_next_allowed_time(self.at, session.zone, until)
        self._spoke_at = max(self._spoke_at, at)
        self.update_session(sent=session.sent + 1)
        wording = translate_wording(text, session.lang)
        if session.news:
            shown_now = list_variables(wording)
            self.update_session(news=tuple(name for name in session.news if name not in shown_now))
        self.add_action(
            SendSms(
                id=f"{session.id}.{session.sent + 1}",
                template=template,
                version=self.flow.reworded.get(template, version),
                lang=session.lang,
                wording=wording,
                values={
                    name: self._variable_value(name, parameters)
                    for name in list_variables(wording)
                    if name != CODE
                },
                not_before=at,
                reply=self._answering,
                until=expires,
            )
        )

    def send_common_text(self, name: str, **parameters: str) -> None:
        """Send one of the texts that every flow shares."""
        common = self.flow.common
        self.send_text(f"common.{name}", common.version, common.texts[name], parameters=parameters)

    def send_common_text_once(self, name: str, times: int = 1) -> bool:
        """The same, unless it was said so often before in this conversation."""
        if not self.allow_once(name, times):
            return False
        self.send_common_text(name)
        return True

    def allow_once(self, what: str, times: int = 1) -> bool:
        """Whether it is not yet too often: an automatic answer must not make a conversation turn for ever."""
        if self.session.told.count(what) >= times:
            return False
        self.update_session(told=(*self.session.told, what))
        return True

    def send_state_text(self) -> None:
        """The text of the state."""
        state = self.state
        if state.say:
            until = quiet_hours.NIGHT if state.first_notice else quiet_hours.EVENING
            self.send_text(
                f"{self.flow.flow}.{self.session.state}", self.flow.version, state.say, until=until
            )
        asked_at = self._spoke_at if state.ask else None
        if asked_at != self.session.asked_at:
            self.update_session(asked_at=asked_at)

    def predates_question(self, at: datetime) -> bool:
        """Whether something written at this moment cannot answer the open question: it was not out yet."""
        return self.fresh or self.is_early(at)

    def is_early(self, at: datetime) -> bool:
        """Whether the open question went out later than this."""
        asked_at = self.session.asked_at
        return asked_at is not None and at < asked_at

    def _variable_value(self, name: str, parameters: Mapping[str, str]) -> str:
        session = self.session
        if name in parameters:
            value = parameters[name]
        elif name == TO:
            addressee = session.facts.get(self.flow.addressee) if session.shared else None
            value = format_addressee(str(addressee or ""), session.lang)
        else:
            value = format_fact(self.flow.facts[name], session.facts.get(name), session.lang)
        return to_gsm7_text(value)

    # ---- people

    def request_call(self, reason: str, *, urgent: bool = False, wished: datetime | None = None) -> None:
        """Ask a human to ring; not before the moment that the person wished, where they did."""
        earliest = wished or self.at
        at = self.at if urgent else quiet_hours.find_next_allowed_time(earliest, self.session.zone)
        self.add_action(RequestCall(reason=reason, urgent=urgent, not_before=at))

    def hand_over_to_human(
        self, reason: str, *, urgent: bool = False, text: str = "", wished: datetime | None = None
    ) -> None:
        """A human goes on by telephone, and the SMS ask nothing more."""
        self.request_call(reason, urgent=urgent, wished=wished)
        if text:
            self.send_common_text(text)
        self.update_session(status="human", outcome=reason, timers=(), **NOTHING_ASKED)

    def close_session(self, outcome: str, status: str = "closed") -> None:
        """The end."""
        self.update_session(status=status, outcome=outcome, timers=(), **NOTHING_ASKED)
        self.add_action(CloseConversation(outcome))

    # ---- time

    @property
    def earliest_send_time(self) -> datetime:
        """When something said now would go out."""
        return self.at if self._answering else quiet_hours.find_next_allowed_time(self.at, self.session.zone)

    def set_timer(self, name: str, after: timedelta) -> None:
        """Set the only timer: so long after the last text, and not at night."""
        since = max(self._spoke_at, self.session.asked_at or self._spoke_at)
        at = quiet_hours.find_next_allowed_time(since + after, self.session.zone)
        self.update_session(timers=(SessionTimer(name, at),))
