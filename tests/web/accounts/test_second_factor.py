"""A password alone does not open: a telephone is bound at the first sign-in, and asked for at each."""

import html
import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.test import Client, RequestFactory

from tests.web.accounts.conftest import START, Anne
from tests.web.inside import PASSWORD, account, come_in, signed_in, telephone
from tocsin.privacy.vault import NotSealedHere, Vault
from tocsin.web import qr_code, rate_limits, site_server
from tocsin.web.accounts import account_secrets, browser_session, mfa, sessions, staff_accounts
from tocsin.web.audit import audit_log
from tocsin.web.staff.staff_member import RoleGrant


def test_a_telephone_is_bound_at_the_first_sign_in(anne):
    assert anne.types_password(next="/compte").headers["Location"] == "/entrer/telephone"
    assert not anne.is_in()
    page = anne.binds().content.decode()
    assert len(set(re.findall(r'<li class="id">([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</li>', page))) == 10
    assert 'href="/compte"' in page
    assert anne.is_in()


def test_the_picture_holds_what_the_text_says(anne):
    anne.types_password()
    page = anne.browser.get("/entrer/telephone").content.decode()
    assert 'role="img" aria-label="Code QR' in page
    drawn = re.search(r"<svg .*?</svg>", page, re.S)[0]
    assert "style" not in drawn
    secret, _ = telephone(page)
    assert qr_code.render_qr_code(
        mfa.build_otpauth_address(secret, "anne.petit", "localhost")
    ) in html.unescape(page)


def test_a_wrong_code_binds_nothing_and_the_same_picture_is_shown_again(anne):
    anne.types_password()
    secret, form = telephone(anne.browser.get("/entrer/telephone").content.decode())
    wrong = anne.browser.post("/entrer/telephone", {**form, "code": "000000"})
    assert wrong.status_code == 422
    assert telephone(wrong.content.decode())[0] == secret
    assert not anne.is_in()


def test_what_was_proposed_to_another_account_binds_nothing(anne):
    _, token = mfa.propose_secret(999)
    anne.types_password()
    assert anne.browser.post("/entrer/telephone", {"proposed": token, "code": "000000"}).status_code == 422
    assert anne.browser.post("/entrer/telephone", {"proposed": "x", "code": "000000"}).status_code == 422


def test_each_sign_in_asks_for_the_code_of_the_moment(bound):
    assert bound.types_password(next="/compte").headers["Location"] == "/entrer/code"
    assert not bound.is_in()
    assert bound.types_code("000000").status_code == 422
    came = bound.types_code(bound.shows()[:3] + " " + bound.shows()[3:])
    assert (came.status_code, came.headers["Location"]) == (302, "/compte")
    assert bound.is_in()


def test_a_code_opens_once(bound):
    code = bound.shows()
    bound.types_password()
    bound.types_code(code)
    bound.goes_out()
    bound.types_password()
    assert bound.types_code(code).status_code == 422
    bound.clock.passes(seconds=30)
    assert bound.types_code(bound.shows()).status_code == 302


def test_a_telephone_whose_clock_is_half_a_minute_wrong_still_opens(bound):
    bound.types_password()
    late = pyotp.TOTP(bound.secret).at(bound.clock.at - timedelta(seconds=30))
    assert bound.types_code(late).status_code == 302


def test_a_recovery_code_stands_for_a_lost_telephone_once(bound, db):
    code = bound.codes[3]
    bound.types_password()
    assert bound.types_code(code.upper().replace("-", " ")).status_code == 302
    assert "Codes de secours qui restent\xa0: 9" in bound.browser.get("/compte").content.decode()
    bound.goes_out()
    bound.types_password()
    assert bound.types_code(code).status_code == 422
    assert bound.types_code(bound.codes[4]).status_code == 302


