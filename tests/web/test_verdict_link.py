"""A link that says a verdict and no word of its message: ours, whole, not too old; or a clear page."""

import html
import re
import zlib
from base64 import urlsafe_b64decode
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.checked_page import SENT, told
from tocsin.verdict.check import check
from tocsin.web import query_params, verdict_link

SECRET = "a secret of the tests"
DAY = date(2026, 11, 26)
VERDICT = check(SENT["text"], sender=SENT["sender"], received=date(2024, 5, 2))
SHARED = verdict_link.share_verdict(VERDICT, "sms", DAY)
TOKEN = verdict_link.write_link_token(SHARED, SECRET)


def linked(visitor, address="/", **sent):
    page = visitor.post(address, SENT | sent).content.decode()
    link = re.search(r'id="link" type="text" readonly value="([^"]+)"', page)
    assert link
    return html.unescape(link[1])


# ---- the link


def test_a_link_says_what_was_found_and_when():
    assert verdict_link.read_link_token(TOKEN, SECRET, DAY) == SHARED
    assert SHARED.level == "imposture"
    assert SHARED.received == date(2024, 5, 2)
    assert ("asks_payment", "ask.any.payment", "contradicts") in SHARED.reasons


def test_no_word_of_the_message_is_in_it():
    raw = urlsafe_b64decode(TOKEN + "=" * (-len(TOKEN) % 4))
    said = zlib.decompress(raw[16:]).decode("latin-1")
    assert "ask.any.payment" in said
    assert not [word for word in (*SENT["text"].split(), "06 39") if len(word) > 4 and word in said]


def test_it_can_be_sent_by_sms():
    assert len(TOKEN) < 700
    assert re.fullmatch(r"[\w-]+", TOKEN)


@pytest.mark.parametrize("days", [0, verdict_link.DAYS])
def test_it_is_good_for_ninety_days(days):
    assert verdict_link.read_link_token(TOKEN, SECRET, DAY + timedelta(days=days)) == SHARED


def test_then_it_is_too_old_and_says_from_when():
    with pytest.raises(verdict_link.VerdictLinkExpired) as error:
        verdict_link.read_link_token(TOKEN, SECRET, DAY + timedelta(days=verdict_link.DAYS + 1))
    assert error.value.made == DAY


def test_a_link_of_another_site_is_not_ours():
    with pytest.raises(verdict_link.BadVerdictLink):
        verdict_link.read_link_token(TOKEN, "another secret", DAY)


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from("abcXYZ019-_"))
def test_a_link_that_was_changed_anywhere_is_not_ours(at, letter):
    changed = TOKEN[:at] + letter + TOKEN[at + 1 :]
    try:
        assert verdict_link.read_link_token(changed, SECRET, DAY) == SHARED
    except verdict_link.BadVerdictLink:
        return
    decoded = [urlsafe_b64decode(t + "=" * (-len(t) % 4)) for t in (changed, TOKEN)]
    assert decoded[0] == decoded[1]  # the last letter has bits that say nothing


@given(st.text(max_size=60))
def test_whatever_is_no_link_is_not_ours(token):
    with pytest.raises(verdict_link.BadVerdictLink):
        verdict_link.read_link_token(token, SECRET, DAY)


def test_a_long_one_is_not_even_looked_at():
    with pytest.raises(verdict_link.BadVerdictLink):
        verdict_link.read_link_token("A" * 100_000, SECRET, DAY)


# ---- its page


@pytest.mark.parametrize(
    ("address", "headline"), [("/", "C'est une imposture"), ("/en/", "This is an imposture")]
)
def test_the_page_tells_the_verdict_its_rules_and_what_to_do(visitor, address, headline):
    link = linked(visitor, address)
    page = visitor.get(link.removeprefix("http://localhost"))
    text = told(page)
    assert page.status_code == 200
    assert headline in text
    assert '#ask.any.payment"' in page.content.decode()
    assert "33700" in text
    assert not [word for word in ("ameli-vitale", "0,99", "06 39 98") if word in text]


def test_it_can_be_read_in_the_other_language(visitor):
    page = visitor.get(linked(visitor).removeprefix("http://localhost")).content.decode()
    other = re.search(r'<details class="language">.*?<a href="([^"]+)"', page)
    assert other
    assert "This is an imposture" in told(visitor.get(other[1]))


def test_a_search_engine_is_asked_to_leave_it(visitor):
    page = visitor.get(linked(visitor).removeprefix("http://localhost"))
    assert '<meta name="robots" content="noindex">' in page.content.decode()


@pytest.mark.parametrize(
    ("address", "said"), [("/resultat/abc", "n'est pas valable"), ("/en/result/abc", "not valid")]
)
def test_a_wrong_link_is_said_to_be_wrong(visitor, address, said):
    page = visitor.get(address)
    assert page.status_code == 404
    assert said in told(page)


def test_an_old_link_is_said_to_be_old(visitor, settings):
    made = query_params.today_in_paris() - timedelta(days=verdict_link.DAYS + 1)
    token = verdict_link.write_link_token(
        verdict_link.share_verdict(VERDICT, "sms", made), settings.SECRET_KEY
    )
    page = visitor.get(f"/en/result/{token}")
    assert page.status_code == 410
    assert "too old" in told(page)


def test_rules_that_have_changed_since_are_said_to_have(visitor, settings):
    import msgspec

    older = msgspec.structs.replace(
        verdict_link.share_verdict(VERDICT, "sms", query_params.today_in_paris()), version="2020-01-01"
    )
    page = visitor.get(f"/resultat/{verdict_link.write_link_token(older, settings.SECRET_KEY)}")
    assert "version 2020-01-01 de la charte" in told(page)
