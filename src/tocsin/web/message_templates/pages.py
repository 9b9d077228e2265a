"""The pages of communication."""

from typing import Final

from tocsin.web.message_templates import proposal_form, proposal_page, template_list, template_page
from tocsin.web.page_urls import PageRoute

_FR, _EN = "textes/proposition/<int:number>", "texts/proposal/<int:number>"

PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("texts.list", "textes", "texts", template_list.show_template_list, "texts.read"),
    PageRoute("texts.doubts", "textes/doutes", "texts/doubts", template_list.show_doubt_ranking, "texts.doubts"),
    PageRoute(
        "texts.flow", "textes/conversation/<str:flow>", "texts/conversation/<str:flow>", template_page.show_flow,
        "texts.read",
    ),
    PageRoute("texts.change", _FR, _EN, proposal_page.show_proposal, "texts.read"),
    PageRoute("texts.approve", f"{_FR}/approuver", f"{_EN}/approve", proposal_page.approve_proposal, "texts.approve"),
    PageRoute("texts.withdraw", f"{_FR}/retirer", f"{_EN}/withdraw", proposal_page.withdraw_proposal, "texts.propose"),
    PageRoute("texts.activate", f"{_FR}/activer", f"{_EN}/activate", proposal_page.activate_proposal, "texts.activate"),
    PageRoute("texts.cancel", f"{_FR}/annuler", f"{_EN}/cancel", proposal_page.cancel_proposal, "texts.activate"),
    PageRoute("texts.one", "textes/<str:text>", "texts/<str:text>", template_page.show_template, "texts.read"),
    PageRoute(
        "texts.propose", "textes/<str:text>/proposer", "texts/<str:text>/propose", proposal_form.show_proposal_form,
        "texts.propose",
    ),
    PageRoute(
        "texts.try", "textes/<str:text>/essai", "texts/<str:text>/try", proposal_form.preview_wording, "texts.propose",
    ),
    PageRoute(
        "texts.back", "textes/<str:text>/revenir", "texts/<str:text>/back", template_page.roll_back_wording,
        "texts.activate",
    ),
)  # fmt: skip
