"""Who speaks in a picture is kept apart from what is said: the head of a conversation names the sender, bubbles at the
left were received, those at the right are the person's own; clock, keyboard and buttons say nothing.

One rule for light and dark, since it goes by places and words, not by colours.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from tocsin.message.picture.bubble_text import join_lines
from tocsin.message.picture.furniture import (
    CLOCK,
    CONVERSATION,
    DIVIDER,
    MAIL_LABEL,
    MAIL_MARK,
    SENT_WHEN,
    TO_ME,
    is_furniture,
    is_keyboard_row,
)
from tocsin.message.picture.model import PictureMessage, PictureWords
from tocsin.message.picture.text_line import TextLine, clean_lines

_HEAD: Final = 0.17
"""Share of the height in which the head of a conversation lies, where the whole screen is shown."""
_CLOCK_ZONE: Final = 0.07
_ASIDE: Final = 0.06
"""Share of the width by which an own bubble begins farther right than a received one."""
_DIGITS: Final = str.maketrans("OoIl|", "00111")
_NUMBER: Final = re.compile(r"\+?[\d .]{5,20}")
_APART: Final = 1.4
"""From one line to the next, in distances of lines that follow each other: beyond, another bubble begins."""
_NAME_PITCH: Final = 2.0
"""The distance of two lines of one name, at most, in heights of its words."""
_SAME_SIZE: Final = 0.2
"""By which share of it the heights of two lines of one name differ at most: what is said below a name is smaller."""
_WIDEST_PITCH: Final = 2.8
"""The distance of two lines of one text, at most, in heights of a line."""


def arrange_picture(words: PictureWords) -> PictureMessage:
    """The message that a picture shows; its text is empty where there is none."""
    lines = clean_lines(words.lines)
    screen = _cut_screen(lines, words)
    if screen is None:
        made = _arrange_paper(lines)
    elif _is_mail(screen):
        made = _arrange_mail(screen)
    else:
        made = _arrange_conversation(screen, words)
    if not words.codes:
        return made
    codes = "\n".join(code.strip() for code in words.codes)
    return PictureMessage(
        text=f"{made.text}\n{codes}".strip(),
        sender=made.sender,
        subject=made.subject,
        channel=made.channel,
        own=made.own,
    )


def _cut_screen(lines: list[TextLine], words: PictureWords) -> list[TextLine] | None:
    """The lines of a screenshot between its clock and its keyboard; None where it is no screen of a telephone."""
    tall = words.height > 1.2 * words.width
    clocks = [line for line in lines if line.bottom < _CLOCK_ZONE * words.height and CLOCK.match(line.text)]
    marks = sum(bool(CONVERSATION.fullmatch(line.text) or DIVIDER.fullmatch(line.text)) for line in lines)
    if not ((clocks and tall) or marks or _is_mail(lines)):
        return None
    first = max((line.bottom for line in clocks), default=-1)
    below = [line for line in lines if line.top > first]
    rows = [line.top for line in below if is_keyboard_row(line)]
    end = min(rows) if len(rows) > 1 else words.height
    return [line for line in below if line.top < end and len(line.text) > 1]


def _is_mail(lines: Sequence[TextLine]) -> bool:
    labels = sum(bool(MAIL_LABEL.match(line.text)) for line in lines[:12])
    return labels > 1 or any(MAIL_MARK.fullmatch(line.text) or TO_ME.match(line.text) for line in lines)


# ---- a conversation


def _arrange_conversation(lines: list[TextLine], words: PictureWords) -> PictureMessage:
    head, rest = _split_head(lines, words)
    channel = next((c for line in lines if (c := _channel_said(line.text))), "")
    bubbles = _split_bubbles([line for line in rest if not is_furniture(line.text)])
    own = _find_own(bubbles, words.width)
    received = [bubble for number, bubble in enumerate(bubbles) if number not in own]
    if not received:  # a bubble that was cut out of its picture
        received, own = bubbles, set()
    return PictureMessage(
        text="\n\n".join(join_lines(bubble) for bubble in received),
        sender=_name_sender(head),
        channel=channel,
        own="\n\n".join(join_lines(bubbles[number]) for number in sorted(own)),
    )


def _channel_said(text: str) -> str:
    found = CONVERSATION.fullmatch(text)
    return found.lastgroup or "" if found else ""


def _split_head(lines: list[TextLine], words: PictureWords) -> tuple[list[TextLine], list[TextLine]]:
    """The lines above the first date of a conversation, or above its first bubble."""
    high = _HEAD * words.height
    for number, line in enumerate(lines):
        if line.top > 2 * high:
            break
        if DIVIDER.fullmatch(line.text) or (number and CONVERSATION.fullmatch(line.text)):
            return lines[:number], lines[number:]
    if words.height > 1.6 * words.width:
        return [x for x in lines if x.bottom < high], [x for x in lines if x.bottom >= high]
    return [], lines


def _name_sender(head: Sequence[TextLine]) -> str:
    """The name in a head: its largest line, without the arrows and the initial beside it, and as many of
    the same size below it as a long name takes."""
    named = [line for line in head if not is_furniture(line.text)]
    if not named:
        return ""
    first = max(range(len(named)), key=lambda n: (sum(map(str.isalnum, named[n].name)) > 2, named[n].height))
    whole = [named[first]]
    for line in named[first + 1 :]:
        if not _goes_on(whole[-1], line):
            break
        whole.append(line)
    return _mend_number(" ".join(line.name for line in whole))


def _goes_on(above: TextLine, below: TextLine) -> bool:
    """Whether a line of a head is the rest of the name above it."""
    near = below.middle - above.middle < _NAME_PITCH * above.height
    return near and abs(below.height - above.height) <= _SAME_SIZE * above.height


def _mend_number(name: str) -> str:
    """A telephone number in which a digit was taken for a letter."""
    mended = name.translate(_DIGITS)
    digits = sum(char.isdecimal() for char in name)
    return mended if _NUMBER.fullmatch(mended) and digits >= 0.6 * len(mended.replace(" ", "")) else name


def _split_bubbles(lines: list[TextLine]) -> list[list[TextLine]]:
    bubbles: list[list[TextLine]] = []
    height = median(line.height for line in lines) if lines else 0
    steps = [below.middle - above.middle for above, below in pairwise(lines)]
    pitch = min(median(steps), _WIDEST_PITCH * height) if steps else 0
    for line in lines:
        if bubbles:
            near = line.middle - bubbles[-1][-1].middle < _APART * pitch
            beside = abs(line.left - bubbles[-1][0].left) < 1.2 * height
            if near and beside:
                bubbles[-1].append(line)
                continue
        bubbles.append([line])
    return bubbles


def _find_own(bubbles: list[list[TextLine]], width: int) -> set[int]:
    """The bubbles of the person's own: farther right than what was received, and up to the right edge."""
    if not bubbles:
        return set()
    lefts = [min(line.left for line in bubble) for bubble in bubbles]
    base = min(lefts)
    own: set[int] = set()
    for number, bubble in enumerate(bubbles):
        right = width - max(line.right for line in bubble)
        aside = lefts[number] > base + _ASIDE * width or lefts[number] > 0.3 * width
        continued = any(abs(lefts[number] - lefts[other]) < 0.02 * width for other in own)
        if aside and (continued or right < lefts[number]):
            own.add(number)
    return own


