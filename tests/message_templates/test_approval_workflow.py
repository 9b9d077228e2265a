"""What people may do with words, in which order, and what is kept of it."""

from datetime import timedelta

import psycopg
import pytest

from tests.message_templates.people import ALICE, BRUNO, CHLOE, DAVID, HELD, NOTICE, NOW, SCAM, common
from tests.store.databases import database, drop, new
from tocsin.charter.schema import Wording
from tocsin.message_templates import approval_workflow, review, rewording_records, texts_in_force
from tocsin.message_templates.built_in_texts import UnknownText, get_built_in_text
from tocsin.message_templates.rewording import OWN
from tocsin.store.database import open_connection

LATER = NOW + timedelta(days=2)


@pytest.fixture(scope="module")
def shared(server, template):
    """A store for the whole module: its tests undo what they wrote."""
    name = new(server, template)
    with open_connection(database(server, name)) as connection:
        yield connection
    drop(server, name)


@pytest.fixture
def db(shared):
    with shared.transaction(force_rollback=True):
        yield shared


@pytest.fixture
def proposed(db):
    return approval_workflow.propose_rewording(db, "case.notice", NOTICE, "Plus court", ALICE, NOW)


@pytest.fixture
def approved(db, proposed):
    approval_workflow.approve_rewording(db, proposed, BRUNO, NOW)
    approval_workflow.approve_rewording(db, proposed, CHLOE, NOW)
    return proposed


def said(db, id="case.notice", at=NOW):
    """The words that a text is sent in."""
    active = rewording_records.load_rewordings_in_force(db, at).get(id)
    return get_built_in_text(id).wording if active is None or active.own else active.text


def told(db, number):
    return [(step.what, step.by_name) for step in rewording_records.load_rewording(db, number).steps]


class TestProposing:
    def test_it_is_kept_with_its_author_its_reason_what_it_costs_and_what_the_guard_said(self, db, proposed):
        found = rewording_records.load_rewording(db, proposed)
        assert (found.template, found.text, found.why, found.by, found.at) == (
            "case.notice", NOTICE, "Plus court", ALICE, NOW,
        )  # fmt: skip
        assert (found.parts_fr, found.parts_en) == (2, 2)
        assert [(step.what, step.ruling, step.reasons) for step in found.steps] == [("proposed", "pass", ())]
        assert found.stage(NOW) == "proposed"
        assert found.version == f"3.{proposed}"

    def test_nobody_is_written_to_in_words_that_are_only_proposed(self, db, proposed):
        assert said(db, at=LATER) == get_built_in_text("case.notice").wording

    def test_what_the_guard_blocks_is_not_kept(self, db):
        with pytest.raises(approval_workflow.WordingRefused) as refused:
            approval_workflow.propose_rewording(db, "case.notice", SCAM, "Pour voir", ALICE, NOW)
        assert "asks_bank_details" in refused.value.judged.kinds
        assert rewording_records.load_rewording_history(db, "case.notice") == []

    def test_what_the_guard_holds_back_for_what_it_reads_like_leaves_where_two_agree(self, db):
        number = approval_workflow.propose_rewording(db, "case.notice", HELD, "Un jeu", ALICE, NOW)
        found = rewording_records.load_rewording(db, number)
        assert [(step.ruling, step.reasons) for step in found.steps] == [("block", ("undeclared_ask",))]
        approval_workflow.approve_rewording(db, number, BRUNO, NOW)
        assert rewording_records.load_rewording(db, number).agreed == ()
        approval_workflow.approve_rewording(db, number, CHLOE, NOW)
        assert rewording_records.load_rewording(db, number).agreed == ("undeclared_ask",)
        approval_workflow.activate_rewording(db, number, None, DAVID, NOW)
        assert said(db) == HELD
        assert not texts_in_force.get_text_in_force(db, "case.notice", NOW).aside

    def test_what_nobody_agreed_to_stays_held_back(self):
        judged = review.review_wording(get_built_in_text("case.notice"), HELD, NOW.date())
        assert judged.is_blocked_beside(())
        assert judged.is_blocked_beside(("threat",))
        assert not judged.is_blocked_beside(("undeclared_ask",))
        scam = review.review_wording(get_built_in_text("case.notice"), SCAM, NOW.date())
        assert scam.is_blocked_beside(scam.kinds)

    def test_a_blank_that_is_lost_is_refused(self, db):
        lost = Wording(NOTICE.fr.replace("{given_name}", "Madame"), NOTICE.en)
        with pytest.raises(approval_workflow.WordingRefused) as refused:
            approval_workflow.propose_rewording(db, "case.notice", lost, "Pour voir", ALICE, NOW)
        (found,) = refused.value.judged.unfit
        assert (found.kind, found.lang, found.what) == ("blank_lost", "fr", "{given_name}")

    def test_a_reason_is_needed(self, db):
        with pytest.raises(approval_workflow.MissingReason):
            approval_workflow.propose_rewording(db, "case.notice", NOTICE, "  \n", ALICE, NOW)

    def test_the_words_that_are_in_force_are_no_change(self, db):
        own = get_built_in_text("case.notice").wording
        with pytest.raises(approval_workflow.UnchangedWording):
            approval_workflow.propose_rewording(
                db, "case.notice", Wording(f" {own.fr}\n", own.en), "Rien", ALICE, NOW
            )

    def test_a_text_that_does_not_exist_is_named(self, db):
        with pytest.raises(UnknownText, match=r"case\.hello"):
            approval_workflow.propose_rewording(db, "case.hello", NOTICE, "Rien", ALICE, NOW)

    def test_spaces_that_an_sms_cannot_write_become_plain_ones(self, db):
        spaced = Wording(NOTICE.fr.replace(" :", "\u00a0:"), f"  {NOTICE.en}\r\n")
        number = approval_workflow.propose_rewording(db, "case.notice", spaced, "Espaces", ALICE, NOW)
        assert rewording_records.load_rewording(db, number).text == NOTICE


