"""Somebody watches over the security of the site, and hears of what happens, but not to whom."""

import json
import logging
import os
import re
import socket
import subprocess
import sys
from typing import get_args

import pytest
from django.test import Client

from tests.docs.paper import page
from tests.web.conftest import running
from tests.web.inside import PASSWORD, account, signed_in
from tocsin.runtime.logs import JsonLineFormatter
from tocsin.web import security_events
from tocsin.web.security_events import (
    BadSyslogAddress,
    SecurityEvent,
    check_syslog_setting,
    create_siem_handler,
    log_security_event,
    login_hash,
)
from tocsin.web.staff.staff_member import RoleGrant

RFC_5424 = re.compile(
    r"<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\S+) tocsin (\d+) (\w+) - (\{.*\})"
)


@pytest.fixture
def heard(caplog):
    """What was said, by its name: the fields of each event."""
    caplog.set_level(logging.INFO, logger="tocsin.security")

    def find(name=None):
        found = [r for r in caplog.records if r.name == "tocsin.security"]
        if name:
            return [r.fields for r in found if r.getMessage() == name]
        return [r.getMessage() for r in found]

    return find


def test_a_sign_in_that_fails_is_told_by_hashes_alone(with_store, heard, caplog):
    account(with_store, RoleGrant("agent", "75"), login="anne.petit")
    Client(SERVER_NAME="localhost").post("/entrer", {"login": "anne.petit", "password": "not hers at all"})
    (fields,) = heard("sign_in_failed")
    assert fields["who"] == login_hash("anne.petit")
    assert re.fullmatch("[a-p]{16}", fields["network"])
    assert caplog.records[-1].levelname == "WARNING"
    written = "".join(JsonLineFormatter().format(record) for record in caplog.records)
    assert "anne" not in written
    assert "127.0.0.1" not in written


def test_codes_sign_ins_and_sign_outs_are_told(bound, heard):
    bound.types_password()
    bound.types_code("000000")
    bound.types_code(bound.shows())
    bound.goes_out()
    told = heard()[-3:]
    assert told == ["code_failed", "signed_in", "signed_out"]
    assert {fields["who"] for fields in heard("code_failed")} == {login_hash("anne.petit")}
    assert heard("signed_in")[-1]["account"] == heard("signed_out")[-1]["account"]


def test_a_wrong_code_before_another_telephone_is_bound_is_told(bound, heard):
    """Whoever found the session open tries to bind a telephone of their own."""
    bound.types_password()
    bound.types_code(bound.shows())
    bound.clock.passes(minutes=1)
    assert bound.binds("/compte/telephone", present="000000").status_code == 422
    assert heard()[-1] == "code_failed"
    assert heard("code_failed")[-1]["who"] == login_hash("anne.petit")


def test_who_guesses_is_told_to_have_been_stopped(bound, heard):
    bound.types_password()
    for _ in range(7):
        bound.types_code("000000")
    assert len(heard("code_failed")) == 5
    assert len(heard("code_limited")) == 2


def test_a_page_that_is_refused_is_told_with_who_asked(with_store, heard):
    client = signed_in(with_store, "agent", "75", login="anne.petit")
    assert client.get("/comptes").status_code == 403
    (fields,) = heard("refused")
    assert fields["who"] == login_hash("anne.petit")
    assert fields["page"]


def test_a_form_from_elsewhere_is_told(with_store, heard):
    client = signed_in(with_store, csrf=True)
    assert client.post("/compte", {"do": "language", "lang": "en"}).status_code == 403
    assert len(heard("form_refused")) == 1


def test_changes_of_an_account_are_told(with_store, heard):
    client = signed_in(with_store, login="anne.petit")
    new = "deux cygnes au plafond"
    client.post("/compte", {"do": "password", "present": "x", "password": new, "again": new})
    client.post("/compte", {"do": "password", "present": PASSWORD, "password": new, "again": new})
    assert len(heard("password_failed")) == 1
    assert heard("account_changed")[-1]["why"] == "password"


# ---- to a SIEM


def message(line):
    return RFC_5424.fullmatch(line.decode().removesuffix("\n"))


@pytest.mark.parametrize("kind", ["udp", "tcp", "unix"])
def test_events_reach_a_siem_as_syslog_with_json_in_it(kind, tmp_path):
    if kind == "unix":
        at, where = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM), f"unix:{tmp_path}/log"
        at.bind(f"{tmp_path}/log")
    else:
        at = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
        at.bind(("127.0.0.1", 0))
        where = f"{kind}://127.0.0.1:{at.getsockname()[1]}"
    at.settimeout(60)
    if kind == "tcp":
        at.listen()
    handler = create_siem_handler({"TOCSIN_SYSLOG": where})
    security_events.LOG.addHandler(handler)
    try:
        log_security_event("sign_in_failed", login="anne.petit")
        received = at.accept()[0] if kind == "tcp" else at
        line = received.makefile("rb").readline() if kind == "tcp" else received.recv(4096)
    finally:
        security_events.LOG.removeHandler(handler)
        at.close()
    found = message(line)
    assert found
    assert int(found[1]) == 10 * 8 + 4  # authpriv, warning
    assert (found[5], json.loads(found[6])["who"]) == ("sign_in_failed", login_hash("anne.petit"))
    assert json.loads(found[6])["event"] == "sign_in_failed"


def test_a_siem_that_is_away_holds_up_nobody():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        where = f"tcp://127.0.0.1:{gone.getsockname()[1]}"
    handler = create_siem_handler({"TOCSIN_SYSLOG": where})
    security_events.LOG.addHandler(handler)
    try:
        for _ in range(security_events._WAITING + 100):
            log_security_event("signed_out")
    finally:
        security_events.LOG.removeHandler(handler)


def test_the_site_and_the_commands_tell_a_siem(store, tmp_path):
    at = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    at.bind(("127.0.0.1", 0))
    at.settimeout(60)
    env = {"TOCSIN_SYSLOG": f"udp://127.0.0.1:{at.getsockname()[1]}", "TOCSIN_DATABASE_URL": store,
           "TOCSIN_HOME": str(tmp_path)}  # fmt: skip
    try:
        with running(**env) as (address, _):
            told = json.loads(message(at_site(address, at))[6])
        assert (told["event"], told["kind"]) == ("api_refused", "unknown_key")
        command = [sys.executable, "-m", "tocsin", "api-key", "new", "a partner"]
        done = subprocess.run(command, env=os.environ | env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        made = message(at.recv(4096))
        assert made[5] == "api_key_made"
        assert done.stdout.strip() not in made[6]
    finally:
        at.close()


def at_site(address, at):
    """Somebody tries a key that is none; what the SIEM hears."""
    import urllib.error
    import urllib.request

    asked = urllib.request.Request(f"{address}/api/v1/charters", headers={"Authorization": "Bearer tocsin_x"})
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(asked, timeout=60)
    return at.recv(4096)


@pytest.mark.parametrize(
    "given", ["siem.example", "udp://", "http://siem.example", "tcp://a:b", "unix://host/x"]
)
def test_an_address_that_is_none_is_said(given):
    with pytest.raises(BadSyslogAddress, match="TOCSIN_SYSLOG"):
        check_syslog_setting({"TOCSIN_SYSLOG": given})


def test_every_event_is_in_the_guide():
    guide = page("operate/deploy.md").partition("### Events of security")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == set(get_args(SecurityEvent))
