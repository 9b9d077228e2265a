"""Who runs the site: the footer of every page, who we are, the legal notice, accessibility, robots, icon."""

import re
from itertools import zip_longest

import pytest

from tests.web.public.reading import plain
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.words import translate_publisher
from tocsin.locale.catalogues import load_catalogue
from tocsin.web import accessibility_audit, site_operator, well_known
from tocsin.web.public import site_pages
from tocsin.web.sentences import page_sentences
from tocsin.web.urls import PUBLIC

NAMED = {
    "TOCSIN_OPERATOR_NAME": "Vérif <Exemple>",
    "TOCSIN_OPERATOR_CONTACT": "mailto:contact@verifier.example, https://verifier.example/contact",
    "TOCSIN_OPERATOR_ADDRESS": "1 rue de l'Exemple, 75000 Paris",
    "TOCSIN_OPERATOR_DIRECTOR": "Camille Exemple",
    "TOCSIN_OPERATOR_HOST": "Hébergeur Exemple, 2 rue de l'Exemple, 01 99 00 12 34",
}
READ = [page for page in PUBLIC if page.name in ("check", "verify", "call", "contacts", "numbers", "figures")]
PUBLIC_WORDS = (
    "about", "accessibility", "call", "changes", "check", "common", "contacts", "error", "figures", "legal",
    "number", "shared", "sheet", "verify",
)  # fmt: skip


@pytest.fixture
def named(monkeypatch):
    for name, value in NAMED.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def unnamed(monkeypatch):
    for name in site_operator.SETTINGS:
        monkeypatch.delenv(name, raising=False)


def footer(page: str) -> str:
    return page[page.index("<footer>") :]


@pytest.mark.parametrize("page", READ, ids=lambda page: page.name)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_says_who_runs_the_site_once(visitor, named, page, lang):
    text = visitor.get(f"/{page.fr}" if lang == "fr" else f"/en/{page.en}").content.decode()

    assert text.count("Vérif &lt;Exemple&gt;") == 1
    assert "<Exemple>" not in text
    assert "État" not in footer(text)
    assert "of the State" not in footer(text)


@pytest.mark.parametrize(("address", "said"), [("/", "n'est un site ni de l'État"), ("/en/", "A trial site")])
def test_a_site_whose_operator_is_not_named_is_a_trial(visitor, unnamed, address, said):
    text = visitor.get(address).content.decode().replace("&#x27;", "'")
    assert said in footer(text)


@pytest.mark.parametrize("name", PUBLIC_WORDS)
def test_no_page_speaks_as_the_institution(name):
    """The site judges and looks up; the SMS, the agents and the calls are not its own."""
    own = [text for lang in ("fr", "en") for text in load_catalogue("site", lang)[name].values()]
    ours = [text for text in own if re.search(r"\b(?:nos|notre|our|ours)\b", text, re.I)]
    assert [text for text in ours if "notre réponse" not in text and "our answer" not in text] == []


def test_the_register_says_what_was_sent_and_claims_to_be_nobody():
    catalogues = [load_catalogue("tocsin", lang) for lang in ("fr", "en")]
    said = [
        text
        for one in catalogues
        for context, texts in one.items()
        if context.startswith("code.")
        for text in texts.values()
    ]
    assert said
    assert [
        text for text in said if re.search(r"\b(?:nous|nos|notre|nôtre|we|us|our|ours)\b", text, re.I)
    ] == []


@pytest.mark.parametrize("address", ["/mentions-legales", "/en/legal-notice"])
def test_the_legal_notice_says_all_that_the_operator_said(visitor, named, address):
    text = plain(visitor.get(address))
    for value in (
        "Vérif <Exemple>",
        "contact@verifier.example",
        "75000 Paris",
        "Camille Exemple",
        "Hébergeur",
    ):
        assert value in text
    assert "Non renseigné" not in text
    assert "Not said" not in text