class TestApproving:
    def test_two_persons_are_needed(self, db, proposed):
        assert approval_workflow.approve_rewording(db, proposed, BRUNO, NOW) == 1
        assert rewording_records.load_rewording(db, proposed).stage(NOW) == "proposed"
        assert approval_workflow.approve_rewording(db, proposed, CHLOE, NOW) == 2
        assert rewording_records.load_rewording(db, proposed).stage(NOW) == "approved"
        assert told(db, proposed) == [("proposed", "Alice"), ("approved", "Bruno"), ("approved", "Chloé")]

    def test_the_author_is_none_of_them(self, db, proposed):
        with pytest.raises(approval_workflow.OwnProposal):
            approval_workflow.approve_rewording(db, proposed, ALICE, NOW)

    def test_nobody_counts_twice(self, db, proposed):
        approval_workflow.approve_rewording(db, proposed, BRUNO, NOW)
        with pytest.raises(approval_workflow.AlreadyApproved):
            approval_workflow.approve_rewording(db, proposed, BRUNO, NOW)
        assert len(rewording_records.load_rewording(db, proposed).approvals) == 1

    def test_the_store_itself_counts_nobody_twice(self, db, proposed):
        row = (
            "insert into tracing_rewordingstep (rewording_id, what, by_id, by_name, at, why, ruling, reasons)"
        )
        row += " values (%s, 'approved', 2, 'Bruno', now(), '', '', '')"
        db.execute(row, (proposed,))
        with pytest.raises(psycopg.errors.UniqueViolation), db.transaction():
            db.execute(row, (proposed,))

    def test_a_third_approval_is_not_asked_for(self, db, approved):
        with pytest.raises(approval_workflow.WrongStage) as error:
            approval_workflow.approve_rewording(db, approved, DAVID, NOW)
        assert error.value.stage == "approved"

    def test_what_was_withdrawn_is_over(self, db, proposed):
        approval_workflow.withdraw_rewording(db, proposed, "Une faute", ALICE, NOW)
        with pytest.raises(approval_workflow.WrongStage):
            approval_workflow.approve_rewording(db, proposed, BRUNO, NOW)
        assert rewording_records.load_rewording(db, proposed).steps[-1].why == "Une faute"
        assert rewording_records.load_open_rewordings(db, NOW) == []

    def test_what_does_not_exist_is_named(self, db):
        with pytest.raises(rewording_records.UnknownRewording):
            approval_workflow.approve_rewording(db, 999, BRUNO, NOW)


