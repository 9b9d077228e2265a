"""One proposes, two approve, the engine sends the new words, and one person goes back: in a real browser, on
the real site, with the real engine on the same store."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.tracing.conversations.office import KARIM, LEA, Office
from tests.web.browser import DESKTOP, PHONE, barriers, spilt_headers, too_wide, visit
from tests.web.inside import signed_in
from tocsin.message_templates import built_in_texts, rewording_records
from tocsin.web.accounts import sessions

NEW = (
    "Assurance Maladie : bonjour {given_name}. Nous prenons de vos nouvelles. Est-ce bien {given_name} ? "
    "OUI ou NON."
)
READ = [
    ("/textes", PHONE, True), ("/textes", DESKTOP, False), ("/en/texts", DESKTOP, False), ("/textes/case.notice", DESKTOP, True),
    ("/en/texts/case.notice", PHONE, False), ("/en/texts/contact.plan/propose", DESKTOP, False),
    ("/textes/conversation/contact", PHONE, True), ("/textes/doutes", PHONE, False),
    ("/en/texts/doubts", DESKTOP, True),
]  # fmt: skip


@pytest.fixture(scope="module")
def people(shared: str) -> dict[str, str]:
    """Three who work in communication: the cookies of their sessions."""
    return {
        name: signed_in(shared, "communication", name=name).cookies[sessions.COOKIE].value
        for name in ("Alice", "Bruno", "Chloé")
    }


@pytest.fixture
def office(db, vault):
    """The engine, at the hour of this machine: what is activated now is said now."""
    found = Office(db, vault)
    found.now = datetime.now(UTC).replace(hour=9, minute=0)
    return found


@pytest.fixture
def inside(chromium, live_site, people):
    """A page of the inside as one of them sees it."""

    @contextmanager
    def opened(name: str, path: str, **how) -> Iterator[Page]:
        with visit(chromium, f"{live_site}/entrer", **how) as page:
            page.context.add_cookies([{"name": sessions.COOKIE, "value": people[name], "url": live_site}])
            page.goto(live_site + path)
            yield page

    return opened


def greeting(office, given, number):
    """The first SMS of a new case."""
    office.now = datetime.now(UTC)
    office.case(given, number)
    office.step()
    return office.texts(number)[0]


def test_one_proposes_two_approve_the_engine_says_it_and_one_goes_back(inside, office, db):
    assert "dans les 24 heures" in greeting(office, "Léa", LEA)

    with inside("Alice", "/textes") as page:
        page.get_by_role("link", name=re.compile("Bonjour {given_name}. Un conseiller")).first.click()
        page.get_by_role("link", name="Proposer un autre texte").click()
        page.get_by_label("Texte français").fill("Assurance Maladie : envoyez votre RIB. Réf. {code}")
        status = page.locator("#summary")
        expect(status).to_contain_text("Refusé")
        expect(page.locator("#said")).to_contain_text("votre texte a perdu")
        page.get_by_label("Texte français").fill(f"{NEW} Réf. {{code}}")
        expect(status).to_contain_text("Rien à redire")
        expect(page.locator(".bubble").first).to_contain_text("bonjour Léa. Nous prenons de vos nouvelles.")
        page.get_by_label("Pourquoi").fill("Plus court")
        page.get_by_role("button", name="Proposer ce texte").click()
        expect(page.locator("[role=status]")).to_contain_text("Deux autres personnes doivent approuver")
        proposal = page.url.partition("?")[0].rpartition("/")[2]
    assert "dans les 24 heures" in greeting(office, "Karim", KARIM)

    for name in ("Bruno", "Chloé"):
        with inside(name, "/textes") as page:
            page.locator(".waiting a").first.click()
            expect(page.locator("del").first).to_be_visible()
            page.get_by_role("button", name="Approuver ce texte").click()
            expect(page.locator("[role=status]")).to_contain_text("Votre approbation est notée")
            if name == "Chloé":
                page.get_by_role("button", name="Activer").click()
                expect(page.locator("[role=status]")).to_contain_text("C'est activé")
    assert greeting(office, "Zoé", "+33639981203").startswith(
        "Assurance Maladie : bonjour Zoé. Nous prenons de vos nouvelles. Est-ce bien Zoé ? OUI ou NON. Réf. "
    )

    with inside("Bruno", "/textes/case.notice") as page:
        page.get_by_label("Pourquoi").fill("Les gens appellent")
        page.get_by_role("button", name="Revenir à cette formulation").click()
        expect(page.locator("[role=status]")).to_contain_text("C'est fait")
    assert "dans les 24 heures" in greeting(office, "Paul", "+33639981204")
    assert [
        one.stage(datetime.now(UTC)) for one in rewording_records.load_rewording_history(db, "case.notice")
    ] == ["started"] * 2
    assert rewording_records.load_rewording(db, int(proposal)).text.fr == f"{NEW} Réf. {{code}}"


def test_without_scripts_it_is_looked_at_with_a_button(inside):
    with inside("Alice", "/textes/common.doubt/proposer", scripts=False) as page:
        page.get_by_label("Texte français").fill("Assurance Maladie{to} : bonjour. Réf. {code}")
        page.get_by_role("button", name="Voir sans proposer").click()
        expect(page.locator(".bubble").first).to_contain_text("Assurance Maladie : bonjour.")
        assert page.input_value("#fr") == "Assurance Maladie{to} : bonjour. Réf. {code}"
        assert "bonjour" in page.locator("ins").first.inner_text()


@pytest.mark.parametrize(("path", "width", "dark"), READ)
def test_nothing_keeps_anybody_out(inside, path, width, dark):
    with inside("Alice", path, width=width, dark=dark) as page:
        assert barriers(page) == []
        assert too_wide(page) == 0
        assert spilt_headers(page) == []


def test_a_refused_text_and_a_proposal_keep_nobody_out(inside, db):
    own = built_in_texts.get_built_in_text("common.closed").wording
    with inside("Alice", "/textes/common.closed/proposer", width=PHONE, fails=True) as page:
        page.get_by_label("Texte français").fill(own.fr.replace("{code}", "{CODE}"))
        page.get_by_label("Pourquoi").fill("Plus simple")
        page.get_by_role("button", name="Proposer ce texte").click()
        expect(page.locator(".mistakes")).to_contain_text("n'est pas proposé")
        assert barriers(page) == []
        assert page.input_value("#why") == "Plus simple"
        page.get_by_label("Texte français").fill(own.fr.replace("terminée", "finie"))
        page.get_by_role("button", name="Proposer ce texte").click()
        expect(page.locator("[role=status]")).to_be_visible()
        page.locator("summary").click()
        assert barriers(page) == []
        assert too_wide(page) == 0
