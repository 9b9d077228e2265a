"""The menu of the inside: what somebody may open, and nothing else."""

from typing import Final

from msgspec import Struct

from tocsin.web import page_urls
from tocsin.web.language import Lang
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.staff_member import StaffMember


class MenuItem(Struct, frozen=True):
    """An area of the inside, as an entry of its menu."""

    page: str
    """Of its front page."""
    action: str
    """Of that page."""
    sentence: str
    """Its name, in the catalogue, under ``inside.common``."""


class MenuLink(Struct, frozen=True):
    """An area as a link."""

    name: str
    address: str
    current: bool


ITEMS: Final[tuple[MenuItem, ...]] = (
    MenuItem("inside.home", "inside.home", "menu_inside"),
    MenuItem("desk.start", "desk.call", "menu_desk"),
    MenuItem("lead.start", "lead.look", "menu_lead"),
    MenuItem("desk.search", "desk.search", "menu_search"),
    MenuItem("boards.clock", "boards.see", "menu_boards"),
    MenuItem("watch.list", "watch.read", "menu_watch"),
    MenuItem("texts.list", "texts.read", "menu_texts"),
    MenuItem("log.search", "log.read", "menu_log"),
    MenuItem("accounts.list", "accounts.change", "menu_accounts"),
    MenuItem("erasure.start", "erasure.look", "menu_erasure"),
    MenuItem("account.own", "account.own", "menu_account"),
)
"""Every area, in the order of the menu: what people work with, then what they are overseen by."""


def build_menu(who: StaffMember, lang: Lang, name: str) -> list[MenuLink]:
    """The areas that somebody may open, on the page ``name``."""
    t = page_sentences("inside.common", lang)
    current = _find_current_area(name)
    return [
        MenuLink(t[item.sentence], page_urls.page_url(item.page, lang), item.page == current)
        for item in ITEMS
        if who.may(item.action)
    ]


def _find_current_area(name: str) -> str:
    """The entry that a page belongs to: itself, or the first of its area."""
    area = name.partition(".")[0]
    pages = [item.page for item in ITEMS]
    return name if name in pages else next((page for page in pages if page.startswith(f"{area}.")), "")
