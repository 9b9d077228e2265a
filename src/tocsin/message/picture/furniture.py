"""What programs of telephones write around messages: it is nobody's word. As patterns over whole lines."""

import re
from itertools import pairwise
from typing import Final

from tocsin.message.picture.text_line import TextLine

_TIME: Final = r"\d{1,2}\s?[:hH]\s?\d{2}(?:\s?[ap]m)?"
_DAY: Final = (
    r"(?:aujourd.?hui|hier|today|yesterday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_SHORT_DAY: Final = r"(?:(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)\b\.?)"
_DATE: Final = (
    r"(?:\d{1,2}(?:er)?[\s.-]{1,2}(?:janv|f[ée]vr|mars|avr|mai|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c|jan|feb|mar|apr|may|jun|jul|aug|sep|dec)"
    r"[a-zé.]{0,6}(?:\s\d{2,4})?|\d{1,2}/\d{1,2}(?:/\d{2,4})?)"
)
_BETWEEN: Final = r"[\s,•·»*+:|.°'àa@-]{0,4}"
CLOCK: Final = re.compile(rf"\W{{0,3}}{_TIME}\b")
"""How the first line of a screen begins."""
DIVIDER: Final = re.compile(
    rf"\W{{0,2}}(?:{_DAY}{_BETWEEN}(?:{_DATE}{_BETWEEN})?(?:{_TIME})?|{_SHORT_DAY}{_BETWEEN}(?:{_DATE}{_BETWEEN}(?:{_TIME})?|{_TIME})|{_DATE}{_BETWEEN}(?:{_TIME})?)\W{{0,3}}",
    re.IGNORECASE,
)
"""A day between messages."""
CONVERSATION: Final = re.compile(
    r"\W{0,3}(?:(?P<sms>message\stexte(?:\s.\ssms)?|text\smessage|sms|sms/mms|imessage|nouveau message|envoyer un sms)"
    r"|(?P<rcs>message rcs|rcs|chat rcs)"
    r"|(?P<social>en ligne|online|vu[e]? [àa] .{3,12}|en train d.[ée]crire.{0,4}|appuyez ici pour .{0,40}))"
    rf"\W{{0,3}}(?:{_TIME})?\W{{0,3}}",
    re.IGNORECASE,
)
"""What only a conversation shows, and by which channel it runs."""
TO_ME: Final = re.compile(r"\W{0,2}(?:[àaÀA]\s+moi|to\s+me|[ÀAà]\s*:\s*moi)\b", re.IGNORECASE)
"""The line of a mail program below the sender."""
SENT_WHEN: Final = re.compile(
    rf"\W+(?:il y [aà] \w+ [\w.]+|\w+ (?:min|mins|minutes?|hours?|days?) ago|{_DATE}|{_TIME}|{_DAY})\W*$",
    re.IGNORECASE,
)
"""When a mail came, beside its sender."""
MAIL_MARK: Final = re.compile(
    r"\W{0,4}\w?\W{0,3}(?:r[ée]pondre|reply)\W{0,6}\w?\W{0,4}(?:(?:r[ée]pondre )?[àa] tous\W{0,6}\w?\W{0,4})?"
    r"(?:transf[ée]rer|faire suivre|forward)?\W{0,4}",
    re.IGNORECASE,
)
"""The buttons below a mail."""
MAIL_LABEL: Final = re.compile(
    r"\W{0,2}(?:(?P<from>de|from|exp[ée]diteur)|(?P<to>[àÀ]|to|cc|destinataire)|(?P<subject>objet|sujet|subject)"
    r"|(?P<date>date|envoy[ée]|sent))\s?:\s",
    re.IGNORECASE,
)
"""The head of a mail with labels."""
_SMALL: Final = re.compile(
    rf"\W{{0,3}}(?:{_TIME}\W{{0,6}}[vV]{{0,2}}|message|distribu[ée]|delivered|lu(?: [àa])?(?: {_TIME})?|read|non lu"
    r"|[ée]crire un message.{0,4}"
    r"|saisir un message.{0,4}|entrer un message.{0,4}|appuyez pour charger.{0,30}|signaler comme ind[ée]sirable|report junk"
    r"|l.exp[ée]diteur ne (?:figure|fait) pas (?:dans|partie de) vos contacts.{0,3}|bo[îi]te de r[ée]ception|inbox)\W{0,3}",
    re.IGNORECASE,
)
_KEYS: Final = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEY_SHARE: Final = 0.6


def is_furniture(text: str) -> bool:
    """Whether a line is nobody's word.

    >>> is_furniture("Aujourd'hui 10:02"), is_furniture("10:02"), is_furniture("Rendez-vous à 10:02")
    (True, True, False)
    """
    return any(pattern.fullmatch(text) for pattern in (_SMALL, DIVIDER, CONVERSATION, MAIL_MARK)) or not any(
        char.isalnum() for char in text
    )


def is_keyboard_row(line: TextLine) -> bool:
    """Whether a line is a row of keys: letters apart, in the order of a keyboard."""
    letters = "".join(char for char in line.text.lower() if char.isalpha())
    if len(letters) < 4 or len(letters) > 12:
        return False
    singles = sum(len(word.text) == 1 for word in line.words)
    for row in _KEYS:
        hits = 0
        for char in row:
            hits += hits < len(letters) and char == letters[hits]
        in_order = sum(a in row and b in row and row.index(a) < row.index(b) for a, b in pairwise(letters))
        if in_order >= _KEY_SHARE * (len(letters) - 1) and (singles >= 3 or len(line.words) == 1 or hits > 4):
            return True
    return False
