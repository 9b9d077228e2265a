"""An e-mail, and what was mistyped, on the first page."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.checked_page import EMAIL, told
from tocsin.web import check_form

# ---- an e-mail


def test_an_email_is_shown_as_it_is_seen_with_where_its_links_lead(visitor):
    page = visitor.post("/", {"file": SimpleUploadedFile("m.eml", EMAIL)})
    text = told(page)
    assert "&lt;b&gt;" in page.content.decode()
    assert "« ameli.fr » mène à https://ameli-vitale.example/x" in text
    assert "reçu le 4 mars 2025" in text


def test_a_file_of_another_kind_is_refused_in_words(visitor):
    page = visitor.post("/", {"file": SimpleUploadedFile("m.pdf", b"%PDF-1.7 ...")})
    assert page.status_code == 422
    assert "capture d'écran" in told(page)
    assert 'aria-invalid="true"' in page.content.decode()


def test_an_email_whose_text_would_hold_up_everybody_is_refused(visitor):
    long = EMAIL + b"<p>" + b"x" * check_form.MOST_TEXT
    page = visitor.post("/", {"file": SimpleUploadedFile("m.eml", long)})
    assert page.status_code == 422
    assert "200 000 caractères" in told(page)


def test_the_longest_text_of_any_letters_is_read(visitor):
    page = visitor.post("/", {"text": "😀" * check_form.MOST_TEXT})
    assert page.status_code == 200


def test_a_mistake_leads_to_its_field_and_nothing_that_was_typed_is_lost(visitor):
    page = visitor.post("/", {"text": "Payez", "received": "soon", "sender": "3646"})
    content = page.content.decode()
    assert page.status_code == 422
    assert '<a href="#received">' in content
    assert 'aria-describedby="received-hint received-wrong"' in content
    assert ">Payez</textarea>" in content
    assert 'value="3646"' in content
