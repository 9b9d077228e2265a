"""A charter as data at a well-known address: whoever takes it can check whose it is."""

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tocsin.charter.json_export import FORMAT, export_charter
from tocsin.charter.loading import load_charter
from tocsin.web import data_signing, well_known
from tocsin.web.query_params import institution_names

ROOT = "/.well-known/tocsin/"


def written(path: Path, key=None, mode: int = 0o600) -> Path:
    key = key or Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(mode)
    return path


@pytest.fixture
def signed(tmp_path, monkeypatch):
    """A site that has a key."""
    monkeypatch.setenv("TOCSIN_CHARTER_KEY", str(written(tmp_path / "charter.pem")))
    well_known.data_signer.cache_clear()
    yield
    well_known.data_signer.cache_clear()


@pytest.fixture
def unsigned(monkeypatch):
    """A site that has none."""
    monkeypatch.delenv("TOCSIN_CHARTER_KEY", raising=False)
    well_known.data_signer.cache_clear()
    yield
    well_known.data_signer.cache_clear()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# ---- the data


@pytest.mark.parametrize("name", institution_names())
def test_every_clause_is_in_it_with_its_dates_and_sources(name):
    charter = load_charter(name)
    data = json.loads(export_charter(charter))
    assert (data["format"], data["institution"], data["version"]) == (FORMAT, name, charter.version)
    assert [clause["id"] for clause in data["clauses"]] == [clause.id for clause in charter.clauses]
    for plain, clause in zip(data["clauses"], charter.clauses, strict=True):
        assert plain["wording"] == {
            "fr": clause.wording.fr,
            "en": clause.wording.en,
            **dict(clause.wording.others),
        }
        assert [source["url"] for source in plain["sources"]] == [source.url for source in clause.sources]
        assert set(plain["in_force"]) <= {"earliest_start", "latest_start", "earliest_end", "latest_end"}


def test_days_without_a_limit_are_null_and_the_words_of_recognition_are_left_out():
    text = export_charter(load_charter("assurance_maladie")).decode()
    assert "9999-12-31" not in text
    assert "0001-01-01" not in text
    assert '"lexicon"' not in text
    assert '"examples"' not in text


def test_it_is_the_same_bytes_every_time():
    assert export_charter(load_charter("dgfip")) == export_charter(load_charter("dgfip"))


# ---- the signature


def test_both_signatures_hold_under_the_key_that_is_published(visitor, signed):
    data = visitor.get(f"{ROOT}charter.json").content
    raw = visitor.get(f"{ROOT}charter.json.sig").content
    jws = visitor.get(f"{ROOT}charter.json.jws").content.decode().strip()
    (key,) = visitor.get(f"{ROOT}keys.json").json()["keys"]
    public = Ed25519PublicKey.from_public_bytes(decoded(key["x"]))
    public.verify(raw, data)
    head, empty, seal = jws.split(".")
    assert empty == ""
    assert json.loads(decoded(head)) == {"alg": "EdDSA", "kid": key["kid"], "b64": False, "crit": ["b64"]}
    public.verify(decoded(seal), head.encode() + b"." + data)


def test_a_charter_that_was_changed_does_not_hold(visitor, signed):
    data = visitor.get(f"{ROOT}charter.json").content
    raw = visitor.get(f"{ROOT}charter.json.sig").content
    (key,) = visitor.get(f"{ROOT}keys.json").json()["keys"]
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(decoded(key["x"])).verify(raw, data.replace(b"never", b"ever", 1))


def test_the_name_of_the_key_is_its_thumbprint(visitor, signed):
    (key,) = visitor.get(f"{ROOT}keys.json").json()["keys"]
    thumb = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": key["x"]}, separators=(",", ":")).encode()
    assert decoded(key["kid"]) == hashlib.sha256(thumb).digest()


def test_openssl_agrees(visitor, signed, tmp_path):
    for name in ("charter.json", "charter.json.sig", "key.pem"):
        (tmp_path / name).write_bytes(visitor.get(ROOT + name).content)
    done = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "charter.json",
         "-sigfile", "charter.json.sig"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert "Signature Verified Successfully" in done.stdout, done.stdout + done.stderr


def test_without_a_key_nothing_stands_in_for_a_signature(visitor, unsigned):
    assert visitor.get(f"{ROOT}charter.json").status_code == 200
    for name in ("charter.json.sig", "charter.json.jws", "keys.json", "key.pem"):
        found = visitor.get(ROOT + name)
        assert found.status_code == 404
        assert b"not signed" in found.content
    assert visitor.get(ROOT).json()["signed"] is False
    assert "n&#x27;a pas de clé" in visitor.get("/nos-contacts").content.decode().replace("'", "&#x27;")


def test_with_a_key_the_page_says_where_the_signature_is(visitor, signed):
    text = visitor.get("/en/how-we-contact-you").content.decode()
    for name in ("charter.json", "charter.json.sig", "charter.json.jws", "keys.json"):
        assert f'href="{ROOT}{name}"' in text
    assert visitor.get(ROOT).json()["signed"] is True


@pytest.mark.parametrize(
    "name", ["nobody.json", "charter.xml", "charter", "charter.json.sig.sig", ".json", "keys"]
)
def test_other_names_are_not_there(visitor, signed, name):
    assert visitor.get(ROOT + name).status_code == 404


def test_every_institution_has_its_file_and_the_index_lists_it(visitor, signed):
    for one in visitor.get(ROOT).json()["charters"]:
        data = visitor.get(one["data"])
        assert data.json()["institution"] == one["institution"]
        assert data.headers["Access-Control-Allow-Origin"] == "*"
        assert visitor.get(one["sig"]).status_code == 200


# ---- the key


def test_a_key_that_others_can_read_is_refused(tmp_path):
    with pytest.raises(data_signing.BadSigningKey, match="chmod 600"):
        data_signing.load_signer(written(tmp_path / "key.pem", mode=0o644))


def test_a_key_of_another_kind_is_refused(tmp_path):
    with pytest.raises(data_signing.BadSigningKey, match="another kind"):
        data_signing.load_signer(written(tmp_path / "key.pem", X25519PrivateKey.generate()))


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_what_is_no_key_is_refused_with_its_name(tmp_path, content):
    path = tmp_path / "key.pem"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(data_signing.BadSigningKey, match=r"key\.pem.*expected an Ed25519 private key"):
        data_signing.load_signer(path)


def test_a_key_that_is_not_there_is_said(tmp_path):
    with pytest.raises(data_signing.BadSigningKey, match="No such file"):
        data_signing.load_signer(tmp_path / "nowhere.pem")
