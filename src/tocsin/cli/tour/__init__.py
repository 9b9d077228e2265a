"""``tocsin tour``: a message of every channel, checked, and how to check one's own.

The messages are ours: invented, with numbers and names reserved for fiction.
"""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from tocsin.charter.load import load
from tocsin.charter.schema import Channel, Wording
from tocsin.charter.words import said
from tocsin.cli.draw import draw
from tocsin.cli.paper import Paper
from tocsin.message.eml import read_eml
from tocsin.message.model import Message
from tocsin.message.text import from_text
from tocsin.verdict.check import DEFAULT, judge

FOLDER = Path(__file__).parent
NEXT = {
    "fr": """Et le vôtre ?
  tocsin check "le texte du message" --sender "qui l'envoie" --received 2025-11-12
  tocsin check message.eml                            un courriel enregistré
  tocsin check --channel call "ce qu'on m'a dit"      un appel, raconté
  tocsin scan messages.jsonl                          beaucoup de messages
  tocsin --help                                       le reste
(dans ce dossier : ./dev tocsin check ...)
""",
    "en": """And yours?
  tocsin check "text of the message" --sender "who sent it" --received 2025-11-12
  tocsin check message.eml                            a saved e-mail
  tocsin check --channel call "what I was told"       a call, as you tell it
  tocsin scan messages.jsonl                          many messages
  tocsin --help                                       everything else
(in this folder: ./dev tocsin check ...)
""",
}


class Stop(Struct, frozen=True, kw_only=True):
    """A message of the tour."""

    title: Wording
    received_at: date
    channel: Channel = "email"
    sender: str = ""
    text: str = ""
    file: str = ""
    """An e-mail beside the list, instead of a text."""

    def message(self) -> Message:
        """The message itself."""
        if self.file:
            return read_eml((FOLDER / self.file).read_bytes(), received=self.received_at)
        return from_text(self.text, self.channel, sender=self.sender, received=self.received_at)


def stops() -> Iterator[Stop]:
    """The messages, in order."""
    for line in (FOLDER / "messages.jsonl").read_bytes().splitlines():
        yield msgspec.json.decode(line, type=Stop)


def run(options: Namespace) -> int:
    """Check every message of the tour."""
    charter = load(DEFAULT)
    paper = Paper.standard()
    for number, stop in enumerate(stops(), 1):
        title = f"{number}. {said(stop.title, options.lang)}"
        paper.put((title, "strong"))
        paper.put(("─" * len(title), "faint"))
        message = stop.message()
        draw(paper, message, judge(message, charter, lang=options.lang), charter, options.lang, brief=True)
        paper.gap()
        paper.gap()
    paper.write(NEXT[options.lang])
    return 0
