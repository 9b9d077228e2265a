"""An e-mail is read as the person who receives it sees it."""

from datetime import date
from pathlib import Path

import pytest

from tocsin.message.eml import UndatedError, parse_header_day, read_eml
from tocsin.message.model import Attachment, Message

from .mails import FOLDER, FRAUD_TEXT, attached, file, html, mail, sent, several, stories, text

DAY = date(2025, 3, 4)


def story(name: str, trust_host: str = "") -> Message:
    return read_eml((FOLDER / name).read_bytes(), trust_host=trust_host)


def passages(message: Message, kind: str) -> list[str]:
    return [message.text[p.start : p.end] for p in message.passages if p.kind == kind]


def test_the_files_are_those_that_the_builder_writes() -> None:
    assert {path.name: path.read_bytes() for path in Path(FOLDER).glob("*.eml")} == stories()


class TestARefundThatIsPhishing:
    """HTML with a picture for a sender, a link under another address, and words that nobody sees."""

    message = story("refund.eml")

    def test_it_shows_what_a_reader_sees(self) -> None:
        assert self.message.text == (
            "l'Assurance Maladie\n\nBonjour,\n\nUn remboursement de 234,50\u00a0€ est en attente.\n\n"
            "Rendez-vous sur https://www.ameli.fr\n\nUne question\u00a0? 08 99 00 12 34"
        )

    def test_it_keeps_apart_what_a_reader_cannot_see(self) -> None:
        hidden = self.message.hidden.split("\n")
        assert hidden == ["a8f3 conte de fées", "Rdv au jardin", "mots blancs"]

    def test_its_link_lies_under_another_address(self) -> None:
        (link,) = self.message.links
        assert link.href == "http://ameli-remboursement.example/rib"
        assert self.message.text[link.start : link.end] == "https://www.ameli.fr"

    def test_its_sender_and_subject_are_decoded(self) -> None:
        assert self.message.sender == "l'Assurance Maladie <remboursement@ameli-remboursement.example>"
        assert self.message.subject == "Vôtre remboursement"

    def test_its_day_is_the_receiving_servers(self) -> None:
        assert self.message.received == DAY

    def test_the_picture_inside_is_no_attachment(self) -> None:
        assert self.message.attachments == ()

    def test_nothing_proves_its_origin(self) -> None:
        assert self.message.signatures == ()


class TestAMessageThatAWorriedPersonForwards:
    def test_inline_it_is_told_apart_from_the_question(self) -> None:
        message = story("forwarded-inline.eml")
        (forwarded,) = passages(message, "forwarded")
        assert forwarded.startswith("-----Message d'origine-----\nDe : Assurance Maladie")
        assert forwarded.endswith(FRAUD_TEXT)
        assert message.text.startswith("Bonjour, est-ce vrai ?")

    def test_attached_it_is_read_too_under_its_own_headers(self) -> None:
        message = story("forwarded-attached.eml")
        (forwarded,) = passages(message, "forwarded")
        assert forwarded == (
            f"De : Assurance Maladie <service@carte-vitale.example>\nObjet : Carte expirée\n\n{FRAUD_TEXT}"
        )
        assert message.text == f"Bonjour, est-ce vrai ? Claire\n\n{forwarded}"
        assert message.sender == "Claire Martin <claire.martin@boite.example>"

    def test_attached_inside_an_attached_one_it_is_one_passage(self) -> None:
        inner = sent(text("au fond"), sender="F <f@f.example>", subject="3")
        middle = sent(
            several("mixed", text("au milieu"), attached(inner)), sender="M <m@m.example>", subject="2"
        )
        message = read_eml(sent(attached(middle), sender="C <c@c.example>", subject="1"))
        assert len(message.passages) == 1
        assert "au milieu" in message.text
        assert "De : F <f@f.example>\nObjet : 3\n\nau fond" in message.text

    def test_its_links_keep_their_place(self) -> None:
        inner = sent(html('<a href="http://x.example">ici</a>'), sender="F <f@f.example>", subject="s")
        message = read_eml(
            sent(several("mixed", text("Voyez"), attached(inner)), sender="c@c.example", subject="")
        )
        (link,) = message.links
        assert message.text[link.start : link.end] == "ici"

    def test_in_base64_it_is_read_all_the_same(self) -> None:
        import base64

        inner = sent(text(FRAUD_TEXT), sender="F <f@f.example>", subject="s")
        part = mail(
            base64.encodebytes(inner), content_type="message/rfc822", content_transfer_encoding="base64"
        )
        assert FRAUD_TEXT in read_eml(sent(part, sender="c@c.example", subject="")).text

    def test_nobody_is_taken_at_their_word_for_an_answer(self) -> None:
        """In a source, all was written by others: a forger may write below quotations too."""
        body = "> Bonjour,\n> je vous écris\n\nje vois mon compte, c'est normal"
        assert not passages(read_eml(sent(text(body), sender="a@b.example", subject="")), "reply")


