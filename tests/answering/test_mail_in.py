"""From a mail that is delivered to the answer that leaves: real LMTP in, real SMTP out."""

import logging
import smtplib
import threading

import pytest

from tests.answering.mails import CAMILLE, DESK, FRAUD, MX, attached, mail, original, parts, words
from tests.answering.peers import Hours, answerer, deliver, lmtp
from tocsin.answering.mail.answered_log import AnsweredLog, FolderLocked
from tocsin.answering.mail.mail_responder import RegisterUnreachable
from tocsin.answering.mail.submission import BadServerUrl, parse_server_url

ASKED = "Bonjour, est-ce vrai ?\n\n"


@pytest.fixture
def clock():
    return Hours()


@pytest.fixture
def responder(office, tmp_path, clock):
    answers, ledger = answerer(tmp_path / "mail", office[1], clock=clock)
    yield answers
    ledger.close()


def forwarded(number=1):
    return parts(words(ASKED), attached(original()), Message_ID=f"<{number}@exemple.example>")


def test_a_person_forwards_a_fraud_and_is_told_what_it_is(responder, office, tmp_path):
    where = str(tmp_path / "s")
    with lmtp(responder, where):
        code, _ = deliver(where, forwarded())

    post, _ = office
    (envelope,) = post.taken
    (answer,) = post.mails
    text = answer.get_body(("plain",)).get_content()
    assert code == 250
    assert envelope.rcpt_tos == [CAMILLE]
    assert envelope.mail_from in ("", "<>")  # what cannot be delivered comes back to nobody
    assert answer["From"].addresses[0].addr_spec == DESK
    assert answer["Subject"] == "Votre message : c'est une imposture"
    assert answer["In-Reply-To"] == "<1@exemple.example>"
    assert answer["Auto-Submitted"] == "auto-replied"
    assert text.startswith("C'est une imposture")
    assert "règle ask.email.personal" in text
    assert "signal-spam.fr" in text
    assert "ameli-sante.example" not in text  # nothing of the fraud can be clicked in our answer


def test_it_answers_in_english_who_writes_in_english(responder, office):
    assert (
        responder.handle_mail(parts(words("Hello, is this genuine?"), attached(original())), CAMILLE)
        == "answered"
    )

    answer = office[0].mails[0]
    assert answer["Subject"] == "Your message: it is an imposture"
    assert answer["Content-Language"] == "en"
    assert "[.]" in answer.get_body(("html",)).get_content()


def test_who_forwards_nothing_is_told_how(responder, office):
    assert responder.handle_mail(mail("\n"), CAMILLE) == "answered"

    assert "Nous n'avons trouvé aucun texte" in office[0].mails[0].get_body(("plain",)).get_content()


def test_the_html_of_an_answer_runs_and_fetches_nothing(responder, office):
    hostile = original("<script>alert(1)</script> Ameli <img src=https://x.example/a.png> donnez votre RIB",
                       subject="</title><script>")  # fmt: skip
    responder.handle_mail(parts(words(ASKED), attached(hostile)), CAMILLE)

    page = office[0].mails[0].get_body(("html",)).get_content()
    assert not {"<script", "<img", "<a ", "href", "src="} & {one for one in ("<script", "<img", "<a ", "href")
                                                            if one in page}  # fmt: skip
    assert "&lt;script&gt;" in page


# ---- who gets no answer


def test_a_bounce_is_taken_and_not_answered(responder, office, tmp_path):
    where = str(tmp_path / "s")
    with lmtp(responder, where):
        code, _ = deliver(where, forwarded(), sender="")

    assert (code, office[0].taken, responder.counts["bounce"]) == (250, [], 1)


def test_our_own_answer_that_comes_back_is_not_answered(responder, office):
    responder.handle_mail(forwarded(), CAMILLE)
    ours = office[0].taken[0].original_content

    assert responder.handle_mail(ours, DESK) == "automatic"
    assert len(office[0].taken) == 1


def test_two_services_that_write_to_each_other_fall_silent(office, tmp_path):
    """The other one answers everything, politely and without a mark: it is cut off within the hour."""
    answers, ledger = answerer(tmp_path / "mail", office[1], per_hour=3)

    said = [
        answers.handle_mail(mail(f"Bien reçu {n}", Message_ID=f"<{n}@exemple.example>"), CAMILLE)
        for n in range(9)
    ]

    assert said == ["answered"] * 3 + ["too_many"] * 6
    ledger.close()