def test_neither_the_secret_nor_the_codes_stand_in_the_store(bound, db):
    (kept,) = db.execute("select totp from staff_account").fetchone()
    assert bound.secret.encode() not in bytes(kept)
    row = db.execute("select string_agg(digest::text, ' ') from staff_recovery").fetchone()[0]
    assert not any(code.replace("-", "") in row for code in bound.codes)
    account = db.execute("select id from staff_account").fetchone()[0]
    assert account_secrets.open_secret(bytes(kept), "staff_account.totp", account) == bound.secret
    with pytest.raises(NotSealedHere):
        account_secrets.open_secret(bytes(kept), "staff_account.totp", account + 1)


def test_who_has_the_password_cannot_try_many_codes(bound):
    bound.types_password()
    assert [bound.types_code("000000").status_code for _ in range(6)] == [422] * 5 + [429]
    bound.clock.passes(minutes=5)
    bound.types_password()
    assert bound.types_code(bound.shows()).status_code == 302


def test_between_password_and_code_there_are_ten_minutes(bound):
    bound.types_password()
    bound.clock.passes(minutes=10)
    assert bound.types_code(bound.shows()).headers["Location"] == "/entrer"


def test_the_code_page_asks_nobody_who_has_not_proved_a_password(bound):
    for page in ("/entrer/code", "/entrer/telephone", "/en/sign-in/password"):
        assert bound.browser.get(page).headers["Location"].endswith(("/entrer", "/sign-in"))


def test_who_arrives_cannot_leap_over_the_code(bound):
    bound.types_password()
    for page in ("/entrer/telephone", "/entrer/mot-de-passe"):
        assert bound.browser.get(page).headers["Location"] == "/entrer/code"
    assert bound.browser.post("/entrer/telephone", {"proposed": mfa.propose_secret(1)[1]}).status_code == 302
    assert not bound.is_in()


def test_an_administrator_takes_the_telephone_away_and_another_is_bound(bound, db):
    bound.types_password()
    bound.types_code(bound.shows())
    who = staff_accounts.find_account(db, bound.login)
    mfa.reset_mfa(db, who.account_id, now=START, by="chef")
    assert not bound.is_in()
    bound.clock.passes(minutes=1)
    assert bound.types_password().headers["Location"] == "/entrer/telephone"
    assert bound.binds().status_code == 200
    assert [entry.why for entry in audit_log.iterate_entries(db)].count("second factor reset") == 1


def test_a_password_that_was_given_opens_once_and_another_is_chosen(with_store, clock, db):
    anne = Anne(with_store, clock)
    staff_accounts.set_password(
        db, 1, "provisoirement-votre", now=START, by="chef", temporary_until=START + staff_accounts.TEMPORARY
    )
    anne.types_password("provisoirement-votre")
    assert anne.binds().headers.get("Location", "") == ""
    assert not anne.is_in()
    assert anne.browser.get("/entrer/telephone").headers["Location"] == "/entrer/mot-de-passe"
    new = "deux cygnes au plafond"
    told = [
        anne.browser.post("/entrer/mot-de-passe", {"password": one, "again": two}).status_code
        for one, two in (("trop court",) * 2, ("provisoirement-votre",) * 2, (new, "autre chose encore"))
    ]
    assert told == [422, 422, 422]
    anne.browser.post("/entrer/mot-de-passe", {"password": new, "again": new})
    assert anne.is_in()
    anne.goes_out()
    assert anne.types_password("provisoirement-votre").status_code == 403


def test_a_password_that_was_given_does_not_open_for_ever(with_store, clock, db):
    anne = Anne(with_store, clock)
    staff_accounts.set_password(
        db, 1, "provisoirement-votre", now=START, by="chef", temporary_until=START + staff_accounts.TEMPORARY
    )
    clock.passes(days=3)
    assert anne.types_password("provisoirement-votre").status_code == 403


def test_a_demonstration_can_do_without(with_store, monkeypatch):
    monkeypatch.setenv("TOCSIN_STAFF_SECOND_FACTOR", "off")
    client = Client(SERVER_NAME="localhost")
    assert come_in(client, account(with_store, RoleGrant("agent"))).headers["Location"] == "/service"


