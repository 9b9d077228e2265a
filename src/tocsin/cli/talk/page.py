"""What the demonstration shows: every SMS with what the guard, the register and the check say of it."""

from datetime import date, datetime
from pathlib import Path

from tocsin.charter import words
from tocsin.charter.schema import Charter
from tocsin.cli.draw import draw
from tocsin.cli.paper import Paper
from tocsin.cli.talk.office import Happened, Left, Told
from tocsin.cli.talk.people import NAMES
from tocsin.cli.talk.words import say
from tocsin.conversation import quiet
from tocsin.conversation.session import Action, Call, Closed, Learned, Named
from tocsin.message.harmless import harmless
from tocsin.message.model import Message
from tocsin.message.text import from_text
from tocsin.register import Register, known
from tocsin.register.release import Held
from tocsin.sms.gateway import Receipt, State
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

ZONE = "Europe/Paris"


class Page:
    """Writes what happens, as it happens."""

    def __init__(self, paper: Paper, register: Register, charter: Charter, lang: str) -> None:
        self.sent = 0
        self.delivered = 0
        self.code = ""
        """The code of an SMS to a contact: the fraud takes it."""
        self._paper = paper
        self._register = register
        self._charter = charter
        self._lang = lang
        self._day: date | None = None

    def begin(self, port: int) -> None:
        """The title."""
        text = say("title", self._lang).format(port=port)
        self._paper.put((text, "strong"))
        self._paper.put(("─" * min(len(text), self._paper.width), "faint"))
        self._paper.put((say("people", self._lang), ""))

    def told(self, told: Told) -> None:
        """Something that the office did."""
        if isinstance(told, Left):
            self._left(told)
        elif isinstance(told, Held):
            reasons = ", ".join(reason.kind for reason in told.ruling.reasons)
            self._aside(say("blocked", self._lang).format(reasons))
        else:
            self._happened(told)

    def heard(self, phone: str, text: str, at: datetime) -> None:
        """An SMS of a person."""
        self._head(at, f"{self._name(phone)} → 38663")
        self._paper.put((harmless(text), ""), first="  │ ")

    def receipt(self, receipt: Receipt) -> None:
        """News from the network."""
        self.delivered += receipt.state is State.DELIVERED and receipt.part == receipt.of

    def fraud(self) -> None:
        """Somebody puts a genuine code into another text."""
        if not self.code:
            return
        text = say("fraud_text", self._lang).format(code=self.code)
        message = from_text(text, "sms", sender="38663", received=self._day or date.today())
        self._paper.gap()
        self._paper.put((say("fraud", self._lang), "strong"))
        draw(self._paper, message, self._judged(message), self._charter, self._lang, brief=True)

    def end(self, register: Path | None) -> None:
        """The sum, and what to try."""
        self._paper.gap()
        self._paper.put((say("sum", self._lang).format(sent=self.sent, delivered=self.delivered), "strong"))
        named = f" --register {register}" if register else ""
        self._paper.write(say("next", self._lang).format(code=self.code, register=named))

    # ---- one SMS

    def _left(self, left: Left) -> None:
        text = left.issued.text
        self.sent += 1
        self._head(left.at, f"38663 → {self._name(left.to)}")
        self._paper.put((harmless(text), ""), first="  │ ")
        message = from_text(text, "sms", sender="38663", received=quiet.local(left.at, ZONE).date())
        verdict = self._judged(message)
        guarded = say(left.ruling.result, self._lang)
        parts, code = left.ruling.parts, left.issued.code
        line = say("checked", self._lang).format(result=guarded, parts=parts, code=code)
        self._paper.put((line, "faint"), (say(verdict.level, self._lang), verdict.level), first="    ")
        if not self.code and left.issued.entry.template == "contact.plan":
            self.code = left.issued.code

    def _judged(self, message: Message) -> Verdict:
        return judge(message, self._charter, lang=self._lang, known=known(self._register, message))

    def _happened(self, happened: Happened) -> None:
        if said := _said(happened.said.action, self._lang):
            self._aside(
                f"{self._name(happened.phone)} : {said}"
                if self._lang == "fr"
                else f"{self._name(happened.phone)}: {said}"
            )

    def _aside(self, text: str) -> None:
        self._paper.put((text, "faint"), first="  · ", rest="    ")

    def _head(self, at: datetime, who: str) -> None:
        here = quiet.local(at, ZONE)
        if here.date() != self._day:
            self._day = here.date()
            self._paper.gap()
            self._paper.put((words.day(self._day, self._lang), "strong"))
        self._paper.gap()
        self._paper.put((f"{here:%H:%M}  {who}", "strong"))

    @staticmethod
    def _name(phone: str) -> str:
        return NAMES.get(phone, phone)


def _said(action: Action, lang: str) -> str:
    """What else a conversation did, in words; nothing for what is seen anyway."""
    if isinstance(action, Call):
        return say("call", lang).format(action.reason)
    if isinstance(action, Learned):
        return say("learned", lang).format(action.fact, str(action.value).lower())
    if isinstance(action, Named):
        people = ", ".join(f"{p.name or '?'} {p.number or '…'}" for p in action.people)
        return say("confirmed" if action.confirmed else "noted", lang).format(people)
    if isinstance(action, Closed):
        return say("closed", lang).format(action.outcome)
    return ""
