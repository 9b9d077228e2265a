"""Somebody takes a telephone of a town in hand: reads, answers, names a contact, and watches the case."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.store import prepared
from tests.web.browser import DESKTOP, ENLARGED, LAYOUT, PHONE, RULES, barriers, too_wide, visit
from tests.web.conftest import running
from tocsin.web.sentences import page_sentences

PATIENCE = 180_000
"""Milliseconds for what a whole service does, on a slow machine: never what a test measures."""
SPEED = "20"
"""An answer comes in a moment, and the reminders of a silent person in six minutes."""
KARIM = "06 39 98 77 77"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tocsin-labo-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """Address of a site that is told of a town's telephones, as ``./dev start`` tells it."""
    told = {
        "TOCSIN_HOME": str(folder / "store"), "TOCSIN_KEYS": str(folder / "keys.json"),
        "TOCSIN_STORY": f"file:{folder / 'story'}", "TOCSIN_LABO": str(folder / "labo"),
    }  # fmt: skip
    with running(**told) as (address, _):
        yield address


@pytest.fixture(scope="module")
def town(folder: Path, site: str) -> Iterator[None]:
    """A town whose day begins, on a store that was made before."""
    prepared.put(folder / "store")
    command = [sys.executable, "-m", "tocsin", "town", "--people", "300", "--speed", SPEED, "--plain"]
    process = subprocess.Popen(
        [*command, "--folder", str(folder)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert "04/03 07:0" in process.stdout.readline()
    yield
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=120)
    assert process.poll() == 0


def look(page: Page) -> None:
    """Nothing keeps anybody out, on a telephone, enlarged, and on a desktop."""
    for width, rules in ((PHONE, LAYOUT), (DESKTOP, RULES)):
        page.set_viewport_size({"width": width, "height": 800})
        assert barriers(page, rules) == [], width
    for width in (ENLARGED, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        assert too_wide(page) == 0, width


def test_before_the_town_runs_the_page_says_so(chromium, site):
    for address, lang in (("/labo", "fr"), ("/en/lab", "en")):
        with visit(chromium, site + address, fails=True) as page:
            expect(page.get_by_role("heading", level=1)).to_have_text(
                page_sentences("lab_waiting", lang)["title"]
            )
            look(page)


def test_a_whole_conversation(chromium, site, town):
    """In French; the page goes on by itself, and every SMS goes through the service and back."""
    with visit(chromium, site + "/labo") as page:
        expect(page.locator(".lab-phones li")).to_have_count(6)
        look(page)
        for _ in range(2):  # it is seven in the morning, and nobody is written to before eight
            page.get_by_role("button", name="1 heure", exact=True).click()
        first = page.locator(".lab-phones li", has_text="Est-ce bien").or_(
            page.locator(".lab-phones li", has_text="Assurance Maladie")
        )
        expect(first.first).to_be_visible(timeout=PATIENCE)
        first.first.get_by_role("link").click()
        expect(page.locator(".theirs")).to_contain_text("Répondez OUI ou NON", timeout=PATIENCE)
        answer(page, "oui", "Qui avez-vous vu")
        answer(page, f"Karim {KARIM}", "nous avons noté Karim")
        answer(page, "oui", "nous allons prévenir ces personnes")
        done = page.locator(".lab-steps .done")
        expect(done.filter(has_text="liste de contacts close")).to_be_visible(timeout=PATIENCE)
        expect(page.locator(".lab-standing")).to_have_text(
            "a donné ses contacts, n'a pas encore ses consignes"
        )
        look(page)
        page.get_by_role("link", name=f"son téléphone {KARIM}").click()
        expect(page.locator(".theirs")).to_contain_text("bonjour Karim", timeout=PATIENCE)
        expect(page.locator("#knows")).to_contain_text("nommé par le cas")
        page.get_by_role("button", name="Vérifier le code").click()
        expect(page.locator(".says.good")).to_contain_text("ce texte a été envoyé avec ce code")


def answer(page: Page, said: str, then: str) -> None:
    """Type it as a person would; what comes back says this, and appears by itself."""
    page.get_by_label("Répondre à 38663").fill(said)
    page.keyboard.press("Enter")
    expect(page.locator(".mine").last).to_contain_text(said)
    expect(page.locator(".theirs").last).to_contain_text(then, timeout=PATIENCE)


def test_another_telephone_is_taken_and_time_is_told_slower(chromium, site, town):
    """In English, without a script."""
    with visit(chromium, site + "/en/lab", scripts=False) as page:
        page.get_by_label("Mobile number").fill("06 12 34 56 78")
        page.get_by_role("button", name="Take").click()
        expect(page.locator(".wrong")).to_contain_text("no mobile of the town")
        page.get_by_label("Mobile number").fill("0639980042")
        page.get_by_role("button", name="Take").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Telephone 06 39 98 00 42")
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".wrong")).to_contain_text("Write something")
        page.get_by_role("button", name="as in life").click()
        expect(page.get_by_role("button", name="as in life")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("heading", level=1)).to_have_text("Telephone 06 39 98 00 42")
    with visit(chromium, site + "/en/lab") as page:
        look(page)
        page.get_by_role("link", name="06 39 98 00 42").click()
        look(page)


def test_only_a_telephone_in_hand_is_shown(chromium, site, town):
    with visit(chromium, site + "/labo/0612345678", fails=True) as page:
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "0612345678" not in page.inner_text("main")
        assert os.environ.get("TOCSIN_LABO") is None
