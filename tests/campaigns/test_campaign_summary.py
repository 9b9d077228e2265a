"""A heap of messages, checked and grouped: what stands of each campaign."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tocsin.campaigns.campaign_summary import CampaignCollector
from tocsin.campaigns.reported_message import ReportedMessage, describe_reported_message
from tocsin.campaigns.text_changes import TextChange, list_text_changes
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge

VITALE = "AMELI : votre carte Vitale expire, remplissez le formulaire pour la renouveler : {}"
REMINDER = (
    "Assurance Maladie : vous pouvez consulter votre relevé annuel dans votre compte ameli depuis hier."
)


def check(text: str, day: int = 3, sender: str = "06 39 98 14 20") -> ReportedMessage:
    message = message_from_text(text, "sms", sender=sender, received=date(2026, 11, day))
    return describe_reported_message(message, judge(message))


def test_a_campaign_tells_since_when_how_many_in_whose_name_and_where_it_leads() -> None:
    heap = CampaignCollector()
    for day, host in ((3, "a-vitale.example"), (3, "b-vitale.example"), (6, "a-vitale.example")):
        heap.add_report(check(VITALE.format(host), day))
    heap.add_report(check(REMINDER))
    (one,) = heap.summarise_campaigns(least=2)
    assert (one.reports, one.first_seen, one.last_seen) == (3, date(2026, 11, 3), date(2026, 11, 6))
    assert one.by_day == {date(2026, 11, 3): 2, date(2026, 11, 6): 1}
    assert one.claims == {"assurance_maladie": 3}
    assert one.hosts == {"a-vitale.example": 2, "b-vitale.example": 1}
    assert one.levels == {"imposture": 3}
    assert "list.web.sms" in one.clauses
    assert one.is_accused


def test_a_genuine_message_that_many_report_is_accused_by_nobody() -> None:
    heap = CampaignCollector()
    for day in (3, 4, 5):
        heap.add_report(check(REMINDER, day, sender="38663"))
    (one,) = heap.summarise_campaigns()
    assert one.reports == 3
    assert not one.is_accused


def test_variants_say_what_changes() -> None:
    heap = CampaignCollector()
    heap.add_report(check(VITALE.format("a.example")))
    heap.add_report(
        check(
            VITALE.replace("expire, remplissez", "arrive à expiration demain, remplissez").format("a.example")
        )
    )
    first, other = heap.summarise_campaigns()[0].variants
    assert first.changes == ()
    assert other.changes == (TextChange("expire,", "arrive à expiration demain,"),)


def test_only_what_is_the_swindlers_own_is_a_mark() -> None:
    """Institutions' hosts and numbers are in genuine messages too, and a shortener is everybody's."""
    found = check(
        "AMELI : votre carte expire, voir www.ameli.fr ou bit.ly/x7 ou vitale.example, rappelez le 3646 ou le 01 99 00 12 34"
    )
    assert set(found.hosts) == {"bit.ly/x7", "vitale.example"}
    assert found.numbers == ("+33199001234",)


def test_the_same_messages_give_the_same_bytes() -> None:
    def summarise() -> object:
        heap = CampaignCollector()
        for host in ("a.example", "b.example", "c.example"):
            heap.add_report(check(VITALE.format(host)))
        return heap.summarise_campaigns()

    assert summarise() == summarise()


WORDS = st.lists(st.sampled_from("un deux trois Un , . 35 €".split()), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_changes_lead_from_one_text_to_the_other(one: str, other: str) -> None:
    changes = list_text_changes(one, other)
    lost = Counter(word for change in changes for word in change.was.split())
    came = Counter(word for change in changes for word in change.now.split())
    assert Counter(one.split()) - lost + came == Counter(other.split())
    assert bool(changes) == (one.split() != other.split())