def test_whoever_is_not_proved_gets_nothing(responder, office):
    assert responder.handle_mail(mail(FRAUD, headers=()), CAMILLE) == "unauthenticated"
    assert responder.handle_mail(mail(FRAUD, From="victime@ailleurs.example"), CAMILLE) == "unauthenticated"
    assert office[0].taken == []


# ---- once


def test_the_same_mail_is_answered_once(responder, office):
    assert [responder.handle_mail(forwarded(), CAMILLE) for _ in range(3)] == [
        "answered",
        "already",
        "already",
    ]
    assert len(office[0].taken) == 1


def test_also_after_a_restart(office, tmp_path):
    for expected in ("answered", "already"):
        answers, ledger = answerer(tmp_path / "mail", office[1])
        assert answers.handle_mail(forwarded(), CAMILLE) == expected
        ledger.close()


def test_also_where_a_crash_cut_the_last_line(office, tmp_path):
    answers, ledger = answerer(tmp_path / "mail", office[1])
    answers.handle_mail(forwarded(1), CAMILLE)
    ledger.close()
    file = tmp_path / "mail" / "answered"
    file.write_bytes(file.read_bytes() + b"+ 00000")

    answers, ledger = answerer(tmp_path / "mail", office[1])

    assert answers.handle_mail(forwarded(1), CAMILLE) == "already"
    assert answers.handle_mail(forwarded(2), CAMILLE) == "answered"
    ledger.close()


def test_one_person_gets_so_many_answers_an_hour_and_then_more(office, tmp_path, clock):
    answers, ledger = answerer(tmp_path / "mail", office[1], clock=clock, per_hour=2)

    assert [answers.handle_mail(forwarded(n), CAMILLE) for n in range(3)] == [
        "answered",
        "answered",
        "too_many",
    ]
    clock.pass_by(hours=1.1)
    assert answers.handle_mail(forwarded(4), CAMILLE) == "answered"
    ledger.close()


def test_the_hour_is_known_after_a_restart(office, tmp_path, clock):
    for outcome in ("answered", "too_many"):
        answers, ledger = answerer(tmp_path / "mail", office[1], clock=clock, per_hour=1)
        assert answers.handle_mail(forwarded(outcome), CAMILLE) == outcome
        ledger.close()


def test_two_processes_do_not_share_a_folder(responder, tmp_path, clock):
    with pytest.raises(FolderLocked, match="Another process answers with this folder"):
        AnsweredLog(tmp_path / "mail", clock, per_hour=1)


def test_what_is_old_is_forgotten(tmp_path, clock):
    ledger = AnsweredLog(tmp_path / "mail", clock, per_hour=1)
    ledger.claim_answer(b"<1@exemple.example>", CAMILLE)
    ledger.close()
    clock.pass_by(hours=31 * 24)

    ledger = AnsweredLog(tmp_path / "mail", clock, per_hour=1)

    assert len(ledger) == 0
    assert (tmp_path / "mail" / "answered").read_bytes() == b""
    ledger.close()


