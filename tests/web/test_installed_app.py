"""The site where messages are read: shared to, put on a telephone, opened without a network, asked from a browser's bar."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.web import browser as browsers
from tests.web.browser import PATIENCE, barriers
from tests.web.checked_page import FRAUD
from tocsin.web.sentences import page_sentences
from tools.build_extension import build_extension

SAID = page_sentences("check", "fr")
KEPT = """caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys()))))
    .then(found => found.flat().map(request => new URL(request.url).pathname))"""


@pytest.fixture
def telephone(chromium) -> Iterator[BrowserContext]:
    """A browser that may keep what the site gives it to keep."""
    context = chromium.new_context(viewport={"width": 390, "height": 700}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


# ---- shared to it


@pytest.mark.parametrize(("home", "lang"), [("/", "fr"), ("/en/", "en")])
def test_what_is_shared_comes_where_the_form_goes(visitor, home, lang):
    manifest = json.loads(visitor.get(f"{home}app.webmanifest").content)
    target = manifest["share_target"]
    assert (manifest["lang"], manifest["start_url"], target["action"], target["method"]) == (
        lang,
        home,
        home,
        "POST",
    )
    for icon in manifest["icons"]:
        assert visitor.get(icon["src"]).status_code == 200
    fields = target["params"]
    shared = {
        fields["text"]: "AMELI : votre carte expire, payez 1 euro",
        fields["url"]: "https://carte-vitale.example",
    }
    page = visitor.post(target["action"], shared).content.decode()
    assert 'class="banner imposture"' in page
    assert "https://carte-vitale.example" in page.replace("<wbr>", "")
    assert fields["files"][0]["name"] == "file"


def test_a_link_that_a_program_gives_twice_is_read_once(visitor):
    link = "https://carte-vitale.example"
    page = visitor.post(
        "/", {"text": f"Payez 1 euro : {link}", "url": link, "view": "correct"}
    ).content.decode()
    assert f">Payez 1 euro : {link}</textarea>" in page


def test_a_text_after_the_sign_of_a_fragment_waits_for_the_button(telephone, site):
    page = telephone.new_page()
    page.goto(f"{site}/#message=Payez%201%20euro%20%3A%20https%3A%2F%2Fcarte-vitale.example")
    assert page.input_value("#text") == "Payez 1 euro : https://carte-vitale.example"
    assert page.url == f"{site}/"
    assert page.locator(".banner").count() == 0


# ---- without a network


def test_without_a_network_the_form_opens_and_says_that_a_check_needs_one(telephone, site):
    page = telephone.new_page()
    page.goto(site + "/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.fill("#text", FRAUD)
    page.click(".go")
    page.wait_for_selector(".banner")
    kept = page.evaluate(KEPT)
    assert "/" in kept
    assert [one for one in kept if one != "/" and not one.startswith("/static/")] == []

    telephone.set_offline(True)
    opened = page.goto(site + "/")
    assert opened.from_service_worker
    assert page.locator("[data-offline]").is_visible()
    assert page.locator(".banner").count() == 0  # no answer was kept
    page.fill("#text", FRAUD)
    page.click(".go")
    page.get_by_text(SAID["lost"]).wait_for()
    assert page.input_value("#text") == FRAUD

    telephone.set_offline(False)
    page.click(".go")
    page.wait_for_selector(".banner.imposture")
    assert not page.locator("[data-offline]").is_visible()


# ---- from the bar of a browser


def test_the_extension_checks_what_it_is_given_and_leads_to_the_page(chromium, site, tmp_path):
    built = build_extension(site, tmp_path / "extension")
    assert json.loads((built / "manifest.json").read_text())["host_permissions"] == [f"{site}/*"]
    context = chromium.browser_type.launch_persistent_context(
        str(tmp_path / "profile"),
        executable_path=browsers.installed(whole=True),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            f"--disable-extensions-except={built}",
            f"--load-extension={built}",
        ],
        ignore_default_args=["--disable-extensions"],
        locale="fr-FR",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("chrome://extensions")
    found = page.evaluate(
        "chrome.developerPrivate.getExtensionsInfo().then(all => all.find(one => one.name === 'Tocsin').id)"
    )
    page.goto(f"chrome-extension://{found}/popup.html")
    page.fill("#text", FRAUD)
    page.click(".go")
    page.wait_for_selector(".banner.imposture")
    assert page.inner_text(".act") == "Ne touchez pas au lien. Ne payez rien."
    assert barriers(page) == []
    page.goto(page.get_attribute("article a", "href"))
    assert page.input_value("#text") == FRAUD
    context.close()


def test_an_extension_is_built_for_the_address_of_a_site_alone(tmp_path):
    with pytest.raises(ValueError, match="address of a site"):
        build_extension("tocsin.example", tmp_path)
