"""Passwords and answers go over a line that nobody reads: STARTTLS with a certificate that is checked."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.answering.mails import CAMILLE
from tests.answering.peers import post_office
from tocsin.answering.mail.submission import MailNotSent, SubmissionServer, parse_server_url


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of our own for ``localhost``, and the server's context with it."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, plain, none))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return folder / "cert.pem", context


class Door:
    """Lets one user in, and remembers what was said to it."""

    def __init__(self):
        self.tried = []

    def __call__(self, server, session, envelope, mechanism, data):
        self.tried.append((data.login, data.password))
        return AuthResult(success=data.password == b"secret", handled=False)


@pytest.fixture
def guarded(certificate):
    """A server that takes mail of one user, over TLS only."""
    door = Door()
    strict = {"require_starttls": True, "auth_required": True, "authenticator": door}
    with post_office(tls_context=certificate[1], **strict) as (post, port):
        yield post, door, f"localhost:{port}?ca={certificate[0]}"


def test_a_password_is_said_once_the_line_is_secret(guarded):
    post, door, place = guarded
    parse_server_url(f"smtp://verifier:secret@{place}").send("", CAMILLE, b"Subject: x\r\n\r\nx\r\n")

    assert door.tried == [(b"verifier", b"secret")]
    assert len(post.taken) == 1


def test_a_wrong_password_leaves_the_answer_here(guarded):
    post, _, place = guarded
    assert refused(parse_server_url(f"smtp://verifier:other@{place}")) == "login"
    assert post.taken == []


def refused(way):
    """Why an answer does not leave."""
    with pytest.raises(MailNotSent) as error:
        way.send("", CAMILLE, b"x")
    return error.value.reason


def test_a_certificate_that_nobody_vouches_for_gets_no_password(certificate):
    door = Door()
    with post_office(tls_context=certificate[1], require_starttls=True, authenticator=door) as (post, port):
        assert refused(parse_server_url(f"smtp://verifier:secret@localhost:{port}")) == "tls"

    assert (door.tried, post.taken) == ([], [])


def test_a_server_elsewhere_without_tls_gets_neither_password_nor_answer():
    """127.0.0.2 is not one of the names of this machine that need no TLS."""
    door = Door()
    with post_office(host="127.0.0.2", authenticator=door, auth_require_tls=False) as (post, port):
        assert refused(SubmissionServer("127.0.0.2", port, "verifier", "secret")) == "tls"

    assert (door.tried, post.taken) == ([], [])
