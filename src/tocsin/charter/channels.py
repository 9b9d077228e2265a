"""The ways by which messages come: one record each, whose traits decide how a message is read and judged.

A channel is a row of ``CHANNELS``, and its names in the catalogues: ``docs/extend/add-a-channel.md``.
"""

from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct


class Channel(Struct, frozen=True, kw_only=True):
    """A way by which messages come. What is not said of it is not assumed: every trait defaults to none."""

    id: str
    """In charters, in JSON and on the command line: ``sms``."""
    part: str
    """Part of the page on contacts where its rules stand: ``by_phone``."""
    spoken: bool = False
    """Said by a voice: people tell in their own words what was said, and there is nothing to click."""
    recorded: bool = False
    """Spoken, and left behind: the number that was shown may be rung back."""
    on_phone: bool = False
    """Reaches a telephone number, and shows that of the sender."""
    short_senders: bool = False
    """The sender may be a short number, or a name of one word in the place of a number."""
    has_subject: bool = False
    """Comes with headers: a subject, its own day, attachments, what the servers on its way checked."""
    has_links: bool = False
    """A link can be followed where it is read."""
    public: bool = False
    """Others may read it too."""
    no_mobile_since: date | None = None
    """From this day no institution may show an ordinary mobile number (06, 07) here; None where nothing says so."""
    longest: int | None = None
    """Characters above which a text whose channel is not known is not taken for one of it."""
    told: str = ""
    """How a person tells that something came by it: a pattern."""
    named: str = ""
    """What a person calls that which came by it, who tells of it in their own words: a pattern."""
    words: tuple[str, ...] = ()
    """What people write before a message to say how it came (``courrier:``), folded."""


# Business SMS through 06 and 07 lines were forbidden by decision 18-0881 (af2m); a call centre may not show
# one since the numbering plan of Arcep. Nothing of the kind is known of RCS.
_SMS_WITHOUT_MOBILES: Final = date(2019, 8, 1)
_CALLS_WITHOUT_MOBILES: Final = date(2023, 1, 1)

_ROWS: Final = (
    Channel(
        id="sms",
        part="by_sms",
        on_phone=True,
        short_senders=True,
        has_links=True,
        no_mobile_since=_SMS_WITHOUT_MOBILES,
        longest=1_000,
        named=r"sms|textos?|(?:text )?messages?|texts?",
        words=("sms", "texto"),
    ),
    Channel(
        id="email",
        part="by_email",
        has_subject=True,
        has_links=True,
        no_mobile_since=_CALLS_WITHOUT_MOBILES,
        named=r"e-?mails?|mails?|m[ée]ls?|courriels?",
        words=("mail", "e-mail"),
    ),
    Channel(
        id="call",
        part="by_phone",
        spoken=True,
        on_phone=True,
        no_mobile_since=_CALLS_WITHOUT_MOBILES,
        told=r"\b(?:m|nous|l)['’ ](?:a|ont|avait|avaient) (?:\w+ )?(?:appel[ée]|t[ée]l[ée]phon[ée])|au bout du fil"
        r"|\b(?:re[çc]u|re[çc]ois|recevoir|eu|avoir) (?:un|une|deux|plusieurs) (?:\w+ )?(?:appels?|coup\w? de (?:fil|t[ée]l))"
        r"|(?:appel[ée]|t[ée]l[ée]phon[ée]) (?:[àa] |chez )?(?:moi|ma|mon|mes|nous)\b"
        r"|\b(?:m['’]a|nous a|me|moi) [^.!?\n]{0,40}\bau t[ée]l[ée]phone"
        r"|\b(?:called|phoned|rang|telephoned) (?:me|us|my)\b"
        r"|\b(?:got|had|received) an? (?:\w+ )?(?:phone )?call\b",
        words=("appel", "call"),
    ),
    Channel(
        id="voicemail",
        part="by_phone",
        spoken=True,
        recorded=True,
        on_phone=True,
        no_mobile_since=_CALLS_WITHOUT_MOBILES,
        told=r"(?:laiss[ée]|sur m(?:on|a)|[ée]cout[ée]) .{0,30}"
        r"(?:messagerie|message vocal|r[ée]pondeur|bo[îi]te)|left (?:me )?a voicemail",
        words=("vocal", "voicemail"),
    ),
    Channel(
        id="social",
        part="by_social",
        has_links=True,
        public=True,
        no_mobile_since=_CALLS_WITHOUT_MOBILES,
        told=r"sur (?:messenger|facebook|instagram|whatsapp|twitter|telegram|tiktok)|\ben mp\b",
    ),
    Channel(
        id="letter",
        part="by_letter",
        no_mobile_since=_CALLS_WITHOUT_MOBILES,
        told=r"re[çc]u (?:un|ce|une|cette) (?:courrier|lettre)|lettre recommand[ée]e|madame, monsieur,\n",
        named=r"courriers?|lettres?|letters?",
        words=("courrier", "lettre", "letter"),
    ),
    # The operators check the name of the sender; which names institutions use is not known, so none is judged.
    Channel(
        id="rcs",
        part="by_rcs",
        on_phone=True,
        has_links=True,
        told=r"(?:message|par|en|re[çc]u un) rcs\b|exp[ée]diteur v[ée]rifi[ée]|verified sender",
        words=("rcs",),
    ),
)

CHANNELS: Final = {channel.id: channel for channel in _ROWS}
"""Every channel by its id, in the order in which they are shown."""

if TYPE_CHECKING:
    ChannelId = str
else:
    # One of the rows: so that JSON is refused, and OpenAPI lists them, by the data and nothing else.
    ChannelId = Literal[tuple(CHANNELS)]
