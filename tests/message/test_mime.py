"""The tree of parts, against the two libraries that could have read it, and where they could not."""

import base64
import email
import quopri
import random

import fast_mail_parser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.message.bounds import DEPTH, PARTS
from tocsin.message.mime import MimePart, MimeReader

from .mails import attached, file, html, mail, sent, several, stories, text

Leaf = tuple[str, bytes]


def tree(source: bytes) -> tuple[MimePart, MimeReader]:
    reading = MimeReader()
    return reading.read_part(source, 0, len(source)), reading


def leaves(source: bytes) -> list[Leaf]:
    root, reading = tree(source)

    def walk(part: MimePart) -> list[Leaf]:
        if part.children:
            return [leaf for child in part.children for leaf in walk(child)]
        return [(part.media, reading.decode_body(part))]

    return walk(root)


def leaves_of_the_standard_library(source: bytes) -> list[Leaf]:
    parts = email.message_from_bytes(source).walk()
    return [
        (part.get_content_type(), part.get_payload(decode=True)) for part in parts if not part.is_multipart()
    ]


def leaves_of_fast_mail_parser(source: bytes) -> list[Leaf]:
    parts = fast_mail_parser.walk(fast_mail_parser.parse_email_tree(source))
    return [(part.content_type, part.content) for part in parts if not part.children]


def meaning(found: list[Leaf]) -> list[Leaf]:
    """Readers differ on the last line break of a part, and on that alone."""
    return [(media, content.replace(b"\r\n", b"\n").rstrip(b"\n")) for media, content in found]


@pytest.mark.parametrize("name", stories())
def test_it_reads_our_stories_as_the_libraries_do(name: str) -> None:
    source = stories()[name]
    assert meaning(leaves(source)) == meaning(leaves_of_the_standard_library(source))
    assert meaning(leaves(source)) == meaning(leaves_of_fast_mail_parser(source))


@st.composite
def mails(draw: st.DrawFn, depth: int = 3) -> bytes:
    """Well-formed e-mails of any shape."""
    kinds = ["text", "html", "file"] + (["several", "attached"] * 2 if depth else [])
    match draw(st.sampled_from(kinds)):
        case "text":
            return text(draw(st.sampled_from(["Bonjour", "é" * 90, "a\n--x\nb", "fin.\n"])))
        case "html":
            return html("<p>é</p>")
        case "file":
            return file("a.bin", "application/octet-stream", draw(st.binary(max_size=90)))
        case "several":
            parts = draw(st.lists(mails(depth - 1), min_size=1, max_size=3))
            return several("mixed", *parts, boundary=f"=_{depth}")
        case _:
            return attached(sent(draw(mails(depth - 1)), sender="a@b.example", subject="s"))


@given(mails())
@settings(max_examples=60)
def test_it_reads_any_well_formed_mail_as_the_standard_library_does(part: bytes) -> None:
    source = sent(part, sender="a@b.example", subject="s")
    assert meaning(leaves(source)) == meaning(leaves_of_the_standard_library(source))


@given(mails(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_a_damaged_mail_never_raises(part: bytes, chance: random.Random) -> None:
    damaged = bytearray(sent(part, sender="a@b.example", subject="s"))
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(damaged))
        if chance.random() < 0.5:
            del damaged[place : place + chance.randrange(40)]
        else:
            damaged[place:place] = bytes(chance.randrange(256) for _ in range(3))
        damaged = damaged or bytearray(b"x")
    leaves(bytes(damaged))


class TestWhereTheLibrariesCannot:
    """Why this reader exists: each of these loses, or stalls, with one of them."""

    def test_one_stray_byte_in_base64_hides_nothing(self) -> None:
        source = b"Content-Transfer-Encoding: base64\n\nQm9u%am91cg=="
        assert leaves(source) == [("text/plain", b"Bonjour")]
        with pytest.raises(fast_mail_parser.DecodeError):
            leaves_of_fast_mail_parser(source)

    def test_who_stands_above_whom_is_known(self) -> None:
        raw = b"A: 1\nB: 2\nA: 3\n\n"
        assert [header.name for header in tree(raw)[0].block.headers] == ["a", "b", "a"]
        assert list(fast_mail_parser.parse_email(raw).headers) == ["A", "B"]

    def test_a_thousand_levels_are_cut_and_named(self) -> None:
        head = b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(1_000)
        )
        _, reading = tree(head + b"\nfond")
        assert list(reading.defects) == [f"depth: nothing read below level {DEPTH}"]


class TestBounds:
    def test_parts_beyond_the_bound_are_not_read(self) -> None:
        source = several("mixed", *[text("x")] * (2 * PARTS))
        assert len(leaves(source)) < PARTS
        assert list(tree(source)[1].defects) == [f"parts: only the first {PARTS} read"]

    def test_the_bound_is_on_the_whole_tree(self) -> None:
        branch = several("mixed", *[text("x")] * 60, boundary="=_2")
        assert len(leaves(several("mixed", *[branch] * 10))) <= PARTS

    def test_lines_that_only_look_like_boundaries_are_counted(self) -> None:
        source = b"Content-Type: multipart/mixed; boundary=a\n\n--a\n\nvu\n" + b"--ab\n" * 50_000
        assert list(tree(source)[1].defects) == ["parts: too many lines that look like boundaries"]

    @pytest.mark.parametrize("levels", [DEPTH - 1, DEPTH, DEPTH + 1, 5 * DEPTH])
    def test_depth_is_cut_at_its_bound(self, levels: int) -> None:
        source = text("au fond")
        for level in range(levels):
            source = several("mixed", source, boundary=f"={level}=")
        found = leaves(source)
        assert (found == [("text/plain", b"au fond")]) is (levels <= DEPTH)

    def test_messages_in_messages_are_too(self) -> None:
        source = b"Content-Type: message/rfc822\n\n" * 10_000 + b"\nfond"
        assert list(tree(source)[1].defects) == [f"depth: nothing read below level {DEPTH}"]

    def test_an_unknown_transfer_encoding_is_named(self) -> None:
        source = mail("x", content_transfer_encoding="x-uuencode")
        root, reading = tree(source)
        assert reading.decode_body(root) == b"x"
        assert list(reading.defects) == ["encoding: a transfer encoding is not known"]

    @pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "Quoted-Printable", "7bit"])
    def test_an_attached_message_is_read_in_whatever_encoding(self, encoding: str) -> None:
        """Forbidden by RFC 2046, 5.2.1, and written by mail programs all the same."""
        inner = mail("votre RIB, réglé = 5 €", content_type="text/plain", content_transfer_encoding="8bit")
        written = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(
            encoding.lower(), bytes
        )(inner)
        source = mail(written, content_type="message/rfc822", content_transfer_encoding=encoding)
        found = leaves(several("mixed", text("ci-joint"), source))
        assert found == [("text/plain", b"ci-joint"), ("text/plain", "votre RIB, réglé = 5 €".encode())]


class TestBoundaries:
    def test_one_that_begins_another_is_not_taken_for_it(self) -> None:
        inner = several("mixed", text("un"), boundary="a-b")
        assert [content for _, content in leaves(several("mixed", inner, text("deux"), boundary="a"))] == [
            b"un",
            b"deux",
        ]

    def test_one_in_the_middle_of_a_line_is_none(self) -> None:
        assert len(leaves(several("mixed", mail("x --a\r\ny"), boundary="a"))) == 1

    def test_spaces_after_it_are_allowed(self) -> None:
        source = several("mixed", text("un"), text("deux"), boundary="a").replace(b"--a\r\n", b"--a \t\r\n")
        assert len(leaves(source)) == 2