class TestActivating:
    def test_at_once(self, db, approved):
        assert approval_workflow.activate_rewording(db, approved, None, ALICE, NOW) == NOW
        assert said(db) == NOTICE
        assert said(db, at=NOW - timedelta(seconds=1)) == get_built_in_text("case.notice").wording

    def test_on_a_date(self, db, approved):
        approval_workflow.activate_rewording(db, approved, LATER, BRUNO, NOW)
        assert rewording_records.load_rewording(db, approved).stage(NOW) == "scheduled"
        assert said(db, at=LATER - timedelta(seconds=1)) == get_built_in_text("case.notice").wording
        assert said(db, at=LATER) == NOTICE
        assert rewording_records.load_rewording(db, approved).stage(LATER) == "started"

    def test_not_with_one_approval(self, db, proposed):
        approval_workflow.approve_rewording(db, proposed, BRUNO, NOW)
        with pytest.raises(approval_workflow.WrongStage):
            approval_workflow.activate_rewording(db, proposed, None, BRUNO, NOW)

    @pytest.mark.parametrize("days", [-1, 400])
    def test_neither_in_the_past_nor_in_another_year(self, db, approved, days):
        with pytest.raises(approval_workflow.InvalidStartTime):
            approval_workflow.activate_rewording(db, approved, NOW + timedelta(days=days), ALICE, NOW)

    def test_what_the_guard_refuses_by_then_never_begins_and_it_is_kept_that_it_tried(self, db, approved):
        """The charter changed after the approvals: here, words that it never allowed stand in the row."""
        db.execute("update tracing_rewording set fr = %s where id = %s", (SCAM.fr, approved))
        with pytest.raises(approval_workflow.WordingRefused):
            approval_workflow.activate_rewording(db, approved, None, BRUNO, NOW)
        last = rewording_records.load_rewording(db, approved).steps[-1]
        assert (last.what, last.by_name, last.ruling, last.starts_at) == ("refused", "Bruno", "block", None)
        assert "asks_bank_details" in last.reasons
        assert said(db, at=LATER) == get_built_in_text("case.notice").wording

    def test_what_waits_for_its_moment_can_be_cancelled(self, db, approved):
        approval_workflow.activate_rewording(db, approved, LATER, ALICE, NOW)
        assert [one.id for one in rewording_records.load_open_rewordings(db, NOW)] == [approved]
        approval_workflow.cancel_rewording(db, approved, "Plus besoin", DAVID, NOW)
        assert said(db, at=LATER) == get_built_in_text("case.notice").wording
        with pytest.raises(approval_workflow.WrongStage):
            approval_workflow.cancel_rewording(db, approved, "Encore", DAVID, NOW)

    def test_what_has_begun_is_rolled_back_and_not_cancelled(self, db, approved):
        approval_workflow.activate_rewording(db, approved, None, ALICE, NOW)
        with pytest.raises(approval_workflow.WrongStage):
            approval_workflow.cancel_rewording(db, approved, "Trop tard", DAVID, LATER)


