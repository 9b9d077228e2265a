"""A picture is read on the device of the person who has it: it is never sent, its words are."""

from typing import Any

import pytest

from tests.message.picture.rendering import STYLES, Picture, draw_pictures
from tests.pictures.drawn import draw
from tests.web.browser import PHONE, barriers, too_wide, visit
from tocsin.message.picture.layout import arrange_picture
from tocsin.pictures.recogniser import find_words
from tocsin.web.sentences import page_sentences

TEXT = "AMELI : votre carte vitale expire demain. Payez 0,99 euro sur https://ameli-vitale.example/carte"
SENDER = "06 39 98 00 01"


@pytest.fixture(scope="module")
def screenshots(chromium) -> dict[str, bytes]:
    """The same message as each program shows it."""
    pictures = [
        Picture(style=style, text=TEXT, sender=SENDER, subject="Votre carte", own="Qui êtes-vous ?")
        for style in STYLES
    ]
    return dict(zip(STYLES, draw_pictures(chromium, pictures), strict=True))


@pytest.mark.parametrize("style", STYLES)
def test_the_message_is_read_in_every_style(screenshots, style):
    found = arrange_picture(find_words(screenshots[style]))
    if STYLES[style].photographed:
        assert TEXT in " ".join(found.text.split())
    else:
        assert " ".join(found.text.split()) == TEXT
        assert found.sender.replace(" ", "") == SENDER.replace(" ", "")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_screenshot_is_read_shown_and_judged(chromium, site, screenshots, scripts):
    sent: list[Any] = []
    with visit(chromium, site + "/", width=PHONE, scripts=scripts) as page:
        page.on("request", lambda request: sent.append(request))
        picture = {"name": "capture.png", "mimeType": "image/png", "buffer": screenshots["ios_sms_dark"]}
        page.set_input_files("#file", picture)
        page.click(".ask .go")  # with scripts it is being read meanwhile: the picture stays where it is
        page.wait_for_selector("#picture-text", timeout=60_000)
        assert " ".join(page.input_value("#picture-text").split()) == TEXT
        assert page.input_value("#picture-sender").replace(" ", "") == SENDER.replace(" ", "")
        posted = [request for request in sent if request.method == "POST"]
        assert [b'"lines"' in (request.post_data_buffer or b"") for request in posted] == [scripts]
        assert too_wide(page) == 0
        if scripts:
            assert barriers(page) == []
        page.click(".picture .go")
        page.wait_for_selector(".banner.imposture")


def test_what_the_device_cannot_read_is_left_to_the_server(chromium, site):
    said = page_sentences("check", "fr")["picture_unread"]
    with visit(chromium, site + "/") as page:
        page.set_input_files("#file", {"name": "leer.png", "mimeType": "image/png", "buffer": draw()})
        page.wait_for_function(
            "said => document.querySelector('[data-reading]').textContent === said", arg=said, timeout=60_000
        )
        assert page.evaluate("document.querySelector('#file').files.length") == 1
