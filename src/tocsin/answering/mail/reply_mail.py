"""A letter as a mail that no program answers (RFC 3834), and that stands below the one it answers."""

from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from secrets import token_hex
from typing import Final

from tocsin.answering.mail.reply_body import ReplyBody, render_html, render_text
from tocsin.answering.mail.reply_policy import MARK
from tocsin.locale.catalogues import translate
from tocsin.message.mail_headers import HeaderBlock

_MOST: Final = 10
"""References that are repeated."""
_LONG: Final = 250


def compose_reply(letter: ReplyBody, block: HeaderBlock, *, sender: str, to: str, now: datetime) -> bytes:
    """The source of the answer: plain text, and the same as HTML.

    ``sender`` is our own address. The subject that the person wrote is not repeated: it may be the bait.
    """
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f'"{translate("mail", "sender_name", letter.lang)}" <{sender}>'
    mail["To"] = to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{token_hex(16)}@{sender.rpartition('@')[2]}>"
    for name, value in _thread_headers(block).items():
        mail[name] = value
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[MARK.title()] = "1"
    mail.set_content(render_text(letter), cte="quoted-printable")
    mail.add_alternative(render_html(letter), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = letter.lang  # to set the content takes every Content- header away
    return mail.as_bytes()


def _thread_headers(block: HeaderBlock) -> dict[str, str]:
    """In-Reply-To and References, of identifiers that are sound."""
    answered = _message_ids(block.first_value("message-id"))[:1]
    if not answered:
        return {}
    before = _message_ids(block.first_value("references"))[-_MOST:]
    return {"In-Reply-To": answered[0], "References": " ".join((*before, *answered))}


def _message_ids(value: bytes) -> list[str]:
    words = value.decode("latin-1").split()
    return [w for w in words if _is_message_id(w)]


def _is_message_id(word: str) -> bool:
    inside = word[1:-1]
    return (
        word.startswith("<") and word.endswith(">") and len(word) <= _LONG
        and word.isascii() and word.isprintable() and "@" in inside and not set(inside) & set("<>\"")
    )  # fmt: skip