def test_without_the_keys_nobody_comes_in_and_it_is_said(with_store, monkeypatch, tmp_path):
    monkeypatch.setenv("TOCSIN_KEYS", str(tmp_path / "none.json"))
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    come = client.post("/entrer", {"login": account(with_store), "password": PASSWORD})
    assert client.get(come.headers["Location"]).status_code == 503


# ---- guessing


def guess(client, login, **address):
    return client.post("/entrer", {"login": login, "password": "x" * 12}, **address).status_code


def test_who_guesses_is_stopped_and_keeps_nobody_out(bound):
    stranger = Client(raise_request_exception=False, SERVER_NAME="localhost")
    tried = [guess(stranger, bound.login, REMOTE_ADDR="203.0.113.9") for _ in range(12)]
    assert tried == [403] * 10 + [429] * 2
    fresh = Client(raise_request_exception=False, SERVER_NAME="localhost", REMOTE_ADDR="203.0.113.77")
    assert fresh.post("/entrer", {"login": bound.login, "password": PASSWORD}).status_code == 302


def test_who_guesses_from_everywhere_keeps_out_no_browser_that_knows_its_owner(bound, with_store, db):
    for _ in range(60):  # all that anybody may ask as this login, from wherever
        rate_limits.take_page_quota("enter_as", rate_limits.login_pseudonym(bound.login), bound.clock.at)
    other = Client(raise_request_exception=False, SERVER_NAME="localhost")
    assert guess(other, bound.login) == 429
    assert bound.types_password().status_code == 302
    assert [guess(bound.browser, bound.login) for _ in range(10)] == [403] * 9 + [429]


def test_the_cookie_of_a_browser_cannot_be_made_up(bound):
    request = RequestFactory().get("/entrer")
    request.COOKIES[browser_session.COOKIE] = bound.browser.cookies[browser_session.COOKIE].value
    assert browser_session.is_known_device(request, bound.login)
    assert not browser_session.is_known_device(request, "max.petit")
    request.COOKIES[browser_session.COOKIE] = request.COOKIES[browser_session.COOKIE][:-2] + "xx"
    assert not browser_session.is_known_device(request, bound.login)


# ---- one's own account


def test_somebody_changes_their_password_and_their_other_sessions_end(with_store, db):
    client = signed_in(with_store, login="lou.petit")
    other = Client(SERVER_NAME="localhost")
    other.cookies[sessions.COOKIE] = sessions.begin_session(db, 1, datetime.now(UTC), "Firefox on Linux")
    page = client.get("/compte").content.decode()
    assert "Firefox, Linux" in page
    assert "celle-ci" in page
    new = "deux cygnes au plafond"
    change = {"do": "password", "present": PASSWORD, "password": new, "again": new}
    assert client.post("/compte", change | {"present": "x"}).status_code == 422
    assert client.post("/compte", change | {"again": "x"}).status_code == 422
    weak = client.post("/compte", change | {"password": "MotDePasse2024!", "again": "MotDePasse2024!"})
    assert "que l'on essaie d'abord" in html.unescape(weak.content.decode())
    before = client.cookies[sessions.COOKIE].value
    done = client.post("/compte", change)
    assert client.cookies[sessions.COOKIE].value != before
    assert "Votre mot de passe est changé" in client.get(done.headers["Location"]).content.decode()
    assert other.get("/service").status_code == 302
    assert staff_accounts.authenticate(db, "lou.petit", new, datetime.now(UTC))


