"""What to do about a message at once, a few plain words each: what it wants is refused, by how it came."""

from functools import lru_cache
from typing import Final

from tocsin.charter.channels import CHANNELS
from tocsin.charter.items import ITEMS
from tocsin.message.model import Message
from tocsin.verdict.model import Level
from tocsin.verdict.verdict_sentences import load_wording_table, pick_language

_STEPS: Final = frozenset(("link", "site", "callback", "attachment", "visit", "relative"))
"""What is wanted first, before anything is given: who is asked for nothing of it would answer."""
_GIVEN: Final = frozenset((*ITEMS, "visit"))
"""What is wanted and given away."""
_MOST: Final = 3
"""Things that are refused: who is worried holds on to no more."""


def list_first_acts(
    message: Message, level: Level, wants: tuple[str, ...], lang: str, *, linked: bool
) -> tuple[str, ...]:
    """The sentences. Whoever is on the telephone hangs up first, nobody hangs up on what was left behind, and who got no link
    is not told to leave it alone; how to check comes last."""
    return _compose_acts(message.channel, message.retold, level, wants, linked, lang)


@lru_cache(maxsize=1024)
def _compose_acts(
    channel_id: str, retold: bool, level: Level, wants: tuple[str, ...], linked: bool, lang: str
) -> tuple[str, ...]:
    table = load_wording_table()["acts"]
    channel = CHANNELS[channel_id]
    against = level in ("imposture", "suspicious")
    refused = ["site" if one == "link" and not channel.has_links else one for one in wants]
    if linked and "link" not in wants and channel.has_links:
        refused.append("link")  # a site that is merely named may be where the reader is sent to check
    if against and _STEPS.isdisjoint(refused):
        refused += ["reply"] if channel.has_links else ["ring_back"] if channel.spoken else []
    if _GIVEN.isdisjoint(refused) and (against or not refused):
        refused.append("nothing")
    said = []
    if against and channel.spoken and not channel.recorded:
        said.append(table["hang_up_next" if retold else "hang_up"])
    if level not in ("unrelated", "authentic"):
        said += [table["wants"][one] for one in _choose_most(refused)]
    closing = table["closing"].get(f"{level}_link" if "link" in refused else level) or table["closing"].get(
        level
    )
    if closing and "relative" not in refused:  # whom to ring is said
        said.append(closing)
    return tuple(pick_language(one, lang) for one in said)


def _choose_most(refused: list[str]) -> list[str]:
    """What is refused in words: the first of them, with one thing that is given away among them (*ne donnez pas votre
    carte*), however many steps come before it."""
    chosen, later = refused[:_MOST], refused[_MOST:]
    given = next((one for one in later if one in _GIVEN), None)
    if given and _GIVEN.isdisjoint(chosen):
        chosen[-1] = given
    return chosen
