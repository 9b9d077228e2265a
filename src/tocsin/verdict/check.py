"""One message in, one verdict out: the whole chain."""

from datetime import date

from tocsin.charter.load import load
from tocsin.charter.schema import Channel, Charter
from tocsin.charter.view import as_of
from tocsin.evidence.extract import extract
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.verdict.decide import decide
from tocsin.verdict.model import Verdict

DEFAULT = "assurance_maladie"
"""The charter used where none is named."""


def judge(
    message: Message,
    charter: Charter | str = DEFAULT,
    *,
    lang: str = "fr",
    known: tuple[Evidence, ...] = (),
    unread: bool = False,
) -> Verdict:
    """The verdict on a message under a charter, as of the day it was received.

    ``known`` is evidence that had to be looked up, such as what a register says of a code. ``unread``: the
    mail is on its way and nobody asks about it, see :func:`tocsin.verdict.decide.decide`.
    """
    if isinstance(charter, str):
        charter = load(charter)
    view = as_of(charter, message.received)
    return decide(message, view, (*extract(message, view), *known), lang, unread=unread)


def check(
    text: str,
    *,
    channel: Channel = "sms",
    sender: str = "",
    received: date | None = None,
    subject: str = "",
    inside_account: bool = False,
    solicited: bool | None = None,
    charter: Charter | str = DEFAULT,
    lang: str = "fr",
) -> Verdict:
    """Check a text that arrived in the name of an institution.

    ``received`` is the day it arrived (today where not given): the charter is applied as of that day.

    >>> check("AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example",
    ...       received=date(2024, 5, 2)).level
    'imposture'
    """
    message = Message(
        channel=channel,
        text=text,
        sender=sender,
        received=received or date.today(),
        subject=subject,
        inside_account=inside_account,
        solicited=solicited,
    )
    return judge(message, charter, lang=lang)