class TestAnHonestNotice:
    def test_its_signature_counts_when_the_host_is_trusted(self) -> None:
        (signature,) = story("genuine-notice.eml", "mx.boite.example").signatures
        assert (signature.domain, signature.aligned, signature.checked_by) == (
            "info.ameli.fr",
            True,
            "mx.boite.example",
        )

    def test_without_a_trusted_host_nothing_counts(self) -> None:
        assert story("genuine-notice.eml").signatures == ()

    def test_a_forged_line_below_the_hosts_own_does_not_count(self) -> None:
        assert story("forged-results.eml", "mx.boite.example").signatures == ()


class TestAttachments:
    def test_they_are_listed_by_name_and_type_and_never_opened(self) -> None:
        message = story("attachments.eml")
        assert message.attachments == (
            Attachment("formulaire.pdf", "application/pdf"),
            Attachment("dossier.zip", "application/zip"),
        )
        assert message.text == "Ouvrez la pièce jointe."

    def test_an_attached_page_is_not_shown(self) -> None:
        page = mail(
            "<p>caché</p>", content_type="text/html", content_disposition='attachment; filename="a.html"'
        )
        message = read_eml(sent(several("mixed", text("vu"), page), sender="a@b.example", subject=""))
        assert message.text == "vu"
        assert message.attachments == (Attachment("a.html", "text/html"),)

    def test_a_name_in_another_alphabet_or_in_pieces_is_joined(self) -> None:
        part = mail(
            "x",
            content_type="application/pdf",
            content_disposition="attachment; filename*0*=utf-8''re%C3%A7u; filename*1=.pdf",
        )
        assert read_eml(sent(part, sender="a@b.example", subject="")).attachments[0].name == "reçu.pdf"

    def test_a_detached_signature_is_none(self) -> None:
        signature = mail("x", content_type="application/pkcs7-signature; name=smime.p7s")
        message = read_eml(sent(several("signed", text("vu"), signature), sender="a@b.example", subject=""))
        assert message.attachments == ()

    def test_a_picture_to_open_is_one(self) -> None:
        message = read_eml(
            sent(several("mixed", text("vu"), file("scan.png", "image/png")), sender="a", subject="")
        )
        assert message.attachments == (Attachment("scan.png", "image/png"),)


