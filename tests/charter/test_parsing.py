"""What is written in YAML is what the records say."""

from datetime import date

import pytest

from tests.charter.water import Folder
from tocsin.charter.schema import (
    AdviceClause,
    ClauseExample,
    ContentClause,
    FoundingSentence,
    ListingClause,
    LureAsset,
    PointClause,
    ProgrammeClause,
    Wording,
)

COMMON = """
    direction: they_contact_you
    channels: [sms]
    in_force: {from: 2020-03-01}
    wording: {fr: Une phrase., en: A sentence.}
    sources: [site]
"""


def one(folder: Folder, section: str, fields: str) -> object:
    """The one clause of a section, with these fields besides the common ones."""
    lines = "".join(f"    {line.strip()}\n" for line in fields.strip().splitlines())
    folder.put("more.yaml", f"{section}:\n  - id: it{COMMON}{lines}")
    return next(c for c in folder.load().clauses if c.id == "it")


def test_a_point_has_its_value_purpose_and_tariffs_by_date(folder: Folder) -> None:
    point = one(
        folder,
        "points",
        """
        medium: phone
        value: 3999
        purpose: {fr: joindre, en: to reach}
        delegate: Fontaine SA
        tariffs: [{in_force: {from: 2021-01-01}, tariff: standard, wording: {fr: un appel, en: a call}}]
        """,
    )
    assert isinstance(point, PointClause)
    assert (point.medium, point.value, point.delegate) == ("phone", "3999", "Fontaine SA")
    assert point.purpose == Wording(fr="joindre", en="to reach")
    assert point.tariffs[0].tariff == "standard"
    assert point.tariffs[0].in_force.surely_holds(date(2021, 1, 1))
    assert point.proves == "nothing_alone"


@pytest.mark.parametrize(
    ("medium", "value"),
    [
        ("phone", "+33553356237"),
        ("phone", "3646"),
        ("phone", "118712"),
        ("short_code", "38663"),
        ("sms_sender", "REGIEDEAU"),
        ("mail_address", "contact@info.water.example"),
        ("mail_domain", "water.example"),
        ("web_host", "compte.water.example"),
        ("web_host", "xn--rgie-bpa.example"),
    ],
)
def test_a_value_in_its_one_right_form_is_kept_as_it_is(folder: Folder, medium: str, value: str) -> None:
    point = one(folder, "points", f'medium: {medium}\nvalue: "{value}"\npurpose: {{fr: a, en: b}}')
    assert isinstance(point, PointClause)
    assert point.value == value


def test_a_host_may_own_the_names_below_it(folder: Folder) -> None:
    point = one(
        folder, "points", "medium: web_host\nvalue: water.example\nsubdomains: true\npurpose: {fr: a, en: b}"
    )
    assert isinstance(point, PointClause)
    assert point.subdomains is True


def test_a_listing_says_whether_it_is_closed(folder: Folder) -> None:
    listing = one(folder, "listings", "media: [mail_address, mail_domain]\nclosed: false")
    assert isinstance(listing, ListingClause)
    assert (listing.media, listing.closed) == (("mail_address", "mail_domain"), False)


def test_a_content_may_hold_inside_the_account_only(folder: Folder) -> None:
    content = one(folder, "contents", "contents: [attachment]\nallowed: yes\ninside_account: true")
    assert isinstance(content, ContentClause)
    assert (content.contents, content.allowed, content.inside_account) == (("attachment",), "yes", True)
    assert content.solicited is None


def test_an_ask_by_default_holds_everywhere_and_for_any_part(folder: Folder) -> None:
    ask = folder.load().clauses[0]
    assert (ask.completeness, ask.inside_account, ask.solicited) == ("any", None, None)  # type: ignore[union-attr]


def test_a_programme_lends_its_id_to_clauses_and_to_the_lexicon(folder: Folder) -> None:
    programme = one(folder, "programmes", "name: {fr: les fuites, en: the leaks}")
    assert isinstance(programme, ProgrammeClause)
    folder.change("asks.yaml", "allowed: never", "allowed: never\n    programme: it")
    folder.put("lexicon.yaml", "names: [regie]\nprogrammes: {it: [fuites]}\n")
    charter = folder.load()
    assert charter.lexicon.programmes == {"it": ("fuites",)}
    assert {c.programme for c in charter.clauses} == {"", "it"}


