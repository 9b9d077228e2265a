"""The boards as people of each role open them."""

import pytest

from tocsin.web.boards.pages import _ADDRESSES
from tocsin.web.boards.panels import PANELS


@pytest.mark.parametrize("section", list(PANELS))
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_opens_in_both_languages(come_in, section, lang):
    fr, en = _ADDRESSES[section]
    page = come_in().get(f"/{fr}" if lang == "fr" else f"/en/{en}")
    assert page.status_code == 200
    text = page.content.decode()
    assert "<svg" in text or section in ("cost",)
    assert "style=" not in text
