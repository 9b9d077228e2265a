"""What proves an origin, and what forgers try in its place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from publicsuffixlist import PublicSuffixList

from tests.message.mails import RECEIVED, html, results, sent, several, text
from tests.message.rsa import Key, make
from tocsin.message.eml import read_eml
from tocsin.message.mail_authentication import is_aligned
from tocsin.message.model import DkimSignature, Message

HOST = "mx.boite.example"
DAY = date(2025, 3, 4)
GENUINE = "l'Assurance Maladie <assurance-maladie@info.ameli.fr>"
PASS = "dkim=pass header.d=info.ameli.fr"


def received(above: str, sender: str = GENUINE, trust_host: str = HOST) -> tuple[DkimSignature, ...]:
    source = sent(text("Bonjour"), sender=sender, subject="s", above=above)
    return read_eml(source, received=DAY, trust_host=trust_host).signatures


def proved(domain: str = "info.ameli.fr", ok: bool = True) -> tuple[DkimSignature, ...]:
    return (DkimSignature(domain, ok, HOST),)


class TestTheWordOfATrustedHost:
    def test_it_counts_above_its_own_received_line(self) -> None:
        assert received(results(PASS) + RECEIVED) == proved()

    def test_its_name_is_compared_without_capitals(self) -> None:
        assert received(results(PASS, "MX.Boite.Example") + RECEIVED) == proved()

    @pytest.mark.parametrize(
        "line",
        [
            "dkim=fail header.d=info.ameli.fr",
            "dkim=none",
            "spf=pass smtp.mailfrom=info.ameli.fr",
            "dmarc=pass header.from=info.ameli.fr",
            "none",
            "",
            'spf=pass smtp.mailfrom="x; dkim=pass header.d=info.ameli.fr"',
            "spf=pass (sent; dkim=pass header.d=info.ameli.fr)",
            "spf=fail (oops; dkim=pass header.d=info.ameli.fr",
            'spf=fail reason="oops; dkim=pass header.d=info.ameli.fr',
            "dkim=pass",
            "x-dkim=pass header.d=info.ameli.fr",
        ],
    )
    def test_only_a_signature_that_passed_counts(self, line: str) -> None:
        assert received(results(line) + RECEIVED) == ()

    @pytest.mark.parametrize(
        "line",
        [
            "dkim=pass (2048-bit key; secure) header.d=info.ameli.fr header.i=@info.ameli.fr",
            "spf=pass smtp.mailfrom=x.example; dkim=pass header.d=info.ameli.fr; dmarc=pass",
            "dkim=pass header.i=@info.ameli.fr",
            "dkim=pass reason=\"good; really\" header.d=INFO.ameli.fr",
            "DKIM=PASS header.d=info.ameli.fr",
            "dkim/1=pass header.d=info.ameli.fr",
        ],
    )  # fmt: skip
    def test_it_is_understood_as_hosts_write_it(self, line: str) -> None:
        assert received(results(line) + RECEIVED) == proved()

    def test_a_signature_of_somebody_else_is_said_not_to_be_the_senders(self) -> None:
        assert received(results("dkim=pass header.d=envoi.example") + RECEIVED) == proved(
            "envoi.example", ok=False
        )

    def test_two_signatures_are_two(self) -> None:
        line = f"{PASS}; dkim=pass header.d=envoi.example"
        assert received(results(line) + RECEIVED) == proved() + proved("envoi.example", ok=False)

    @pytest.mark.parametrize("result", ["fail", "permerror", "FAIL", "PermError"])
    def test_a_failed_policy_overrules_a_signature(self, result: str) -> None:
        line = results(f"{PASS}; dmarc={result} header.from=info.ameli.fr")
        source = sent(text("x"), sender=GENUINE, subject="s", above=line + RECEIVED)
        message = read_eml(source, trust_host=HOST)
        assert message.signatures == ()
        assert message.defects == ("authentication: the trusted host says that DMARC failed",)

    @pytest.mark.parametrize("result", ["pass", "none", "temperror", "bestguesspass"])
    def test_a_policy_that_did_not_fail_leaves_the_signature_as_it_is(self, result: str) -> None:
        assert received(results(f"{PASS}; dmarc={result}") + RECEIVED) == proved()

    def test_it_counts_in_a_message_that_never_travelled(self) -> None:
        """Handed over by the host itself, which has to take such lines of others out first."""
        assert received(results(PASS)) == proved()


class TestForgedResults:
    def test_below_the_hosts_received_line(self) -> None:
        assert received(RECEIVED + results(PASS)) == ()

    def test_below_it_with_a_received_line_of_their_own(self) -> None:
        assert received(RECEIVED + results(PASS) + RECEIVED) == ()

    def test_in_another_hosts_name(self) -> None:
        assert received(results(PASS, "mx.autre.example") + RECEIVED) == ()

    @pytest.mark.parametrize("host", ["xmx.boite.example", "mx.boite.example.evil.example", "boite.example"])
    def test_in_a_name_that_looks_like_the_hosts(self, host: str) -> None:
        assert received(results(PASS, host) + RECEIVED) == ()

    def test_in_a_message_that_travelled_and_never_reached_the_host(self) -> None:
        assert received(results(PASS) + RECEIVED.replace(HOST, "localhost")) == ()

    def test_with_no_host_trusted(self) -> None:
        assert received(results(PASS) + RECEIVED, trust_host="") == ()
        assert received(results(PASS) + RECEIVED, trust_host="  ") == ()

    def test_under_the_hosts_own_line_of_failure(self) -> None:
        """The topmost line is the host's; a second one is ignored, whatever it says."""
        assert received(results("dkim=fail") + results(PASS) + RECEIVED) == ()

    def test_in_a_message_that_another_house_received(self) -> None:
        elsewhere = RECEIVED.replace(HOST, "mx.autre-maison.example")
        assert received(elsewhere + results(PASS) + RECEIVED) == ()

    @pytest.mark.parametrize(
        "inner", ["store3.boite.example", "localhost", "10.0.0.7", "[10.0.0.7]", "mail.local"]
    )
    def test_but_a_later_hop_inside_the_house_changes_nothing(self, inner: str) -> None:
        assert received(RECEIVED.replace(HOST, inner) + results(PASS) + RECEIVED) == proved()

    def test_through_a_received_line_that_cannot_be_read(self) -> None:
        assert received(f"Received: from (x by {HOST}\n" + results(PASS) + RECEIVED) == ()

    def test_for_two_senders_at_once(self) -> None:
        assert received(results(PASS) + RECEIVED, sender=f"{GENUINE}, x@evil.example") == proved(ok=False)

    def test_for_a_sender_whose_name_holds_an_address(self) -> None:
        assert received(results(PASS) + RECEIVED, sender='"<a@info.ameli.fr>" <x@evil.example>') == proved(
            ok=False
        )