class TestAlternatives:
    def alternative(self, plain: str, markup: str, *, first: str = "plain") -> Message:
        parts = [text(plain), html(markup)]
        ordered = parts if first == "plain" else parts[::-1]
        return read_eml(sent(several("alternative", *ordered), sender="A <a@b.example>", subject=""))

    @pytest.mark.parametrize("first", ["plain", "html"])
    def test_a_reader_sees_the_html(self, first: str) -> None:
        message = self.alternative(
            "Votre carte est prête", "<p>Votre carte <b>est prête</b></p>", first=first
        )
        assert (message.text, message.defects) == ("Votre carte est prête", ())

    def test_another_story_in_the_plain_text_is_named_and_kept_apart(self) -> None:
        tale = "Il était une fois un petit chaperon rouge"
        message = self.alternative(tale, "<p>Payez 1,95 euro</p>")
        assert message.text == "Payez 1,95 euro"
        assert message.hidden == tale
        assert message.defects == ("alternatives: the plain text and the HTML differ",)

    def test_a_line_that_sends_to_the_html_is_no_other_story(self) -> None:
        assert self.alternative("Lisez en HTML", "<p>Payez</p>").defects == ()

    def test_html_beside_pictures_is_still_the_best(self) -> None:
        rich = several("related", html("<p>riche</p>"), boundary="=_r")
        message = read_eml(
            sent(several("alternative", text("pauvre"), rich), sender="a@b.example", subject="")
        )
        assert message.text == "riche"

    def test_without_html_the_text_is_shown(self) -> None:
        calendar = mail("BEGIN:VCALENDAR", content_type="text/calendar")
        message = read_eml(
            sent(several("alternative", text("vu"), calendar), sender="a@b.example", subject="")
        )
        assert message.text == "vu"


class TestCharsets:
    def test_a_lying_charset_is_corrected_and_named(self) -> None:
        message = story("lying-charset.eml")
        assert message.text == "Votre carte a expiré"
        assert "charset: us-ascii declared, read as utf-8" in message.defects

    def test_headers_in_eight_bits_are_read(self) -> None:
        message = story("lying-charset.eml")
        assert (message.sender, message.subject) == ("Assurance Maladié <a@b.example>", "Pièce demandée")

    @pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "iso-8859-15", "utf-16", "utf-8"])
    def test_an_honest_one_is_followed(self, charset: str) -> None:
        message = read_eml(sent(text("expiré à 0,95", charset), sender="a@b.example", subject=""))
        assert (message.text, message.defects) == ("expiré à 0,95", ())

    def test_one_broken_byte_does_not_garble_the_rest(self) -> None:
        body = "éàè".encode() + b"\xff" + "ùç".encode()
        message = read_eml(sent(mail(body, content_type="text/plain; charset=utf-8"), sender="a", subject=""))
        assert message.text == "éàè\ufffdùç"

    @pytest.mark.parametrize(
        "charset", ["punycode", "idna", "unicode_escape", "rot13", "x" * 500, "../../etc", ""]
    )
    def test_a_strange_one_is_never_tried(self, charset: str) -> None:
        body = mail("expiré \\x41", content_type=f'text/plain; charset="{charset}"')
        assert read_eml(sent(body, sender="a@b.example", subject="")).text == "expiré \\x41"

    def test_half_characters_never_come_out(self) -> None:
        body = mail(b"a+2AA-\xc3\xa9", content_type="text/plain; charset=utf-7")
        read_eml(sent(body, sender="a@b.example", subject="")).text.encode()


class TestTheDay:
    RECEIVED = b"Received: from a.example by b.example; Mon, 3 Mar 2025 23:59:59 +0100\n"
    SENT = b"Date: Sat, 1 Feb 2020 00:00:01 +0000\n"

    def test_it_is_the_one_given(self) -> None:
        assert read_eml(self.RECEIVED + b"\n", received=DAY).received == DAY

    def test_or_that_of_the_topmost_received_line(self) -> None:
        older = self.RECEIVED.replace(b"2025", b"2019")
        assert read_eml(self.RECEIVED + older + self.SENT + b"\n").received == date(2025, 3, 3)

    def test_or_that_of_the_date_line(self) -> None:
        assert read_eml(self.SENT + b"\n").received == date(2020, 2, 1)

    def test_or_today(self) -> None:
        message = read_eml(b"From: a@b.example\n\nx", today=DAY)
        assert (message.received, message.defects) == (DAY, ("date: none that can be read",))

    def test_never_after_today(self) -> None:
        message = read_eml(b"From: a@b.example\nDate: 1 Jan 2099 00:00 +0000\n\nx", today=DAY)
        assert (message.received, message.defects) == (DAY, ("date: after today",))

    def test_where_nobody_says_it_is_asked_for(self) -> None:
        with pytest.raises(UndatedError, match="no day"):
            read_eml(b"From: a@b.example\n\nx")

    @pytest.mark.parametrize(
        "written",
        [
            "4 Mar 2025",
            "Tue, 04 Mar 25 10:00",
            "from a by b (c; d); Tue, 4 Mar 2025 10:00:00 -0800 (PST)",
            "4-Mar-2025",
        ],
    )
    def test_it_is_read_as_its_clock_had_it(self, written: str) -> None:
        assert parse_header_day(written.encode()) == DAY

    @pytest.mark.parametrize(
        "written", ["", "demain", "32 Mar 2025", "4 Mars", "0 Jan 0", "4 Mar 20255", "² Mar 2025"]
    )
    def test_what_is_no_day_is_none(self, written: str) -> None:
        assert parse_header_day(written.encode()) is None


