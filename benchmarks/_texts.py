"""Texts for the benchmarks: templates of our own, filled with a seeded hand: `texts.yaml` holds them."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import yaml

SEED = 20210304
SHARE_FRAUD, SHARE_GENUINE = 0.4, 0.2
SHARE_FRAUD_IN_STREAM = 0.01
FIRST_DAY = date(2022, 6, 1)
DAYS = 1_500


class Text(NamedTuple):
    """A generated message, and what it is."""

    family: str
    """``fraud``, ``genuine``, ``negative`` or ``ordinary``."""
    sender: str
    received: date
    text: str


_TABLE = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
FILLERS: dict[str, list[str]] = _TABLE["fillers"]
SENDERS: dict[str, list[str]] = _TABLE["senders"]
TEMPLATES: dict[str, list[str]] = _TABLE["templates"]


class Writer:
    """Writes messages, the same ones each time for a seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.hand = random.Random(seed)

    def fill(self, template: str) -> str:
        """A template with every slot filled, slots of fillers included."""
        while "{" in template:
            before, _, rest = template.partition("{")
            slot, _, after = rest.partition("}")
            template = before + self._slot(slot) + after
        return template

    def _slot(self, slot: str) -> str:
        hand = self.hand
        drawn: dict[str, Callable[[], str]] = {
            "nn": lambda: f"{hand.randrange(100):02}",
            "n": lambda: str(hand.randrange(10, 9999)),
            "h": lambda: str(hand.randrange(8, 20)),
            "dom": lambda: f"{hand.randrange(1, 29):02}",
            "month": lambda: f"{hand.randrange(1, 13):02}",
        }
        return drawn[slot]() if slot in drawn else hand.choice(FILLERS[slot])

    def text(self, family: str = "") -> Text:
        """One message: of a family, or of the benchmark's mix."""
        draw = self.hand.random()
        genuine = SHARE_FRAUD + SHARE_GENUINE
        mixed = "fraud" if draw < SHARE_FRAUD else "genuine" if draw < genuine else "negative"
        family = family or mixed
        text = self.fill(self.hand.choice(TEMPLATES[family]))
        if family == "fraud" and self.hand.random() < 0.25:
            text = self.hand.choice(DISGUISES)(text)
        sender = self.fill(self.hand.choice(SENDERS[family]))
        return Text(family, sender, FIRST_DAY + timedelta(self.hand.randrange(DAYS)), text)

    def texts(self, count: int) -> Iterator[Text]:
        """As many messages."""
        return (self.text() for _ in range(count))

    def stream(self, count: int) -> Iterator[Text]:
        """What passes on a line in a month: ordinary messages, of which a few are frauds."""
        for _ in range(count):
            one = self.text("fraud" if self.hand.random() < SHARE_FRAUD_IN_STREAM else "ordinary")
            yield one._replace(received=FIRST_DAY + timedelta(DAYS + self.hand.randrange(30)))


def _plain(text: str) -> str:
    return text.translate(str.maketrans("éèêàùôîç", "eeeauoic"))


DISGUISES: tuple[Callable[[str], str], ...] = (
    _plain,
    str.upper,
    lambda text: text.replace("carte", "c\u200barte").replace("RIB", "R.I.B"),
    lambda text: text.replace("AMELI", "AMELl").replace("vitale", "v1tale"),
    lambda text: text.replace("a", "а", 3),
)
"""How frauds are disguised: without accents, in capitals, with unseen or twin characters."""


def email(text: Text, number: int) -> bytes:
    """The source of an e-mail that says the same at more length, in two alternatives."""
    message = EmailMessage()
    official = text.family == "genuine"
    domain = "info.ameli.fr" if official else f"envoi{number % 97}.example"
    box = "assurance-maladie" if official else "contact"
    name = "Assurance Maladie" if text.family != "negative" else "Secrétariat"
    message["From"] = f"{name} <{box}@{domain}>"
    message["To"] = "Camille Martin <camille.martin@exemple.example>"
    message["Subject"] = " ".join(text.text.split()[:7])
    message["Date"] = f"{text.received:%a, %d %b %Y} 10:{number % 60:02}:00 +0100"
    message["Message-ID"] = f"<{number}@{domain}>"
    hop = f"from mail.{domain} (mail.{domain} [192.0.2.7]) by mx.exemple.example"
    message["Received"] = f"{hop}; {message['Date']}"
    lines = [text.text, *_PADDING]
    message.set_content("\n\n".join(lines))
    paragraphs = "".join(f"<tr><td style='font-family:Arial'><p>{line}</p></td></tr>" for line in lines)
    message.add_alternative(f"<html><body><table>{paragraphs}</table></body></html>", subtype="html")
    return message.as_bytes()


_PADDING = (
    "Vous recevez ce message parce que cette adresse figure dans nos listes.",
    "Pour ne plus le recevoir, suivez les indications de votre espace.",
    "Les bureaux sont ouverts du lundi au vendredi de 8 heures 30 à 17 heures.",
    "Ce message est envoyé automatiquement, les réponses ne sont pas lues.",
)


def wrapped(text: Text, number: int) -> bytes:
    """An SMS as the plainest e-mail, for filters that only read e-mail."""
    message = EmailMessage()
    message["From"] = f"sms{number}@sms.example"
    message["To"] = "camille.martin@exemple.example"
    message["Subject"] = "Message"
    message["Date"] = f"{text.received:%a, %d %b %Y} 10:{number % 60:02}:00 +0100"
    message["Message-ID"] = f"<{number}@sms.example>"
    message.set_content(text.text)
    return message.as_bytes()