def test_the_legal_notice_says_what_nobody_said(visitor, unnamed):
    assert plain(visitor.get("/mentions-legales")).count("Non renseigné par qui tient ce site.") == 5


@pytest.mark.parametrize(
    "address", ["/qui-nous-sommes", "/en/who-we-are", "/accessibilite", "/en/accessibility"]
)
def test_one_can_write_to_the_operator(visitor, named, address):
    page = visitor.get(address).content.decode()
    assert 'href="mailto:contact@verifier.example"' in page
    assert 'href="https://verifier.example/contact"' in page


def write_audit(folder, failing: int, day: str = "2026-05-12"):
    """An audit of all criteria, of which so many of the first ten fail and the rest of the ten are met."""
    states = ["fails"] * failing + ["met"] * (10 - failing)
    lines = [f"standard: RGAA 4.1.2\nday: {day}", "auditor: {fr: Audit Exemple}", "means: {fr: Essais}"]
    lines += ["pages: [/]", "criteria:"]
    for number, state in zip_longest(accessibility_audit.list_criteria(), states, fillvalue="none"):
        lines.append(f'  "{number}": {{is: {state}, title: {{fr: T}}, found: {{fr: Constat {number}}}}}')
    file = folder / f"audit-{failing}-{day}.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("failing", "day", "mention"),
    [
        (6, "2026-05-12", "non conforme"),
        (5, "2026-05-12", "partiellement conforme"),
        (0, "2026-05-12", "totalement conforme"),
        (0, "2019-05-12", "non conforme"),
    ],
)
def test_the_mention_of_accessibility_is_that_of_the_audit(
    visitor, unnamed, monkeypatch, tmp_path, failing, day, mention
):
    monkeypatch.setenv("TOCSIN_OPERATOR_RGAA_AUDIT", str(write_audit(tmp_path, failing, day)))
    assert f"Accessibilité : {mention}" in footer(visitor.get("/").content.decode()).replace("\xa0", " ")
    statement = plain(visitor.get("/accessibilite"))
    assert f"{mention.capitalize()} au RGAA" in statement
    assert f"{100 - 10 * failing} % des critères" in statement.replace("\xa0", " ").replace("\u202f", " ")
    assert ("plus de trois ans" in statement) is day.startswith("2019")
    assert statement.count("Constat") == failing


@pytest.mark.parametrize(("address", "lang"), [("/accessibilite", "fr"), ("/en/accessibility", "en")])
def test_without_an_audit_of_its_own_the_site_says_what_the_authors_found(visitor, unnamed, address, lang):
    audit = accessibility_audit.load_accessibility_audit()
    statement = plain(visitor.get(address))
    assert audit.count("fails") > 0
    for number, title, found in audit.list_failing(lang):
        assert number in statement
        assert title in statement
        assert found in statement
    assert list(audit.criteria) == accessibility_audit.list_criteria()
    assert all(one.found.keys() >= {"fr", "en"} for one in audit.criteria.values() if one.status == "fails")
    assert visitor.get(address).content.decode().count("<li>/") == len(audit.pages)


def test_the_site_map_leads_to_every_page_that_has_one_address(visitor):
    alone = {page.name for page in PUBLIC if "<" not in page.fr and "." not in page.fr} - {"map"}
    assert {name for pages in site_pages.PARTS.values() for name in pages} == alone
    for address in ("/plan-du-site", "/en/site-map", "/pt/mapa-do-sitio"):
        page = visitor.get(address).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert main.count("<li>") == len(alone)


def test_every_page_that_was_looked_at_is_there(visitor):
    pages = accessibility_audit.load_accessibility_audit().pages
    assert {visitor.get(page).status_code for page in pages} == {200}


@pytest.mark.parametrize("change", ['"1.1"', "day: 2026", "is: met", "", "{"])
def test_an_audit_that_is_none_is_refused(tmp_path, change):
    file = write_audit(tmp_path, 1)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(change, "x") if change else "", encoding="utf-8")
    with pytest.raises(accessibility_audit.BadAccessibilityAudit, match="TOCSIN_OPERATOR_RGAA_AUDIT"):
        accessibility_audit.load_accessibility_audit(file)