class TestTheSender:
    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("CPAM <a@b.example>", "CPAM <a@b.example>"),
            ("a@b.example", "a@b.example"),
            ("<a@b.example>", "a@b.example"),
            ('"CPAM, Paris" <a@b.example>', "CPAM, Paris <a@b.example>"),
            ("CPAM, Paris <a@b.example>", "CPAM, Paris <a@b.example>"),
            ('"dit \\"CPAM\\"" <a@b.example>', 'dit "CPAM" <a@b.example>'),
            ("=?utf-8?q?x_=3Cx=40ameli=2Efr=3E?= <a@b.example>", "x <x@ameli.fr> <a@b.example>"),
            ("CPAM ( <a@b.example>", "CPAM ( <a@b.example>"),
            ("CPAM (service) <a@b.example>", "CPAM <a@b.example>"),
            ("CPAM\r\n\t<a@b.example>", "CPAM <a@b.example>"),
            ("CPAM", "CPAM"),
            ("", ""),
        ],
    )  # fmt: skip
    def test_it_is_shown_as_a_mail_program_shows_it(self, written: str, shown: str) -> None:
        assert read_eml(f"From: {written}\r\n\r\nx".encode(), received=DAY).sender == shown

    @pytest.mark.parametrize(
        "headers", ["", "From: a@b.example\nFrom: c@d.example\n", "From: a@b.example, c@d.example\n"]
    )
    def test_none_or_more_than_one_is_a_defect(self, headers: str) -> None:
        assert "sender: none, or more than one" in read_eml(f"{headers}\nx".encode(), received=DAY).defects


class TestSourcesAsTheyAreSaved:
    def test_the_envelope_line_of_an_mbox_is_passed_over(self) -> None:
        assert read_eml(
            b"From a@b.example Tue Mar  4 10:00:00 2025\nFrom: C <c@d.example>\n\nx", received=DAY
        ).sender

    def test_a_byte_order_mark_and_empty_lines_before_are_too(self) -> None:
        assert read_eml(b"\xef\xbb\xbf\r\n\r\nSubject: s\r\n\r\nx", received=DAY).subject == "s"

    def test_a_body_without_an_empty_line_before_it_is_read(self) -> None:
        assert read_eml(b"Subject: s\nBonjour a tous\n", received=DAY).text == "Bonjour a tous\n"

    def test_line_ends_are_one_kind(self) -> None:
        assert read_eml(b"Subject: s\r\n\r\na\r\nb", received=DAY).text == "a\nb"

    def test_a_missing_closing_boundary_loses_nothing(self) -> None:
        source = sent(several("mixed", text("un"), text("deux")), sender="a@b.example", subject="")
        assert read_eml(source[: source.rindex(b"--=_limite_1--")]).text == "un\n\ndeux\n"

    def test_a_multipart_without_its_boundary_is_shown_as_text(self) -> None:
        assert "Bonjour" in read_eml(b"Content-Type: multipart/mixed\n\nBonjour", received=DAY).text

    def test_what_stands_around_the_parts_is_not_shown(self) -> None:
        source = several("mixed", text("vu")).replace(
            b"\r\n--=_limite_1\r\n", b"\r\npreambule\r\n--=_limite_1\r\n", 1
        )
        assert read_eml(source + b"epilogue", received=DAY).text == "vu"
