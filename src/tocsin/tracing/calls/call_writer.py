"""One call as it is written down: its task, its file, the log of what changes, events to engines."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tocsin.conversation.conversation_id import ConversationId, FileSubject
from tocsin.privacy.vault import Vault
from tocsin.tracing import inbox
from tocsin.tracing.calls.change_log import ChangeLog
from tocsin.tracing.people.noted_details import note_details


def make_event_key(task: object, kind: str, session: str, phone: int, at: datetime) -> str:
    """Reference of an event that a call posts: the same of each is posted once."""
    return f"call:{task}:{kind}:{session}:{phone}:{at.timestamp():.0f}"


class CallWriter:
    """Writes what a call changes, in the transaction of its log."""

    def __init__(self, vault: Vault, log: ChangeLog, task: Any) -> None:
        """``task``: its row, locked, as ``calls.held`` gives it."""
        self.vault = vault
        self.log = log
        self.task = task
        self.now = log.now
        self.today = log.now.astimezone(UTC).date()
        self.subject: FileSubject = "contact" if task.contact_id else "case"
        self.id: int = task.contact_id or task.case_id
        self.mobile = task.kind == "mobile"

    @property
    def session(self) -> str:
        """Name of the conversation with whom the call is about."""
        return str(ConversationId(self.subject, self.id))

    def post_to_own_phone(self, event: inbox.InboxEvent) -> None:
        self.post_to_phone(self.task.phone_id, self.task.shard, event)

    def post_to_phone(self, phone: int, shard: int, event: inbox.InboxEvent) -> None:
        kind = str(type(event).__struct_config__.tag)
        session = getattr(event, "session", "")  # several people of one phone have an event each
        posted = inbox.InboxEntry(
            phone_id=phone,
            shard=shard,
            key=make_event_key(self.task.id, kind, session, phone, self.now),
            at=self.now,
            event=event,
            collected_on=self.today,
        )
        inbox.post_events(self.log.connection, self.vault, [posted])

    def end_conversations(self, outcome: str) -> None:
        """The conversation ends, and the follow-up of a call that was taken back."""
        self.post_to_own_phone(inbox.ConversationEnded(self.session, outcome))
        if self.subject == "case":
            self.post_to_own_phone(inbox.ConversationEnded(str(ConversationId("follow", self.id)), outcome))

    def note_details(self, given: Mapping[str, Any]) -> None:
        note_details(
            self.log.connection, self.vault, self.subject, self.id, given, self.log.agent, self.now,
            zone=self.task.zone,
        )  # fmt: skip

    def close_file(self, outcome: str) -> None:
        """The case or contact is over, where it was not before."""
        if self.log.execute(f"calls.close_{self.subject}", id=self.id, outcome=outcome):
            self.log.add_change(self.subject, self.id, "closed", outcome, "call")