def test_the_legal_notice_names_the_data_protection_officer(visitor, named, monkeypatch):
    monkeypatch.setenv("TOCSIN_OPERATOR_DPO", "mailto:dpd@verifier.example")
    assert "dpd@verifier.example" in plain(visitor.get("/mentions-legales"))


def test_a_barrier_is_told_to_whom_the_operator_names(visitor, named, monkeypatch):
    monkeypatch.setenv("TOCSIN_OPERATOR_ACCESSIBILITY_CONTACT", "mailto:acces@verifier.example")
    assert "acces@verifier.example" in plain(visitor.get("/accessibilite"))
    assert "contact@verifier.example" not in plain(visitor.get("/accessibilite"))


def test_search_engines_find_a_site_whose_operator_is_named(visitor, named):
    answer = visitor.get(well_known.ROBOTS)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines == ["User-agent: *", *(f"Disallow: {address}" for address in well_known.CLOSED)]


def test_search_engines_are_sent_away_from_a_trial(visitor, unnamed):
    assert visitor.get(well_known.ROBOTS).content == b"User-agent: *\nDisallow: /\n"


def test_the_icon_is_there_under_the_name_that_browsers_ask_for(visitor):
    answer = visitor.get("/favicon.ico")
    assert answer.getvalue()[:6] == b"\x00\x00\x01\x00\x03\x00"
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/x-icon")
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    ["/nos-contacts", "/nos-contacts?on=2021-03-04", "/numero/3646", "/nos-contacts?institution=dgfip"],
)
def test_a_french_page_has_no_notes_of_the_authors_in_english(visitor, address):
    page = visitor.get(address).content.decode()
    assert 'class="note"' not in page
    assert "reconstitué" not in page


def test_no_french_page_names_a_source_in_english():
    clauses = [clause for name in list_charter_names() for clause in load_charter(name).clauses]
    named = {translate_publisher(one, "fr") for clause in clauses for one in clause.sources}
    english = re.compile(r"\b(?:quoting|passing|the|of|from|press release|annual|answer|a|on|about)\b")
    assert [one for one in named if english.search(one)] == []


def test_an_english_page_has_them(visitor):
    assert 'class="note"' in visitor.get("/en/how-we-contact-you?on=2021-03-04").content.decode()


@pytest.mark.parametrize(("address", "rules"), [("/", "/nos-contacts"), ("/en/", "/en/how-we-contact-you")])
def test_a_reason_leads_to_its_rule_and_shows_no_name_that_only_programs_know(visitor, address, rules):
    form = {
        "text": "Bonjour, ici la CPAM, donnez-moi votre RIB complet.",
        "channel": "call",
        "received": "2024-05-02",
    }
    page = visitor.post(address, form).content.decode()
    link = re.search(rf'<a href="({rules}\?on=2024-05-02&amp;institution=assurance_maladie#([\w.]+))"', page)
    assert link
    assert f'id="{link[2]}"' in visitor.get(link[1].replace("&amp;", "&")).content.decode()
    assert not re.search(r">[^<]*\b(?:ask|content|point|sign)\.[a-z_.]+", page)


def test_a_known_sign_is_named_in_words(visitor):
    page = visitor.post("/", {"text": "Colis bloqué, payez 2 euros : https://colis.example"}).content.decode()
    assert 'class="ground"' in page
    assert not re.search(r">[^<]*\bsign\.[a-z_.]+", page)


def test_the_words_of_the_pages_are_kept_together():
    assert {page.name for page in PUBLIC} & {"about", "legal", "accessibility"} == {
        "about",
        "legal",
        "accessibility",
    }
    assert page_sentences("about", "fr")["title"] == "Qui nous sommes"
