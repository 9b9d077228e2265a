"""A person sends a picture to the first page: what was read is shown, corrected, and only then judged."""

import html
import re

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.message.picture.test_layout import HEAD, OWN, RECEIVED, WIDTH, WRITE
from tests.pictures.drawn import FRAUD, draw, draw_code
from tocsin.message.picture.model import PictureWords
from tocsin.web.sentences import page_sentences

SAID = page_sentences("check", "fr")


def upload(content: bytes, name: str = "capture.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def fields(page) -> dict[str, str]:
    """The fields of the form under what was read."""
    form = page.content.decode().split('aria-labelledby="picture-title"')[1].split("</form>")[0]
    found = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', form))
    found["text"] = re.search(r"<textarea[^>]*>([^<]*)", form)[1]
    return {name: html.unescape(value) for name, value in found.items()}


def test_what_was_read_is_shown_and_nothing_is_judged_yet(visitor):
    page = visitor.post("/", {"file": upload(draw(*FRAUD))})
    assert page.status_code == 200
    assert "ameli-vitale.example/carte" in fields(page)["text"]
    assert SAID["picture_lead"] in html.unescape(page.content.decode())
    assert "banner" not in page.content.decode()


def test_what_the_person_corrects_is_what_is_judged(visitor):
    asked = {"file": upload(draw(*FRAUD)), "received": "2024-05-02", "sender": "AMELI"}
    found = fields(visitor.post("/", asked))
    assert (found["sender"], found["received"]) == ("AMELI", "2024-05-02")
    page = visitor.post("/", found | {"text": "On mange ensemble ce soir ?", "sender": ""})
    assert 'class="banner unrelated"' in page.content.decode()
    assert 'class="banner imposture"' in visitor.post("/", found).content.decode()


def test_a_code_on_a_windscreen_is_judged_as_the_link_in_it(visitor):
    found = fields(visitor.post("/", {"file": upload(draw_code("https://antai-amende.example/payer"))}))
    assert found["text"] == "https://antai-amende.example/payer"
    assert 'class="banner' in visitor.post("/", found).content.decode()


def test_words_that_the_device_has_read_come_in_the_place_of_the_picture(visitor):
    words = PictureWords(width=WIDTH, height=1_700, lines=(*HEAD, *RECEIVED, *OWN, WRITE))
    page = visitor.post("/", {"words": msgspec.json.encode(words).decode()})
    found = fields(page)
    assert (found["sender"], found["channel"]) == ("AMELI", "sms")
    assert "Votre carte vitale expire" in found["text"]
    assert "comprends pas" not in page.content.decode()
    assert SAID["picture_own"] in html.unescape(page.content.decode())


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"file": upload(draw())}, "picture_empty"),
        ({"file": upload(draw(*FRAUD)[:700])}, "picture_broken"),
        ({"words": '{"width": 0}'}, "picture_broken"),
        ({"words": "[" * 100_000}, "picture_broken"),
    ],
)
def test_a_picture_in_which_nothing_is_read_is_said_to_be_so(visitor, sent, said):
    page = visitor.post("/", sent)
    assert page.status_code == 422
    assert SAID[said] in html.unescape(page.content.decode())


def test_what_stands_in_a_picture_cannot_write_into_the_page(visitor):
    words = PictureWords(width=WIDTH, height=1_700, codes=("</textarea><script>alert(1)</script>",))
    page = visitor.post("/", {"words": msgspec.json.encode(words).decode()})
    assert "<script>alert" not in page.content.decode()
