"""Every kind of reason has its place in the page, and every example there says what the page says."""

import re
from datetime import UTC, date, datetime

import pytest

from tocsin.campaigns.circulation import CirculatingText, CirculatingTexts
from tocsin.campaigns.exchange.feed_evidence import find_listed_evidence
from tocsin.campaigns.exchange.received_feed import FeedBook, FeedDescription, FeedReading, Indicator
from tocsin.charter import compiled_tables
from tocsin.charter.items import ITEMS
from tocsin.message.model import DkimSignature, HiddenLink, Message
from tocsin.message.plain_text import find_channel_passages
from tocsin.register import MemoryRegister, PublishedTemplate, RegisterEntry, find_code_evidence, hash_text
from tocsin.verdict import verdict_sentences
from tocsin.verdict.check import judge
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.verdict.unclaimed_fraud import STANDS_ALONE

from .paper import page

PAGE = page("reference/reasons.md")
DAY = date(2024, 5, 2)
SECTION = re.compile(r"^### `(\w+)`\n(.*?)(?=^#|\Z)", re.M | re.S)
ROW = re.compile(r"^\| `(lure_\w+)` \| (.*?) \| (.*?) \|$", re.M)
EXAMPLE = re.compile(
    r"^> (\w+), (\d{4}-\d\d-\d\d)(?:, from (.*?))?(?:, signed by (\S+))?(?:, under (\w+))?: (.*)$", re.M
)
SHOWN_LINK = re.compile(r"\[([^]]+)\]\(([^)]+)\)")
SECTIONS = dict(SECTION.findall(PAGE))
PRETEXTS = {kind: (said, text) for kind, said, text in ROW.findall(PAGE)}


def spoken_of():
    """Every kind that the code can give: those with sentences, asks, pretexts, and what charters forbid."""
    charters = (
        compiled_tables.get_table(f"charters/{name}") for name in compiled_tables.list_table_names("charters")
    )
    contents = {kind for c in charters for clause in c.clauses for kind in getattr(clause, "contents", ())}
    return (
        set(verdict_sentences.load_wording_table()["kinds"])
        | {item.kind for item in ITEMS.values()}
        | set(pretexts())
        | contents - {"payment_notice"}
    )


def pretexts():
    return compiled_tables.get_table("lexicon/scams")["pretexts"]


def test_every_kind_is_documented():
    assert spoken_of() - set(SECTIONS) - set(PRETEXTS) == {"pretext"}


def test_no_kind_is_invented():
    assert (set(SECTIONS) | set(PRETEXTS)) - spoken_of() == set()


def test_every_section_has_an_example_and_a_weight():
    assert [k for k, text in SECTIONS.items() if not EXAMPLE.search(text) or not weights(text)] == []


def test_pretexts_that_stand_alone_are_marked():
    assert {kind for kind, (said, _) in PRETEXTS.items() if "*alone*" in said} == STANDS_ALONE


def weights(text):
    return set(re.findall(r"`(contradicts|warns|neutral|proves)`", text))


def register():
    """The register that the page supposes."""
    issued = "Assurance Maladie : restez chez vous jusqu'au 12 mars. Réf. K7QF-2M9D"
    assert f"*{issued}*" in PAGE
    sent = datetime(2021, 3, 5, 9, tzinfo=UTC)
    book = MemoryRegister()
    book.publish(
        PublishedTemplate(
            "notice", "1", "fr", issued.replace("12 mars", "{day}").replace("K7QF-2M9D", "{code}")
        )
    )
    book.add(RegisterEntry("K7QF-2M9D", "notice", "1", "fr", hash_text(issued), sent, "sms", "38663", ""))
    return book


def campaigns():
    """The campaigns that the page supposes."""
    (text,) = re.findall(r"confirmed one campaign, with the text \*(.*?)\*", PAGE)
    return CirculatingTexts([CirculatingText(1, 1, text, (), date(2024, 4, 30), 12)])


def feeds():
    """The list that the page supposes."""
    assert "lists `colis-relais.example`" in PAGE
    since, until = date(2026, 11, 20), date(2026, 12, 20)
    entry = FeedDescription(file="a.txt", source="A", format="list", tlp="clear")
    listed = Indicator(
        kind="host", value="colis-relais.example", source="A", tlp="clear", since=since, until=until
    )
    return FeedBook((FeedReading(entry, (listed,), {}),))


def message(channel, day, sender, signer, text):
    """The message of an example; `[shown](target)` is a link as HTML has them."""
    links = ()
    if found := SHOWN_LINK.search(text):
        text = text.replace(found[0], found[1])
        links = (HiddenLink(found[2], found.start(), found.start() + len(found[1])),)
    return Message(
        channel=channel,
        text=text,
        sender=sender,
        received=date.fromisoformat(day),
        links=links,
        passages=find_channel_passages(text, channel),
        signatures=(DkimSignature(signer, True, "key"),) if signer else (),
    )


@pytest.mark.parametrize("kind", SECTIONS)
def test_the_example_gives_the_reason(kind):
    *parts, charter, text = EXAMPLE.search(SECTIONS[kind]).groups(default="")
    given = message(*parts, text)
    looked_up = (
        *find_code_evidence(register(), given),
        *find_listed_evidence(feeds(), given, "clear"),
        *campaigns().find_evidence(given),
    )
    under = None if charter == "any" else charter or DEFAULT
    found = {r.weight for r in judge(given, under, known=looked_up).reasons if r.kind == kind}
    assert found, kind
    assert found <= weights(SECTIONS[kind])


@pytest.mark.parametrize("kind", PRETEXTS)
def test_the_pretext_warns(kind):
    # By general signs: under the charter of whoever is named, its own clauses answer.
    verdict = judge(message("sms", str(DAY), "", "", PRETEXTS[kind][1]), DEFAULT)
    assert kind in {r.kind for r in verdict.reasons if r.weight == "warns"}
    assert verdict.level == "suspicious"
