"""The filter between two real mail servers: what the next one says is what the first one hears."""

import logging
import smtplib
from contextlib import contextmanager

import pytest

from tests.answering.mails import CAMILLE, FRAUD, TODAY, original
from tests.answering.peers import in_thread, relay
from tocsin.answering.mail.mail_listener import ListenAddress
from tocsin.answering.mail.smtp_proxy import serve_proxy
from tocsin.message.eml import read_eml
from tocsin.verdict.check import judge

SENDER = "service@ameli-sante.example"


def judged(raw):
    return judge(read_eml(raw, today=TODAY))


@contextmanager
def filtered(there, here, judges=judged):
    """The filter before a server; gives its handler, for its counts."""

    async def main(ready, stop):
        await serve_proxy(
            judges,
            ListenAddress(host="127.0.0.1", port=here),
            ListenAddress(host="127.0.0.1", port=there),
            stop,
            ready,
        )

    with in_thread(main) as given:
        yield given[0]


@pytest.fixture
def filter_port(office, free_port):
    with filtered(office[1], free_port):
        yield free_port


def line(port):
    session = smtplib.SMTP("127.0.0.1", port)
    session.ehlo_or_helo_if_needed()
    return session


def test_a_fraud_goes_on_with_its_verdict_and_nothing_else_changed(office, filter_port):
    raw = original().replace("\n", "\r\n").encode()
    with line(filter_port) as session:
        session.sendmail(SENDER, [CAMILLE], raw)

    (envelope,) = office[0].taken
    first, _, rest = envelope.original_content.partition(b"\r\n")
    assert first.startswith(
        b"X-Tocsin-Verdict: imposture; clause=list.mail.domains; reason=sender_not_official;"
    )
    assert rest == raw
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [CAMILLE])


def test_a_forged_verdict_does_not_pass(office, filter_port):
    raw = b"X-Tocsin-Verdict: authentic\r\n" + original().replace("\n", "\r\n").encode()
    with line(filter_port) as session:
        session.sendmail(SENDER, [CAMILLE], raw)

    assert office[0].mails[0].get_all("X-Tocsin-Verdict")[0].startswith("imposture")
    assert len(office[0].mails[0].get_all("X-Tocsin-Verdict")) == 1


@pytest.mark.parametrize(
    "body", ["..\r\n.\r\n..a\r\n", "é à €\r\n", "", "a" * 200_000 + "\r\n", "\x00\x01\r\n"]
)
def test_octets_go_through_as_they_are(office, filter_port, body):
    raw = b"Subject: x\r\n\r\n" + body.encode()
    with line(filter_port) as session:
        session.sendmail(SENDER, [CAMILLE], raw, ["BODY=8BITMIME"])

    assert office[0].taken[0].original_content.partition(b"\r\n")[2] == raw


def test_a_bounce_keeps_its_empty_sender(office, filter_port):
    with line(filter_port) as session:
        session.sendmail("", [CAMILLE], b"Subject: x\r\n\r\nx\r\n")

    assert office[0].taken[0].mail_from in ("", "<>")


def test_an_address_beyond_ascii_goes_through(office, filter_port):
    with line(filter_port) as session:
        session.sendmail(
            "zoé@exemple.example", ["léa@exemple.example"], b"Subject: x\r\n\r\nx\r\n", ["SMTPUTF8"]
        )

    assert office[0].taken[0].rcpt_tos == ["léa@exemple.example"]


def test_a_recipient_whom_the_next_server_refuses_is_refused_here(office, filter_port):
    office[0].to_recipient = "550 5.1.1 nobody here"
    with line(filter_port) as session, pytest.raises(smtplib.SMTPRecipientsRefused) as error:
        session.sendmail(SENDER, [CAMILLE], original().encode())

    assert error.value.recipients[CAMILLE] == (550, b"5.1.1 nobody here")


@pytest.mark.parametrize("says", ["554 5.7.1 no", "451 4.3.0 not now"])
def test_a_mail_that_the_next_server_refuses_is_refused_here(office, filter_port, says):
    office[0].write_replies = says
    with line(filter_port) as session, pytest.raises(smtplib.SMTPDataError) as error:
        session.sendmail(SENDER, [CAMILLE], original().encode())

    assert f"{error.value.smtp_code} {error.value.smtp_error.decode()}" == says


def test_while_the_next_server_is_away_the_mail_stays_where_it_is(free_port):
    with (
        filtered(1, free_port),
        line(free_port) as session,
        pytest.raises(smtplib.SMTPSenderRefused) as error,
    ):
        session.sendmail(SENDER, [CAMILLE], original().encode())

    assert error.value.smtp_code == 451


def test_a_line_that_breaks_is_opened_again_for_the_next_mail(office, free_port):
    with relay(office[1]) as cut, filtered(cut.port, free_port), line(free_port) as session:
        session.sendmail(SENDER, [CAMILLE], original().encode())
        cut()
        with pytest.raises(smtplib.SMTPSenderRefused) as error:
            session.sendmail(SENDER, [CAMILLE], original().encode())
        session.sendmail(SENDER, [CAMILLE], original().encode())

    assert error.value.smtp_code == 451
    assert len(office[0].taken) == 2


def test_many_mails_on_one_line_and_one_given_up(office, filter_port):
    with line(filter_port) as session:
        session.sendmail(SENDER, [CAMILLE], original().encode())
        session.mail("other@exemple.example")
        session.rset()
        session.sendmail(SENDER, [CAMILLE, "lea@exemple.example"], original().encode())

    assert [one.rcpt_tos for one in office[0].taken] == [[CAMILLE], [CAMILLE, "lea@exemple.example"]]


def test_a_filter_that_breaks_lets_the_mail_through_and_says_so(office, free_port, caplog):
    def broken(raw):
        raise RuntimeError("secret words of the mail")

    with filtered(office[1], free_port, broken) as handler, line(free_port) as session:
        session.sendmail(SENDER, [CAMILLE], original().encode())

    assert office[0].mails[0]["X-Tocsin-Verdict"] == "not-checked"
    assert handler.counts == {"not-checked": 1}
    assert "check failed" in caplog.text
    assert "secret words" not in caplog.text


def test_nothing_of_a_mail_is_logged(office, filter_port, caplog):
    caplog.set_level(logging.DEBUG)
    with line(filter_port) as session:
        session.sendmail(SENDER, [CAMILLE], original(FRAUD, subject="objet-zq8").encode())

    told = caplog.text + str([record.__dict__ for record in caplog.records])
    for trace in ("zq8", "camille", "ameli-sante", "RIB"):
        assert trace not in told


def test_an_idle_line_does_not_hold_up_the_end(office, free_port):
    with filtered(office[1], free_port):
        session = line(free_port)
        session.sendmail(SENDER, [CAMILLE], original().encode())
    with pytest.raises(smtplib.SMTPServerDisconnected):
        session.noop()