# ---- an e-mail


def _arrange_mail(lines: list[TextLine]) -> PictureMessage:
    """Subject and sender above "to me", or as their labels name them; what stands below was written."""
    lines = [line for line in lines if not MAIL_MARK.fullmatch(line.text)]
    mark = next((n for n, line in enumerate(lines) if TO_ME.match(line.text)), None)
    labels = {n: found for n, line in enumerate(lines[:14]) if (found := MAIL_LABEL.match(line.text))}
    if mark is None and labels:
        last = max(labels)
        said = {found.lastgroup or "": line_after(lines[n].text, found) for n, found in labels.items()}
        body = [line for line in lines[last + 1 :] if not is_furniture(line.text)]
        return PictureMessage(
            text=join_lines(body),
            sender=said.get("from", ""),
            subject=said.get("subject", ""),
            channel="email",
        )
    head = [line for line in lines[: mark or 0] if not is_furniture(line.text)]
    body = [line for line in lines[(mark or 0) + 1 :] if not is_furniture(line.text)]
    subject, sender = _split_mail_head(head)
    return PictureMessage(
        text=join_lines(body),
        sender=SENT_WHEN.sub("", join_lines(sender).replace("\n", " ")),
        subject=join_lines(subject).replace("\n", " "),
        channel="email",
    )


def line_after(text: str, label: re.Match[str]) -> str:
    return text[label.end() :].strip()


def _split_mail_head(head: list[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """The subject is set larger than the sender below it."""
    if len(head) < 2:
        return [], head
    gaps = [below.top - above.bottom for above, below in pairwise(head)]
    cut = max(range(len(gaps)), key=lambda n: gaps[n]) + 1
    return head[:cut], head[cut:]


# ---- paper


def _arrange_paper(lines: list[TextLine]) -> PictureMessage:
    """A letter, a notice, part of a screen: all of it is what was said."""
    blocks: list[list[TextLine]] = []
    for line in lines:
        if blocks and line.top - blocks[-1][-1].bottom < 1.2 * line.height and line.top >= blocks[-1][-1].top:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return PictureMessage(text="\n\n".join(join_lines(block) for block in blocks))
