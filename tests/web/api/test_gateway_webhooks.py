"""A provider calls with what its network has to tell; it calls again when it believes its call lost."""

import hashlib
import hmac
import json
from datetime import timedelta

import psycopg
import pytest
from msgspec.structs import replace

from tests.web.api.wire import NOON
from tocsin.privacy.vault import Vault
from tocsin.sms.gateway import DeliveryState
from tocsin.sms.http_provider import WebhookFormat
from tocsin.web.api.settings import BadWebhookAccount, WebhookAccount, read_webhook_accounts

SECRET = "a secret that nobody else has"
HEARING = WebhookFormat(
    states={
        "DELIVERED": DeliveryState.DELIVERED,
        "FAILED": DeliveryState.UNDELIVERABLE,
        "SENT": DeliveryState.ENROUTE,
    }
)
ACCOUNTS = {"provider-1": WebhookAccount(signing=(SECRET, "the secret of before"), hearing=HEARING)}
RECEIPTS = "/api/v1/gateways/provider-1/receipts"
MESSAGES = "/api/v1/gateways/provider-1/messages"
CAMILLE = "+33639980003"


def signed(body, *, at=NOON, secret=SECRET):
    """The headers of a signed call, as WSGI names them."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    time = str(int(at.timestamp()))
    mac = hmac.new(secret.encode(), time.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"HTTP_X_TIMESTAMP": time, "HTTP_X_SIGNATURE": mac}


@pytest.fixture
def provider(opened):
    """A provider, and the API that it calls."""
    return opened(gateways=ACCOUNTS)


def tell(client, place, told, **more):
    return client.post(place, told, **signed(told, **more))


def message(db, key="case-1.1", remote="a1b2c3", account="provider-1"):
    """A message that left by this account, and whose receipt is to come."""
    row = db.execute(
        "insert into tracing_message (key, code, template, version, lang, text_hash, sender, recipient,"
        " phone_id, collected_on, parts, issued_at, submitted_at, failure, resent)"
        " values (%s, %s, 't', '1', 'fr', '', '38663', '', 0, '2024-05-02', 1, %s, %s, '', 0) returning id",
        (key, f"K7QF-{key[-3:]}", NOON, NOON),
    ).fetchone()
    db.execute(
        'insert into tracing_part (account, remote_id, message_id, part, "of", at)'
        " values (%s, %s, %s, 1, 1, %s)",
        (account, remote, row[0], NOON),
    )
    db.commit()
    return row[0]


def delivered(db, id):
    db.rollback()
    return db.execute(
        "select delivered_at, failed_at, failure from tracing_message where id = %s", (id,)
    ).fetchone()


# ---- receipts


def test_a_receipt_settles_its_message(provider, db):
    id = message(db)
    got = tell(provider, RECEIPTS, [{"message_id": "A1B2C3", "status": "DELIVERED"}])
    assert (got.status, got.json) == (200, {"taken": 1, "again": 0})
    assert delivered(db, id) == (NOON, None, "")


def test_a_message_that_did_not_arrive(provider, db):
    id = message(db)
    assert tell(provider, RECEIPTS, {"message_id": "a1b2c3", "status": "FAILED"}).status == 200
    assert delivered(db, id) == (None, NOON, "undeliverable")


def test_news_that_is_not_final_changes_nothing(provider, db):
    id = message(db)
    assert tell(provider, RECEIPTS, [{"message_id": "a1b2c3", "status": "SENT"}]).status == 200
    assert delivered(db, id) == (None, None, "")


def test_a_receipt_that_is_too_early_waits(provider, db):
    assert tell(provider, RECEIPTS, [{"message_id": "zz", "status": "DELIVERED"}]).status == 200
    assert db.execute("select account, remote_id, state from tracing_earlyreceipt").fetchall() == [
        ("provider-1", "zz", "delivered")
    ]


def test_the_same_call_again_does_nothing_whichever_worker_hears_it(opened, db):
    first, second = opened(gateways=ACCOUNTS), opened(gateways=ACCOUNTS)
    told = [{"message_id": "zz", "status": "DELIVERED"}]
    assert tell(first, RECEIPTS, told).json == {"taken": 1, "again": 0}
    for worker in (first, second):
        got = tell(worker, RECEIPTS, told)
        assert (got.status, got.json) == (200, {"taken": 0, "again": 1})
    assert db.execute("select count(*) from tracing_earlyreceipt").fetchone() == (1,)


def test_a_call_that_could_not_be_stored_may_come_again(provider, db, monkeypatch):
    from tocsin.web.api import gateway_webhooks

    told = [{"message_id": "zz", "status": "DELIVERED"}]
    with monkeypatch.context() as patch:
        patch.setattr(gateway_webhooks, "persist_outcome", lost)
        assert tell(provider, RECEIPTS, told).status == 503
    provider.service.store._until = 0.0  # the five seconds in which it is left alone
    assert tell(provider, RECEIPTS, told).json == {"taken": 1, "again": 0}


def lost(*_args):
    raise psycopg.OperationalError("the line was cut")


# ---- who signs


def test_the_secret_of_before_is_good_until_it_is_taken_out(provider):
    told = [{"message_id": "zz", "status": "DELIVERED"}]
    assert tell(provider, RECEIPTS, told, secret="the secret of before").status == 200


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_a_call_of_another_time_is_refused(provider, seconds):
    told = [{"message_id": "zz", "status": "DELIVERED"}]
    got = tell(provider, RECEIPTS, told, at=NOON + timedelta(seconds=seconds))
    assert (got.status, got.kind) == (401, "stale_call")
    stranger = tell(provider, RECEIPTS, told, at=NOON + timedelta(seconds=seconds), secret="of somebody else")
    assert (stranger.status, stranger.kind) == (401, "bad_signature")


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "bad_signature"), ({"HTTP_X_SIGNATURE": "0" * 64}, "bad_signature"),
        ({"HTTP_X_SIGNATURE": "é"}, "bad_signature"), ({"HTTP_X_SIGNATURE": ""}, "no_signature"),
        ({"HTTP_X_SIGNATURE": "sha256="}, "no_signature"), ({"HTTP_X_TIMESTAMP": ""}, "no_signature"),
        ({"HTTP_X_TIMESTAMP": "now"}, "no_signature"),
    ],
)  # fmt: skip
def test_a_call_that_is_not_signed_is_refused(provider, db, headers, kind):
    told = [{"message_id": "zz", "status": "DELIVERED"}]
    given = signed(told, secret="a secret of somebody else") | headers
    got = provider.post(RECEIPTS, told, **given)
    assert (got.status, got.kind) == (401, kind)
    assert db.execute("select count(*) from tracing_earlyreceipt").fetchone() == (0,)


@pytest.mark.parametrize(
    ("place", "told", "field"),
    [
        (RECEIPTS, [{"message_id": "1", "status": "DELIVERED"}, {"status": "DELIVERED"}], "$[1].message_id"),
        (RECEIPTS, [{"message_id": "1"}], "$[0].status"),
        (MESSAGES, [{"text": "oui"}], "$[0].from"),
        (RECEIPTS, [1], "$"),
        (RECEIPTS, "x", "$"),
    ],
)
def test_what_is_not_told_as_the_account_says_is_refused_whole(provider, db, place, told, field):
    got = tell(provider, place, told)
    assert (got.status, got.kind, got.json["field"]) == (422, "bad_field", field)
    assert db.execute("select count(*) from tracing_earlyreceipt").fetchone() == (0,)


# ---- messages


def phone(db):
    """A telephone that somebody wrote to."""
    vault = Vault.load()
    db.execute(
        "insert into tracing_phone (id, sealed, number_index, shard, kind, zone, collected_on)"
        " values (9, %s, %s, 7, 'mobile', 'Europe/Paris', '2024-05-02')",
        (vault.seal(CAMILLE, "phone.sealed", NOON.date(), 9), vault.index("number", CAMILLE)),
    )
    db.commit()


def inbox(db):
    db.rollback()
    return db.execute("select count(*) from tracing_inbox").fetchone()[0]


def strays(db):
    db.rollback()
    return db.execute("select count(*) from tracing_stray").fetchone()[0]


def test_an_answer_goes_to_the_engine_of_its_telephone(provider, db):
    phone(db)
    told = [{"message_id": "d4", "from": "06 39 98 00 03", "to": "38663", "text": "oui"}]
    assert tell(provider, MESSAGES, told).json == {"taken": 1, "again": 0}
    assert (inbox(db), strays(db)) == (1, 0)
    assert db.execute("select shard from tracing_inbox").fetchone() == (7,)


def test_a_touched_button_gives_back_what_it_stands_for(opened, db):
    hearing = replace(HEARING, postback="suggestion.postbackData")
    phone(db)
    touched = {"from": CAMILLE, "to": "38663", "text": "OUI", "suggestion": {"postbackData": "case-1.1:yes"}}
    account = WebhookAccount(signing=(SECRET,), hearing=hearing)
    assert tell(opened(gateways={"provider-1": account}), MESSAGES, [touched]).json["taken"] == 1
    (sealed,) = db.execute(
        "select int8send(id) || int8send(phone_id) || sealed from tracing_inbox"
    ).fetchone()
    letter = json.loads(Vault.load().open(bytes(sealed), "inbox.sealed"))
    assert (letter["text"], letter["postback"]) == ("OUI", "case-1.1:yes")


def test_what_a_stranger_wrote_is_kept_sealed(provider, db):
    told = [{"message_id": "d4", "from": CAMILLE, "to": "38663", "text": "oui, je suis Camille"}]
    assert tell(provider, MESSAGES, told).json == {"taken": 1, "again": 0}
    assert strays(db) == 1
    row = db.execute("select number_index, int8send(id) || sealed from tracing_stray").fetchone()
    vault = Vault.load()
    assert bytes(row[0]) in vault.list_indexes("number", CAMILLE)
    assert b"Camille" not in bytes(row[1])
    assert json.loads(vault.open(bytes(row[1]), "stray.sealed"))["text"] == "oui, je suis Camille"


def test_the_same_sms_in_another_call_is_known_by_its_reference(provider, db):
    told = [{"message_id": "d4", "from": CAMILLE, "to": "38663", "text": "oui"}]
    assert tell(provider, MESSAGES, told).json == {"taken": 1, "again": 0}
    later = NOON + timedelta(seconds=30)
    assert tell(provider, MESSAGES, told, at=later).json == {"taken": 0, "again": 1}
    assert strays(db) == 1


def test_a_person_who_says_the_same_twice_is_heard_twice(provider, db):
    for reference in ("d4", "d5"):
        told = [{"message_id": reference, "from": CAMILLE, "to": "38663", "text": "oui"}]
        assert tell(provider, MESSAGES, told).json == {"taken": 1, "again": 0}
    assert strays(db) == 2
    assert db.execute("select count(*) from tracing_unconfirmed").fetchone() == (0,)


def test_without_a_store_a_provider_is_told_to_call_again(alone):
    from tests.web.api.wire import Client, Clock
    from tocsin.web.api.service import ApiService
    from tocsin.web.api.settings import ApiSettings

    client = Client(ApiService(ApiSettings(gateways=ACCOUNTS), clock=Clock()))
    got = tell(client, RECEIPTS, [{"message_id": "zz", "status": "DELIVERED"}])
    assert (got.status, got.kind) == (503, "no_store")


# ---- the accounts


def written(tmp_path, text, **environ):
    path = tmp_path / "http.yaml"
    path.write_text(text)
    return read_webhook_accounts(path, environ)


def test_a_secret_may_stand_in_the_environment(tmp_path):
    text = "accounts:\n  p: {signing: [$P_SECRET], hearing: {states: {OK: delivered}}}\n"
    found = written(tmp_path, text, P_SECRET=SECRET)["p"]
    assert found.signing == (SECRET,)
    assert found.hearing.states == {"OK": DeliveryState.DELIVERED}
    assert SECRET not in repr(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("accounts: {p: {signing: [$P_SECRET]}}", "accounts.p.signing[0]: $P_SECRET is not set"),
        ("accounts: {p: {signing: [short]}}", "a secret has 16 characters at least"),
        ("accounts: {p: {signing: []}}", "at least one secret is expected"),
        ("accounts: {p/q: {signing: [a secret that is long]}}", "no /"),
        ("accounts: {p: {signed: []}}", "signed"),
        ("[", "http.yaml"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path, text, said):
    with pytest.raises(BadWebhookAccount) as caught:
        written(tmp_path, text)
    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadWebhookAccount, match=r"none\.yaml"):
        read_webhook_accounts(tmp_path / "none.yaml", {})