def test_somebody_ends_a_session_that_they_left_open_elsewhere(with_store, db):
    client = signed_in(with_store)
    others = [sessions.begin_session(db, 1, datetime.now(UTC)) for _ in range(3)]
    marks = re.findall(r'name="mark" value="([0-9a-f]{16})"', client.get("/compte").content.decode())
    assert len(marks) == 3
    client.post("/compte", {"do": "session", "mark": marks[0]})
    assert sum(sessions.find_session_staff(db, one, datetime.now(UTC)) is not None for one in others) == 2
    client.post("/compte", {"do": "sessions"})
    assert not any(sessions.find_session_staff(db, one, datetime.now(UTC)) for one in others)
    assert client.get("/compte").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(with_store, db):
    signed_in(with_store, login="lou.petit")
    client = signed_in(with_store, login="max.petit")
    mark = db.execute("select left(encode(digest, 'hex'), 16) from staff_session").fetchone()[0]
    client.post("/compte", {"do": "session", "mark": mark})
    assert db.execute("select count(*) from staff_session").fetchone()[0] == 2


def test_somebody_chooses_the_language_in_which_the_service_opens(with_store, db):
    client = signed_in(with_store)
    assert client.post("/compte", {"do": "language", "lang": "xx"}).status_code == 400
    done = client.post("/compte", {"do": "language", "lang": "en"})
    assert "Your language is kept" in client.get(done.headers["Location"]).content.decode()
    assert db.execute("select lang from staff_account").fetchone()[0] == "en"


def test_another_telephone_is_bound_by_the_one_before_and_other_sessions_end(bound, db):
    bound.types_password()
    bound.types_code(bound.shows())
    bound.clock.passes(minutes=1)
    old = bound.secret
    assert bound.binds("/compte/telephone", present="000000").status_code == 422
    bound.clock.passes(minutes=1)
    elsewhere = sessions.begin_session(db, 1, bound.clock.at)
    db.commit()
    assert bound.binds("/compte/telephone", present=pyotp.TOTP(old).at(bound.clock.at)).status_code == 200
    assert sessions.find_session_staff(db, elsewhere, bound.clock.at) is None
    assert bound.is_in()
    bound.goes_out()
    bound.clock.passes(minutes=1)
    bound.types_password()
    assert bound.types_code(pyotp.TOTP(old).at(bound.clock.at)).status_code == 422
    assert bound.types_code(bound.shows()).status_code == 302


# ---- a site without it


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("0.0.0.0", {}), ("127.0.0.1", {"TOCSIN_SITE_HOSTS": "tocsin.example"}),
        ("127.0.0.1", {"TOCSIN_API_PROXIES": "1"}),
    ],
)  # fmt: skip
def test_a_site_that_others_can_reach_does_not_do_without(monkeypatch, host, told):
    for name, value in ({"TOCSIN_STAFF_SECOND_FACTOR": "off"} | told).items():
        monkeypatch.setenv(name, value)
    assert "only this machine can reach" in site_server.reason_not_to_expose(host)
    monkeypatch.delenv("TOCSIN_STAFF_SECOND_FACTOR")
    assert site_server.reason_not_to_expose(host) == ""


def test_a_demonstration_on_this_machine_may(monkeypatch):
    monkeypatch.setenv("TOCSIN_STAFF_SECOND_FACTOR", "off")
    monkeypatch.setenv("TOCSIN_SITE_HOSTS", "localhost, 127.0.0.1")
    assert site_server.reason_not_to_expose("127.0.0.1") == ""


def test_what_is_sealed_for_an_account_opens_in_every_version(monkeypatch):
    """A telephone bound years ago: with another label or another binding, nobody would come in any more."""
    monkeypatch.setattr(account_secrets, "load_vault", Vault.for_tests)
    old = bytes.fromhex(
        "014236e78acbeace01e1c8ae45256b24b06cd044157633208bf6d4ecd715b9ce71115671af267cce594dd47792"
    )
    assert account_secrets.open_secret(old, "account.secret", 7) == "JBSWY3DPEHPK3PXP"
    digest = "990bcf4a3e2c2e114434faabb7aeb96b674c0d26d9f5d13035a5fe4d7e2816dd"
    assert account_secrets.digest_secret("a recovery code", "account.codes", 7).hex() == digest