class TestAlignment:
    @pytest.mark.parametrize(
        ("author", "signer", "expected"),
        [
            ("ameli.fr", "ameli.fr", True),
            ("info.ameli.fr", "ameli.fr", True),
            ("ameli.fr", "info.ameli.fr", False),
            ("xameli.fr", "ameli.fr", False),
            ("ameli.fr.evil.example", "ameli.fr", False),
            ("ameli.fr", "fr", False),
            ("sante.gouv.fr", "gouv.fr", False),
            ("sante.gouv.fr", "sante.gouv.fr", True),
            ("", "", False),
            ("", "ameli.fr", False),
        ],
    )
    def test_it_goes_up_to_the_organisation_and_no_further(
        self, author: str, signer: str, expected: bool
    ) -> None:
        assert is_aligned(author, signer) is expected

    def test_no_suffix_of_two_labels_in_france_or_nearby_signs_for_those_below_it(self) -> None:
        rules = PublicSuffixList(only_icann=True)
        for suffix in (
            "gouv.fr",
            "asso.fr",
            "com.fr",
            "nom.fr",
            "prd.fr",
            "tm.fr",
            "avocat.fr",
            "co.uk",
            "com.mq",
        ):
            assert rules.publicsuffix(f"x.{suffix}") in (suffix, suffix.rpartition(".")[2])
            assert not is_aligned(f"x.{suffix}", suffix)


