"""An event on its way: signed so that the library of the standard believes it, and to no address of ours."""

import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from standardwebhooks import Webhook

from tocsin.cli.main import run_cli
from tocsin.webhooks.endpoints import BadWebhookEndpoint, WebhookEndpoint, read_webhook_endpoints
from tocsin.webhooks.http_delivery import ForbiddenAddress, PinnedConnection, deliver_event, list_addresses
from tocsin.webhooks.signature import draw_secret

NOW = 1_764_374_400
BODY = b'{"type":"webhook.test","timestamp":"2026-11-28T12:00:00Z","data":{}}'


@contextmanager
def receiver(
    status: int = 204, location: str = "", tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A program that hears events: its address, and what it heard."""
    heard: list[tuple[dict[str, str], bytes]] = []

    class Hears(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hears)
    if tls:  # shakes hands when it reads, in its own thread
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/tocsin", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def endpoint(url: str, *secrets: str, private: bool = True) -> WebhookEndpoint:
    signing = secrets or (draw_secret(),)
    return WebhookEndpoint(url=url, signing=signing, events=("charter.changed",), private=private)


def test_while_a_secret_is_changed_the_old_and_the_new_one_both_verify() -> None:
    old, new = draw_secret(), draw_secret()
    now = int(datetime.now(UTC).timestamp())  # whoever verifies believes no event of five minutes ago
    with receiver() as (url, heard):
        assert deliver_event(endpoint(url, new, old), "msg_1", BODY, now) == ""
    ((headers, body),) = heard
    lower = {name.lower(): value for name, value in headers.items()}
    for secret in (old, new):
        assert Webhook(secret).verify(body, lower) == json.loads(BODY)
    with pytest.raises(Exception, match="signature"):
        Webhook(draw_secret()).verify(body, lower)


def make_certificate(folder: Path, *addresses: str) -> tuple[Path, ssl.SSLContext]:
    """A certificate that proves these addresses, and what a server shows of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "receiver.example")])
    proved = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(one)) for one in addresses])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(proved, critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    shown, whole = folder / "certificate.pem", folder / "server.pem"
    shown.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    whole.write_bytes(
        shown.read_bytes()
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return shown, context


def test_an_event_goes_over_tls_to_a_certificate_that_is_trusted(tmp_path: Path) -> None:
    certificate, server = make_certificate(tmp_path, "127.0.0.1")
    with receiver(tls=server) as (url, heard):
        trusting = ssl.create_default_context(cafile=certificate)
        assert deliver_event(endpoint(url), "msg_1", BODY, NOW, trusting) == ""
    assert [body for _, body in heard] == [BODY]


@pytest.mark.parametrize(
    ("proved", "trusted"), [("127.0.0.1", False), ("192.0.2.1", True)], ids=["untrusted", "another's"]
)
def test_whoever_does_not_prove_the_name_is_sent_nothing(tmp_path: Path, proved: str, trusted: bool) -> None:
    certificate, server = make_certificate(tmp_path, proved)
    context = ssl.create_default_context(cafile=certificate if trusted else None)
    with receiver(tls=server) as (url, heard):
        assert deliver_event(endpoint(url), "msg_1", BODY, NOW, context) == "SSLCertVerificationError"
    assert heard == []


def test_of_several_addresses_the_first_that_answers_is_used() -> None:
    with receiver() as (url, _):
        port = int(url.rsplit(":", 1)[1].partition("/")[0])
        line = PinnedConnection("board.example", port, ["127.0.0.2", "127.0.0.1"], None)
        line.connect()
        assert line.sock.getpeername() == ("127.0.0.1", port)
        line.close()


@pytest.mark.parametrize(("status", "said"), [(500, "500"), (410, "410"), (302, "302")])
def test_whatever_is_no_success_is_said(status: int, said: str) -> None:
    with receiver(status, "http://127.0.0.1:1/elsewhere") as (url, heard):
        assert deliver_event(endpoint(url), "msg_1", BODY, NOW) == said
    assert len(heard) == 1  # no redirect is followed


def test_a_receiver_that_is_away_is_said_to_be() -> None:
    assert deliver_event(endpoint("http://127.0.0.1:1/"), "msg_1", BODY, NOW) == "ConnectionRefusedError"


def test_what_only_this_machine_can_reach_gets_nothing_unless_it_is_configured() -> None:
    with receiver() as (url, heard):
        said = deliver_event(endpoint(url, private=False), "msg_1", BODY, NOW)
    assert (said, heard) == ("ForbiddenAddress", [])


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "fe80::1%eth0", "fd00::1",
     "::ffff:10.0.0.1", "0.0.0.0", "224.0.0.1"],
)  # fmt: skip
def test_no_address_of_ours_is_called(address: str) -> None:
    with pytest.raises(ForbiddenAddress):
        list_addresses("a.example", 443, private=False, look_up=lambda *_: ["8.8.8.8", address])


def test_a_private_receiver_is_called_where_the_file_says_so() -> None:
    assert list_addresses("a.example", 443, private=True, look_up=lambda *_: ["10.1.2.3"]) == ["10.1.2.3"]


def test_the_file_of_endpoints_is_read_with_its_secrets(tmp_path: Any) -> None:
    secret = draw_secret()
    (tmp_path / "w.yaml").write_text(
        "endpoints:\n  board:\n    url: https://board.example/in\n    signing: [$BOARD]\n    events: [cases.late]\n"
    )
    (one,) = read_webhook_endpoints(tmp_path / "w.yaml", {"BOARD": secret}).values()
    assert one.signing == (secret,)
    assert secret not in repr(one)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("url: http://board.example/", "https only"),
        ("url: https://me:secret@board.example/", "without a name"),
        ("signing: [whsec_short]", "whsec_"),
        ("signing: [$NOT_SET]", "is not set"),
        ("signing: []", "secrets are expected"),
        ("events: [everything]", "Invalid enum value"),
        ("retries: 3", "unknown field"),
    ],
)
def test_a_mistake_in_the_file_is_said_with_its_place(line: str, wrong: str, tmp_path: Any) -> None:
    said = {"url": "https://board.example/", "signing": f"[{draw_secret()}]", "events": "[cases.late]"}
    said |= dict([line.split(": ", 1)])
    body = "".join(f"    {key}: {value}\n" for key, value in said.items())
    (tmp_path / "w.yaml").write_text(f"endpoints:\n  board:\n{body}")
    with pytest.raises(BadWebhookEndpoint, match=wrong):
        read_webhook_endpoints(tmp_path / "w.yaml", {})


@pytest.mark.parametrize(
    ("name", "said"), [("none.yaml", "There is no such file"), ("", "It is a folder, not a file")]
)
def test_a_file_that_is_not_there_is_said_in_plain_words(tmp_path, monkeypatch, capsys, name, said):
    monkeypatch.setenv("TOCSIN_WEBHOOKS", str(tmp_path / name))
    assert run_cli(["webhook", "list"]) == 66
    assert capsys.readouterr().err == f"tocsin: {tmp_path / name}: {said}\n"
