"""Headers are split, unfolded and decoded from raw bytes, whatever those are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.message.bounds import HEADER_BYTES, HEADERS
from tocsin.message.charset import decode_bytes
from tocsin.message.mail_headers import (
    decode_header_text,
    decode_lenient_base64,
    parse_mailboxes,
    parse_parameters,
    split_headers,
    split_outside_quotes,
)

# Bytes that headers are made of, so that chance meets structure.
SHARDS = st.lists(
    st.sampled_from(
        [b"From", b":", b" ", b"\r\n", b"\n", b"\t", b"=?utf-8?q?", b"=?x?b?", b"?=", b"=C3", b"=", b";"]
    )
    | st.sampled_from(
        [b'"', b"(", b")", b"\\", b"<", b">", b"@", b",", b"*0*", b"''", b"%C3", b"\xc3\xa9", b"\xff"]
    )
    | st.binary(max_size=4)
).map(b"".join)


class TestSplitting:
    def test_names_are_lower_case_and_values_unfolded(self) -> None:
        block = split_headers(b"Subject: un\r\n deux\r\nX-Y:z\r\n\r\ncorps")
        assert [tuple(header) for header in block.headers] == [("subject", b"un deux"), ("x-y", b"z")]
        assert block.body == len(b"Subject: un\r\n deux\r\nX-Y:z\r\n\r\n")

    def test_their_order_is_kept_for_who_stands_above_whom(self) -> None:
        block = split_headers(b"A: 1\nB: 2\nA: 3\n\n")
        assert [header.name for header in block.headers] == ["a", "b", "a"]
        assert (block.all_values("a"), block.first_value("a"), block.first_value("c")) == (
            [b"1", b"3"],
            b"1",
            b"",
        )

    def test_a_line_that_is_no_header_begins_the_body(self) -> None:
        source = b"A: 1\nBonjour Madame\nB: 2\n\n"
        assert source[split_headers(source).body :] == b"Bonjour Madame\nB: 2\n\n"

    def test_a_long_header_is_cut_and_named(self) -> None:
        block = split_headers(b"A: " + b"x" * 2 * HEADER_BYTES + b"\nB: 2\n\n")
        assert len(block.first_value("a")) < HEADER_BYTES
        assert block.first_value("b") == b"2"
        assert block.defects == (f"header: cut at {HEADER_BYTES} bytes",)

    def test_a_bomb_of_headers_is_cut_and_the_body_found(self) -> None:
        source = b"A: 1\n" * 100_000 + b"\ncorps"
        block = split_headers(source)
        assert len(block.headers) == HEADERS
        assert source[block.body :] == b"corps"
        assert block.defects == (f"headers: only the first {HEADERS} read",)

    @given(SHARDS)
    def test_it_never_raises_and_the_body_is_inside(self, source: bytes) -> None:
        block = split_headers(source)
        assert 0 <= block.body <= len(source)
        assert all(header.name == header.name.lower() for header in block.headers)


class TestDecoding:
    @pytest.mark.parametrize(
        ("raw", "shown"),
        [
            (b"Bonjour", "Bonjour"),
            (b"=?utf-8?q?carte_expir=C3=A9e?=", "carte expirée"),
            (b"=?UTF-8?B?Y2FydGU=?=", "carte"),
            (b"=?iso-8859-1?Q?expir=E9e?=", "expirée"),
            (b"=?utf-8*fr?q?r=C3=A9ponse?=", "réponse"),
            (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
            (b"=?utf-8?q?a?= et =?utf-8?q?b?=", "a et b"),
            (b"=?utf-8?b?w6k=?=\t=?utf-8?b?w6g=?=", "éè"),
            (b"=?utf-8?b?ww==?= =?utf-8?b?qQ==?=", "é"),
            (b"=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é"),
            (b"=?x-unknown?q?caf=C3=A9?=", "café"),
            (b"=?utf-8?q?ouvert", "=?utf-8?q?ouvert"),
            (b"caf\xc3\xa9", "café"),
            (b"caf\xe9", "café"),
            (b"a \x00 b", "a \x00 b"),
            (b"", ""),
        ],
    )
    def test_encoded_words_are_shown_as_words(self, raw: bytes, shown: str) -> None:
        assert decode_header_text(raw) == shown

    @given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=30))
    def test_what_the_standard_library_encodes_comes_back(self, words: str) -> None:
        from email.header import Header

        assert decode_header_text(Header(words, "utf-8").encode().encode()) == words

    @given(SHARDS)
    def test_it_never_raises_nor_gives_half_characters(self, raw: bytes) -> None:
        decode_header_text(raw).encode()

    @given(SHARDS)
    def test_structured_ones_never_raise_either(self, raw: bytes) -> None:
        main, given_ = parse_parameters(raw)
        assert main == main.lower()
        assert all(isinstance(value, str) for value in given_.values())
        for mailbox in parse_mailboxes(raw):
            mailbox.display_text.encode()
            assert mailbox.domain == mailbox.domain.lower()


class TestStructure:
    @pytest.mark.parametrize(
        ("raw", "main", "given_"),
        [
            (b"text/plain", "text/plain", {}),
            (b"TEXT/Plain; Charset=UTF-8", "text/plain", {"charset": "UTF-8"}),
            (b'text/plain; charset="utf-8" (comment; here)', "text/plain", {"charset": "utf-8"}),
            (b'm/x; boundary="a;b=c"', "m/x", {"boundary": "a;b=c"}),
            (b'm/x; boundary="open', "m/x", {"boundary": "open"}),
            (b"a/b; name*=utf-8''re%C3%A7u.pdf", "a/b", {"name": "reçu.pdf"}),
            (b"a/b; name*0*=iso-8859-1'fr're%E7; name*1=u", "a/b", {"name": "reçu"}),
            (b"a/b; name==?utf-8?q?re=C3=A7u?=", "a/b", {"name": "reçu"}),
            (b"text/html;", "text/html", {}),
            (b"base64 (as usual)", "base64", {}),
            (b"", "", {}),
        ],
    )
    def test_a_value_and_its_parameters(self, raw: bytes, main: str, given_: dict[str, str]) -> None:
        assert parse_parameters(raw) == (main, given_)

    def test_a_separator_inside_marks_does_not_separate(self) -> None:
        assert split_outside_quotes('a; "b;c" (d; (e;)) f; g', ";") == ["a", ' "b;c"  f', " g"]

    @pytest.mark.parametrize("text", ['a; "b', "a; (b", "a\\"])
    def test_a_mark_left_open_gives_nothing(self, text: str) -> None:
        assert split_outside_quotes(text, ";") == []

    def test_the_domain_is_that_of_the_address_not_of_the_name(self) -> None:
        (mailbox,) = parse_mailboxes(b'"no-reply@ameli.fr" <x@Evil.Example.>')
        assert mailbox.domain == "evil.example"


class TestBase64:
    @given(st.binary(max_size=200))
    def test_it_decodes_what_is_well_encoded(self, content: bytes) -> None:
        from base64 import b64encode, encodebytes

        assert (
            decode_lenient_base64(b64encode(content))
            == decode_lenient_base64(encodebytes(content))
            == content
        )

    @pytest.mark.parametrize(
        ("raw", "content"),
        [
            (b"Qm9u%%am91cg", b"Bonjour"),
            (b"Qm9u=am91cg==", b"Bonjour"),
            (b"Q", b""),
            (b"===", b""),
            (b"Qm\x00 9u", b"Bon"),
        ],
    )
    def test_it_is_as_lenient_as_mail_programs(self, raw: bytes, content: bytes) -> None:
        """One stray byte must not hide a part that people see."""
        assert decode_lenient_base64(raw) == content

    @given(st.binary())
    def test_it_never_raises(self, raw: bytes) -> None:
        decode_lenient_base64(raw)


class TestCharsets:
    @given(
        st.binary(),
        st.sampled_from(["utf-8", "latin1", "utf-16", "utf-7", "gb18030", "iso-2022-jp", "x", ""]),
    )
    def test_decoding_never_raises_nor_gives_half_characters(self, data: bytes, charset: str) -> None:
        decode_bytes(data, charset)[0].encode()

    def test_what_fits_is_used_and_the_lie_is_named(self) -> None:
        assert decode_bytes("é".encode(), "windows-1252") == (
            "é",
            "charset: windows-1252 declared, read as utf-8",
        )
        assert decode_bytes("é".encode("cp1252"), "utf-8") == ("é", "charset: utf-8 declared, read as cp1252")
        assert decode_bytes("é’".encode("cp1252"), "iso-8859-1") == ("é’", "")
        assert decode_bytes("é".encode("cp1252")) == ("é", "")