@pytest.fixture(scope="module")
def key() -> Key:
    """A key made for this run."""
    return make()


def signed(key: Key, source: bytes, domain: bytes = b"ameli.fr", **options: Any) -> bytes:
    import dkim

    return bytes(dkim.sign(source, b"s1", domain, key.private, **options)) + source


class TestASignatureVerifiedWithTheKeyGiven:
    NAME = "s1._domainkey.ameli.fr"

    def read(self, source: bytes, keys: Mapping[str, bytes], received: date = DAY) -> Message:
        return read_eml(source, received=received, dkim_keys=keys)

    @pytest.fixture
    def letter(self) -> bytes:
        return sent(
            several("alternative", text("Bonjour  \n\n"), html("<p>Bonjour")),
            sender=GENUINE,
            subject="Un mot",
        )

    @pytest.mark.parametrize(
        "form", [(b"relaxed", b"relaxed"), (b"relaxed", b"simple"), (b"simple", b"simple")]
    )
    def test_it_proves_the_origin(self, key: Key, letter: bytes, form: tuple[bytes, bytes]) -> None:
        message = self.read(signed(key, letter, canonicalize=form), {self.NAME: key.record})
        assert message.signatures == (DkimSignature("ameli.fr", True, "key"),)
        assert message.defects == ()

    def test_the_name_of_the_key_may_be_written_as_in_the_dns(self, key: Key, letter: bytes) -> None:
        assert self.read(signed(key, letter), {"S1._DomainKey.AMELI.fr.": key.record}).signatures

    def test_received_lines_added_on_the_way_change_nothing(self, key: Key, letter: bytes) -> None:
        assert self.read(
            RECEIVED.replace("\n", "\r\n").encode() + signed(key, letter), {self.NAME: key.record}
        ).signatures

    def test_without_its_key_nothing_is_said(self, key: Key, letter: bytes) -> None:
        for keys in ({}, {"s2._domainkey.ameli.fr": key.record}):
            message = self.read(signed(key, letter), keys)
            assert (message.signatures, message.defects) == ((), ())

    @pytest.mark.parametrize(
        ("was", "becomes"), [(b"Bonjour", b"Bonsoir"), (b"Un mot", b"Un rot"), (b"info.ameli", b"faux.ameli")]
    )
    def test_a_changed_word_breaks_it(self, key: Key, letter: bytes, was: bytes, becomes: bytes) -> None:
        message = self.read(signed(key, letter).replace(was, becomes), {self.NAME: key.record})
        assert (message.signatures, message.defects) == (
            (),
            ("dkim: the signature of ameli.fr does not verify",),
        )

    def test_anothers_signature_is_not_the_senders(self, key: Key, letter: bytes) -> None:
        source = signed(key, letter, domain=b"evil.example")
        message = self.read(source, {"s1._domainkey.evil.example": key.record})
        assert message.signatures == (DkimSignature("evil.example", False, "key"),)

    def test_a_body_left_open_at_its_end_proves_nothing(self, key: Key, letter: bytes) -> None:
        message = self.read(signed(key, letter, length=True) + b"Votre IBAN ?", {self.NAME: key.record})
        assert (message.signatures, message.defects) == (
            (),
            ("dkim: the signature of ameli.fr leaves the end of the body open",),
        )

    @pytest.mark.parametrize("left_out", ["subject", "content-type"])
    def test_what_is_shown_must_be_covered(self, key: Key, letter: bytes, left_out: str) -> None:
        names = [n.encode() for n in ("from", "to", "subject", "date", "content-type") if n != left_out]
        message = self.read(signed(key, letter, include_headers=names), {self.NAME: key.record})
        assert message.defects == (f"dkim: the signature of ameli.fr does not cover {left_out}",)

    @pytest.mark.parametrize(
        "added", [b"Subject: Urgent\r\n", b"From: x@evil.example\r\n", b"Content-Type: text/html\r\n"]
    )
    def test_a_second_header_above_the_signed_one_proves_nothing(
        self, key: Key, letter: bytes, added: bytes
    ) -> None:
        message = self.read(added + signed(key, letter), {self.NAME: key.record})
        assert message.signatures == ()

    def test_an_old_hash_proves_nothing(self, key: Key, letter: bytes) -> None:
        source = signed(key, letter, signature_algorithm=b"rsa-sha1")
        assert self.read(source, {self.NAME: key.record}).defects == (
            "dkim: the signature of ameli.fr uses SHA-1",
        )

    def test_its_expiry_counts_on_the_day_of_reception_not_today(self, key: Key, letter: bytes) -> None:
        """Signed in 2020 for a week; checked years later, as of the day it came."""
        import dkim

        old = dkim.DKIM(letter)
        fields = {b"t": b"1583280000", b"x": b"1583884800"}
        source = _with_tags(old, key, fields) + letter
        assert self.read(source, {self.NAME: key.record}, date(2020, 3, 5)).signatures
        late = self.read(source, {self.NAME: key.record}, date(2020, 4, 1))
        assert late.defects == ("dkim: the signature of ameli.fr had expired",)

    @pytest.mark.parametrize(
        "record",
        [
            b"",
            b"v=DKIM1; p=",
            b"v=DKIM1; p=AAAA",
            b"p=%%%",
            b"\xff",
            b"k=ed25519; p=AAAA",
            b"v=DKIM2; p=AAAA",
        ],
    )
    def test_a_broken_key_proves_nothing(self, key: Key, letter: bytes, record: bytes) -> None:
        assert self.read(signed(key, letter), {self.NAME: record}).signatures == ()

    @pytest.mark.parametrize(
        "line",
        [
            b"DKIM-Signature: ",
            b"DKIM-Signature: v=1; d=ameli.fr; s=s1",
            b"DKIM-Signature: v=1; a=x; d=ameli.fr; s=s1; h=from:subject:content-type; b=; bh=",
            b"DKIM-Signature: v=1; a=rsa-sha256; x=a; d=ameli.fr; s=s1; h=from:subject:content-type; b=; bh=",
            b"DKIM-Signature: =; ;=; v=1; d=ameli.fr; s=s1; h=::::; b=AAAA; bh=AAAA; a=rsa-sha256",
            b"DKIM-Signature: v=1; d=ameli.fr; s=s1;" + b" " * 5000,
        ],
    )
    def test_a_broken_signature_proves_nothing(self, key: Key, letter: bytes, line: bytes) -> None:
        assert self.read(line + b"\r\n" + letter, {self.NAME: key.record}).signatures == ()

    def test_a_message_cut_at_its_bound_is_not_checked(self, key: Key, letter: bytes) -> None:
        source = signed(key, letter) + b"\r\n" * 5_000_000
        assert self.read(source, {self.NAME: key.record}).signatures == ()

    def test_nobody_is_asked_over_the_network(
        self, key: Key, letter: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import socket

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("the network was asked")

        monkeypatch.setattr(socket, "socket", refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        assert self.read(signed(key, letter), {self.NAME: key.record}).signatures
        assert not self.read(signed(key, letter), {"other._domainkey.ameli.fr": key.record}).signatures


def _with_tags(signer: Any, key: Key, tags: Mapping[bytes, bytes]) -> bytes:
    """Sign with a time and an expiry, which dkimpy does not offer."""
    import dkim

    original = signer.gen_header

    def with_tags(fields: list[tuple[bytes, bytes]], *rest: Any, **named: Any) -> bytes:
        place = next(i for i, (name, _) in enumerate(fields) if name == b"bh")
        kept = [pair for pair in fields if pair[0] != b"t"]
        fields[:] = kept[:place] + list(tags.items()) + kept[place:]
        return bytes(original(fields, *rest, **named))

    signer.gen_header = with_tags
    assert dkim.DKIM
    return bytes(signer.sign(b"s1", b"ameli.fr", key.private))
