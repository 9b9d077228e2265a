"""Where the accounts with networks are written, and what is said of one that is written wrong."""

import pytest

from tocsin.tracing.outbound.smpp_accounts import BadSmppAccount, account_from_url, load_accounts

URL = "smpp://tocsin:secret@smsc.example:2775/38663"


def test_without_any_there_is_none():
    assert load_accounts({}) == {}


def test_one_url_is_one_lane():
    (found,) = load_accounts(
        {"TOCSIN_SMPP": f"{URL}?rate=12.5&window=60&binds=2&receipts_in=decimal"}
    ).items()
    lane, account = found
    assert lane == "38663"
    assert (account.host, account.port, account.system_id, account.password) == (
        "smsc.example", 2775, "tocsin", "secret",
    )  # fmt: skip
    assert (account.rate, account.window, account.binds, account.receipts_in) == (12.5, 60, 2, "decimal")
    assert account.tls is False


def test_a_password_may_hold_anything_and_the_line_may_be_private():
    _, account = account_from_url("smpps://toc%40sin:p%3Aw%2Fd@smsc.example:3550/AMELI")
    assert (account.system_id, account.password, account.tls) == ("toc@sin", "p:w/d", True)


def test_several_lanes_in_one_variable():
    found = load_accounts({"TOCSIN_SMPP": f"{URL} smpp://t:s@other.example:2775/AMELI"})
    assert list(found) == ["38663", "AMELI"]


def test_a_file_keeps_the_password_elsewhere(tmp_path):
    path = tmp_path / "lanes.yaml"
    path.write_text(
        "lanes:\n  '38663':\n    host: smsc.example\n    port: 2775\n    system_id: tocsin\n"
        "    password: $SMPP_PASSWORD\n    rate: 30\n    window: 60\n"
    )
    found = load_accounts({"TOCSIN_SMPP": str(path), "SMPP_PASSWORD": "secret"})
    assert found["38663"].password == "secret"
    with pytest.raises(BadSmppAccount, match=r"lanes.38663.password: \$SMPP_PASSWORD is not set"):
        load_accounts({"TOCSIN_SMPP": str(path)})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("http://tocsin:secret@smsc.example:2775/38663", "expected smpp://"),
        ("smpp://smsc.example:2775/38663", "is missing"),
        ("smpp://tocsin:secret@smsc.example/38663", "is missing"),
        ("smpp://tocsin:secret@smsc.example:port/38663", "is missing"),
        ("smpp://tocsin:secret@smsc.example:2775/", "a lane is the sender shown"),
        ("smpp://tocsin:secret@smsc.example:2775/a-much-too-long-lane", "a lane is the sender shown"),
        (f"{URL}?speed=9", "unknown: speed"),
        (f"{URL}?tls_context=x", "unknown: tls_context"),
        (f"{URL}?window=many", "window"),
        (f"{URL}?window=0", "more than nothing"),
        (f"{URL}?receipts_in=octal", "receipts_in"),
        (f"{URL} {URL}", "account 2: the lane 38663 has an account already"),
    ],
)
def test_what_is_wrong_is_said_without_the_password(written, said):
    with pytest.raises(BadSmppAccount, match=said) as caught:
        load_accounts({"TOCSIN_SMPP": written})
    assert "secret" not in str(caught.value)
    assert str(caught.value).startswith("TOCSIN_SMPP")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[]", "expected lanes"),
        ("lanes: {}", "expected lanes"),
        ("lanes: {'38663': smsc.example}", "lanes.38663: expected the fields"),
        ("lanes: {'38663': {host: smsc.example}}", "lanes.38663: port is missing"),
        ("lanes: {'38663': {host: a.example, port: 1, system_id: t, password: s, rats: 3}}", "unknown: rats"),
        ("lanes: {'38663': {host: a.example, port: x, system_id: t, password: s}}", "port"),
        ("{", "lanes.yaml"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_place(tmp_path, content, said):
    path = tmp_path / "lanes.yaml"
    path.write_text(content)
    with pytest.raises(BadSmppAccount, match=said):
        load_accounts({"TOCSIN_SMPP": str(path)})


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(BadSmppAccount, match=r"none\.yaml"):
        load_accounts({"TOCSIN_SMPP": "none.yaml"})
