"""The menu of the inside: what somebody may open, and nothing else."""

from typing import Final

from msgspec import Struct

from tocsin.web import addresses, words
from tocsin.web.language import Lang
from tocsin.web.staff.model import Staff


class Item(Struct, frozen=True):
    """An area."""

    page: str
    """Of its front page."""
    action: str
    """Of that page."""
    sentence: str
    """Its name, in ``words/inside/common.py``."""


class Shown(Struct, frozen=True):
    """An area as a link."""

    name: str
    address: str
    current: bool


ITEMS: Final[tuple[Item, ...]] = (
    Item("inside.home", "inside.home", "menu_inside"),
    Item("desk.start", "desk.call", "menu_desk"),
    Item("lead.start", "lead.look", "menu_lead"),
    Item("desk.search", "desk.search", "menu_search"),
    Item("boards.clock", "boards.see", "menu_boards"),
    Item("texts.list", "texts.read", "menu_texts"),
    Item("twin.show", "twin.compare", "menu_twin"),
    Item("log.search", "log.read", "menu_log"),
    Item("accounts.list", "accounts.change", "menu_accounts"),
    Item("erasure.start", "erasure.look", "menu_erasure"),
    Item("account.own", "account.own", "menu_account"),
)
"""In the order of the menu."""


def of(who: Staff, lang: Lang, name: str) -> list[Shown]:
    """The areas that somebody may open, on the page ``name``."""
    t = words.of("inside.common", lang)
    current = _current(name)
    return [
        Shown(t[item.sentence], addresses.of(item.page, lang), item.page == current)
        for item in ITEMS
        if who.may(item.action)
    ]


def _current(name: str) -> str:
    """The entry that a page belongs to: itself, or the first of its area."""
    area = name.partition(".")[0]
    pages = [item.page for item in ITEMS]
    return name if name in pages else next((page for page in pages if page.startswith(f"{area}.")), "")
