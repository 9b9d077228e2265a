"""The pages of communication."""

from typing import Final

from tocsin.web.page import Page
from tocsin.web.texts import change, doubts, flow, listing, one, propose

_FR, _EN = "textes/proposition/<int:number>", "texts/proposal/<int:number>"

PAGES: Final[tuple[Page, ...]] = (
    Page("texts.list", "textes", "texts", listing.show, "texts.read"),
    Page("texts.doubts", "textes/doutes", "texts/doubts", doubts.show, "texts.doubts"),
    Page(
        "texts.flow",
        "textes/conversation/<str:flow>",
        "texts/conversation/<str:flow>",
        flow.show,
        "texts.read",
    ),
    Page("texts.change", _FR, _EN, change.show, "texts.read"),
    Page("texts.approve", f"{_FR}/approuver", f"{_EN}/approve", change.approve, "texts.approve"),
    Page("texts.withdraw", f"{_FR}/retirer", f"{_EN}/withdraw", change.withdraw, "texts.propose"),
    Page("texts.activate", f"{_FR}/activer", f"{_EN}/activate", change.activate, "texts.activate"),
    Page("texts.cancel", f"{_FR}/annuler", f"{_EN}/cancel", change.cancel, "texts.activate"),
    Page("texts.one", "textes/<str:text>", "texts/<str:text>", one.show, "texts.read"),
    Page(
        "texts.propose",
        "textes/<str:text>/proposer",
        "texts/<str:text>/propose",
        propose.show,
        "texts.propose",
    ),
    Page("texts.try", "textes/<str:text>/essai", "texts/<str:text>/try", propose.attempt, "texts.propose"),
    Page("texts.back", "textes/<str:text>/revenir", "texts/<str:text>/back", one.back, "texts.activate"),
)