class TestRollingBack:
    def start(self, db, words, at):
        number = approval_workflow.propose_rewording(db, "common.human", words, "Essai", ALICE, at)
        for person in (BRUNO, CHLOE):
            approval_workflow.approve_rewording(db, number, person, at)
        approval_workflow.activate_rewording(db, number, None, ALICE, at)
        return number

    def test_one_person_takes_words_back_at_once_and_says_why(self, db, approved):
        approval_workflow.activate_rewording(db, approved, None, ALICE, NOW)
        number = approval_workflow.roll_back_text(
            db, "case.notice", OWN, "Les gens ne comprennent pas", DAVID, LATER
        )
        assert said(db, at=LATER) == get_built_in_text("case.notice").wording
        assert said(db, at=LATER - timedelta(seconds=1)) == NOTICE
        found = rewording_records.load_rewording(db, number)
        assert (found.own, found.former, found.by) == (True, approved, DAVID)
        assert found.steps[-1].why == "Les gens ne comprennent pas"

    def test_earlier_words_come_back_as_a_version_of_their_own(self, db):
        first, second = self.start(db, common("va"), NOW), self.start(db, common("doit"), LATER)
        later = LATER + timedelta(hours=1)
        assert said(db, "common.human", later) == common("doit")
        third = approval_workflow.roll_back_text(db, "common.human", first, "Mieux avant", DAVID, later)
        assert said(db, "common.human", later) == common("va")
        assert first < second < third
        found = rewording_records.load_rewording(db, third)
        assert (found.copy_of, found.former, found.own, found.stage(later)) == (
            first,
            second,
            False,
            "started",
        )

    def test_a_reason_is_needed(self, db, approved):
        approval_workflow.activate_rewording(db, approved, None, ALICE, NOW)
        with pytest.raises(approval_workflow.MissingReason):
            approval_workflow.roll_back_text(db, "case.notice", OWN, "", DAVID, NOW)

    def test_words_that_were_never_sent_are_not_rolled_back_to(self, db, approved):
        with pytest.raises(approval_workflow.WrongStage):
            approval_workflow.roll_back_text(db, "case.notice", approved, "Pour voir", DAVID, NOW)

    def test_nor_those_of_another_text(self, db):
        number = self.start(db, common("va"), NOW)
        with pytest.raises(rewording_records.UnknownRewording):
            approval_workflow.roll_back_text(db, "case.notice", number, "Pour voir", DAVID, NOW)

    def test_nothing_is_rolled_back_to_itself(self, db):
        with pytest.raises(approval_workflow.UnchangedWording):
            approval_workflow.roll_back_text(db, "case.notice", OWN, "Pour voir", DAVID, NOW)


class TestJudging:
    def test_the_cost_is_that_of_the_worst_that_the_blanks_can_hold(self):
        found = review.review_wording(get_built_in_text("case.notice"), NOTICE, NOW.date())
        assert found.result == "pass"
        french = found.in_language("fr")
        assert (french.cost.alphabet, french.cost.parts) == ("gsm7", 2)
        assert "".join(french.sms).count("Marie-Antoinette Delacroi") == 2

    def test_one_character_outside_the_alphabet_is_paid_for(self):
        words = Wording(NOTICE.fr.replace("OUI ou NON", "“OUI” ou “NON”"), NOTICE.en)
        found = review.review_wording(get_built_in_text("case.notice"), words, NOW.date())
        french, english = found.readings
        assert (found.result, french.result, english.result) == ("warn", "warn", "pass")
        assert (french.cost.alphabet, french.cost.parts) == ("ucs2", 3)
        assert '"OUI" ou "NON"' in french.proposal

    def test_what_every_flow_says_is_read_as_each_of_them_would_send_it(self):
        """A contact must not learn whose contact they are: what a case may read, they may not."""
        words = Wording(
            "Assurance Maladie{to} : Léa Exemple est positive au Covid-19, un agent appelle. Réf. {code}",
            "Assurance Maladie{to}: Léa Exemple is positive for Covid-19, an adviser calls. Réf. {code}",
        )
        found = review.review_wording(get_built_in_text("common.human"), words, NOW.date())
        assert found.result == "block"
        assert "identifies_case" in found.kinds