def test_several_at_once_are_each_answered_once(responder, office):
    outcomes = []
    threads = [
        threading.Thread(target=lambda n=n: outcomes.append(responder.handle_mail(forwarded(n % 4), CAMILLE)))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["already"] * 4 + ["answered"] * 4
    assert len(office[0].taken) == 4


# ---- when the way out is closed


def test_an_answer_that_is_not_taken_now_lets_the_mail_come_again(responder, office, tmp_path):
    where, (post, _) = str(tmp_path / "s"), office
    with lmtp(responder, where):
        post.to_recipient = "451 4.3.0 full"
        assert deliver(where, forwarded())[0] == 451
        post.to_recipient = "250 OK"
        assert deliver(where, forwarded())[0] == 250

    assert len(post.taken) == 1


def test_an_answer_that_is_refused_for_good_is_not_tried_again(responder, office):
    office[0].to_recipient = "550 5.1.1 nobody here"

    assert [responder.handle_mail(forwarded(), CAMILLE) for _ in range(2)] == ["failed", "already"]


def test_a_server_that_is_away_lets_the_mail_come_again(tmp_path):
    answers, ledger = answerer(tmp_path / "mail", 1)

    assert [answers.handle_mail(forwarded(), CAMILLE) for _ in range(12)] == ["later"] * 12
    ledger.close()


def test_while_the_register_is_away_the_mail_stays(office, tmp_path):
    there = []

    def known(message):
        if not there:
            raise RegisterUnreachable
        return ()

    answers, ledger = answerer(tmp_path / "mail", office[1], known=known)
    assert answers.handle_mail(forwarded(), CAMILLE) == "later"
    there.append(True)
    assert answers.handle_mail(forwarded(), CAMILLE) == "answered"
    ledger.close()


def test_a_mail_that_breaks_us_is_taken_and_does_not_come_again(responder, office, monkeypatch):
    monkeypatch.setattr("tocsin.answering.mail.mail_responder.find_forwarded_message", lambda *_, **__: 1 / 0)

    assert responder.handle_mail(forwarded(), CAMILLE) == "failed"
    assert responder.handle_mail(forwarded(), CAMILLE) == "already"


# ---- LMTP


def test_one_recipient_at_a_time(responder, tmp_path):
    where = str(tmp_path / "s")
    with lmtp(responder, where), smtplib.LMTP(where) as session:
        session.ehlo_or_helo_if_needed()
        session.mail(CAMILLE)
        assert [session.rcpt(to)[0] for to in (DESK, "autre@service.example")] == [250, 452]


def test_a_mail_that_is_too_large_is_refused_before_it_is_sent(responder, tmp_path):
    where = str(tmp_path / "s")
    with lmtp(responder, where), smtplib.LMTP(where) as session:
        session.ehlo_or_helo_if_needed()
        assert session.mail(CAMILLE, [f"size={20_000_000}"])[0] == 552


def test_a_line_that_is_too_long_for_the_standard_is_read(responder, office, tmp_path):
    where = str(tmp_path / "s")
    with lmtp(responder, where):
        code, _ = deliver(where, mail("AMELI : donnez votre RIB. " + "x" * 50_000))

    assert (code, len(office[0].taken)) == (250, 1)


def test_the_socket_of_one_that_died_is_taken_over(responder, office, tmp_path):
    where = str(tmp_path / "s")
    with lmtp(responder, where):
        pass
    with lmtp(responder, where):
        assert deliver(where, forwarded())[0] == 250


def test_an_idle_line_does_not_hold_up_the_end(responder, tmp_path):
    """Mail servers keep lines open for the next mail."""
    where = str(tmp_path / "s")
    with lmtp(responder, where):
        session = smtplib.LMTP(where)
        session.ehlo_or_helo_if_needed()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        session.noop()


def test_on_a_port_as_well(responder, office, free_port):
    with lmtp(responder, f"127.0.0.1:{free_port}"), smtplib.LMTP("127.0.0.1", free_port) as session:
        session.sendmail(CAMILLE, [DESK], forwarded())

    assert len(office[0].taken) == 1


# ---- nothing is kept


def test_nothing_of_a_mail_stands_on_the_disk_or_in_the_log(responder, office, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    where = str(tmp_path / "s")
    secret = "marqueur-zq7 RIB FR76 AMELI donnez"
    with lmtp(responder, where):
        deliver(where, mail(secret, subject="objet-zq8", Message_ID="<id-zq9@exemple.example>"))
        deliver(where, mail(secret, headers=(), Message_ID="<id-zq9@exemple.example>"))

    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    told = caplog.text + str([record.__dict__ for record in caplog.records])
    for trace in ("zq7", "zq8", "zq9", "camille", "exemple.example", "RIB"):
        assert trace.encode() not in kept
        assert trace not in told
    assert len(office[0].taken) == 1


def test_the_folder_is_of_its_owner_alone(responder, tmp_path):
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0
    assert (tmp_path / "mail" / "key").stat().st_mode & 0o077 == 0


# ---- the way out


@pytest.mark.parametrize("url", [
    "", "mail.example", "http://x.example", "smtp://", "smtp://x.example:port",
    "smtp://u:geheim@x.example:99999999", "smtp://u:geheim@x.example?tls=no",
])  # fmt: skip
def test_a_server_that_is_not_well_written_is_refused_without_its_password(url):
    with pytest.raises(BadServerUrl, match="expected smtp://user:password@host:587") as error:
        parse_server_url(url)
    assert "geheim" not in str(error.value)


def test_settings_show_no_password():
    assert "secret" not in repr(parse_server_url("smtps://verifier:secret@mail.example"))
    assert MX not in DESK