def test_advice_has_a_price_hours_and_what_it_is_not_for(folder: Folder) -> None:
    advice = one(
        folder,
        "advice",
        """
        when: [clicked, paid]
        rank: 3
        contact: 0 800 00 00 00
        price: {fr: gratuit, en: free}
        hours: 24/7
        not_for: {fr: une fuite, en: a leak}
        """,
    )
    assert isinstance(advice, AdviceClause)
    assert (advice.when, advice.rank, advice.hours) == (("clicked", "paid"), 3, "24/7")
    assert advice.price == Wording(fr="gratuit", en="free")
    assert advice.not_for == Wording(fr="une fuite", en="a leak")


def test_the_quality_of_a_clause_is_the_best_of_its_sources(folder: Folder) -> None:
    folder.change("asks.yaml", "sources: [site]", "sources: [paper, {source: site, quality: inferred}]")
    assert folder.load().clauses[0].quality == "quoted"
    folder.change("asks.yaml", "quality: inferred", "note: seen there")
    assert folder.load().clauses[0].quality == "verbatim"


def test_a_note_on_a_source_is_added_to_its_own(folder: Folder) -> None:
    folder.change("sources.yaml", "quality: quoted", "quality: quoted\n    note: A short copy.")
    folder.change("asks.yaml", "sources: [site]", "sources: [{source: paper, note: Says the contrary.}]")
    assert folder.load().clauses[0].sources[0].note == "A short copy. Says the contrary."


def test_a_source_may_be_written_in_place(folder: Folder) -> None:
    place = "{url: https://a.example, publisher: A, date: 2021, quality: quoted}"
    folder.change("asks.yaml", "sources: [site]", f"sources: [{place}]")
    assert folder.load().clauses[0].sources[0].publisher == "A"


def test_clauses_may_stand_in_any_file_of_the_folder(folder: Folder) -> None:
    before = {c.id for c in folder.load().clauses}
    folder.put("charter.yaml", folder.files["charter.yaml"] + folder.files["asks.yaml"]).without("asks.yaml")
    (folder.path / "asks.yaml").unlink()
    assert {c.id for c in folder.load().clauses} == before


def test_an_empty_file_is_no_fault(folder: Folder) -> None:
    folder.put("later.yaml", "# nothing yet\n")
    assert len(folder.load().clauses) == 2


def test_the_words_of_the_lexicon_are_kept_by_kind(folder: Folder) -> None:
    folder.put(
        "lexicon.yaml",
        """\
names: [regie des eaux]
short_names: [regie]
implied: [votre eau]
assets: {meter: {lure: lure_account, claim: true, terms: [compteur]}}
brand_labels: [eaux]
not_alike: ["on", "no", beaux]
""",
    )
    lexicon = folder.load().lexicon
    assert lexicon.assets == {"meter": LureAsset(lure="lure_account", claim=True, terms=("compteur",))}
    assert lexicon.not_alike == ("on", "no", "beaux")
    assert (lexicon.implied, lexicon.brand_labels) == (("votre eau",), ("eaux",))


def test_words_that_yaml_takes_for_truths_stay_words(folder: Folder) -> None:
    folder.put("lexicon.yaml", "names: [on, no, yes, 0899, 12:30]\n")
    assert folder.load().lexicon.names == ("on", "no", "yes", "0899", "12:30")


def test_examples_are_grouped_by_clause(folder: Folder) -> None:
    folder.put(
        "examples/a.yaml",
        """\
examples:
  - clause: ask.card
    fires:
      - on: 2021-03-10
        channel: sms
        text: &t Donnez votre carte
        reason: asks_bank_details
        quote: votre carte
    near_misses:
      - {on: 2019-03-10, channel: sms, text: *t, sender: Eau, solicited: false, attachments: [a.pdf]}
""",
    )
    fires, near = folder.load().examples
    assert fires == ClauseExample(
        clause="ask.card",
        fires=True,
        on=date(2021, 3, 10),
        channel="sms",
        text="Donnez votre carte",
        reason="asks_bank_details",
        quote="votre carte",
    )
    assert (near.fires, near.text, near.sender, near.solicited) == (False, fires.text, "Eau", False)
    assert near.attachments == ("a.pdf",)


def test_founding_sentences_are_kept_in_order(folder: Folder) -> None:
    folder.put("founding.yaml", "founding:\n  S2: {fr: b, en: b2}\n  S1: {fr: a, en: a2}\n")
    folder.change("asks.yaml", "allowed: never", "allowed: never\n    founding: [S1]")
    charter = folder.load()
    assert charter.founding == (
        FoundingSentence(id="S2", wording=Wording(fr="b", en="b2")),
        FoundingSentence(id="S1", wording=Wording(fr="a", en="a2")),
    )
    assert charter.clauses[0].founding == ("S1",)
