"""The pages of the fraud team."""

from typing import Final

from tocsin.web.page_urls import PageRoute
from tocsin.web.watch import campaign_list, campaign_page

_FR, _EN = "veille/<int:campaign>", "watch/<int:campaign>"

PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("watch.list", "veille", "watch", campaign_list.show_campaign_list, "watch.read"),
    PageRoute("watch.label", "veille/dire", "watch/label", campaign_list.label_text, "watch.decide"),
    PageRoute(
        "watch.rows",
        "veille/lignes.jsonl",
        "watch/rows.jsonl",
        campaign_list.download_labelled_rows,
        "watch.read",
    ),
    PageRoute(
        "watch.request",
        "veille/demande/<int:number>.<str:form>",
        "watch/request/<int:number>.<str:form>",
        campaign_page.download_request,
        "watch.read",
    ),
    PageRoute("watch.one", _FR, _EN, campaign_page.show_campaign, "watch.read"),
    PageRoute(
        "watch.change", f"{_FR}/changer", f"{_EN}/change", campaign_page.change_campaign, "watch.decide"
    ),
)
