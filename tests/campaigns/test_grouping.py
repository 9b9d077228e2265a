"""Reports become campaigns: what is nearly equal comes together, what an analyst parted stays apart."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.grouping import (
    FREQUENT,
    MOST_SILENT,
    CampaignIndex,
    CampaignVariant,
    GroupedReport,
    ReportToGroup,
)

FINE = "Vous avez une amende impayée de 35 euros, réglez-la avant majoration sur {}"
PARCEL = "Votre colis n'a pas pu être livré, choisissez un nouveau créneau de livraison : {}"
VITALE = "Votre carte Vitale arrive à expiration, remplissez le formulaire pour la renouveler : {}"
REWORDED = "Amende impayée : dernier rappel avant saisie. Réglez vos 35 euros dès aujourd'hui {}"
"""The same fine in other words: similarity 0.26."""
NEIGHBOUR = "Facture d'eau impayée : dernier rappel de votre syndic, passez régler au bureau {}"
"""Another's words, somewhat like those."""


def report(text: str, *marks: str) -> ReportToGroup:
    return ReportToGroup(TextFingerprint(text.format(*marks) if marks else text), frozenset(marks))


def campaigns(index: CampaignIndex, *texts: ReportToGroup) -> list[int]:
    return [index.group_report(one).campaign for one in texts]


def test_copies_with_other_links_and_sums_are_one_campaign() -> None:
    texts = [report(FINE.replace("35", str(sum_)), f"amende-{sum_}.example") for sum_ in (35, 48, 90)]
    assert campaigns(CampaignIndex(), *texts, report(PARCEL, "relais.example")) == [1, 1, 1, 2]


def test_words_that_change_begin_a_variant_of_the_campaign() -> None:
    index = CampaignIndex()
    first = index.group_report(report(FINE, "a.example"))
    other = index.group_report(
        report(FINE.replace("réglez-la avant", "payez-la tout de suite, avant"), "b.example")
    )
    assert first.begins_campaign
    assert (other.campaign, other.begins_campaign, other.begins_variant) == (first.campaign, False, True)
    assert [v.id for v in index.list_variants(first.campaign)] == [first.variant, other.variant]


def test_the_same_host_joins_texts_that_are_only_somewhat_alike() -> None:
    first = [report(FINE, "a.example"), report(NEIGHBOUR, "c.example")]
    assert campaigns(CampaignIndex(), *first, report(REWORDED, "b.example")) == [1, 2, 3]
    assert campaigns(CampaignIndex(), *first, report(REWORDED, "a.example")) == [1, 2, 1]


def test_what_is_clearly_more_like_one_campaign_than_any_other_is_of_it() -> None:
    """0.26 of the fine; where another campaign is nearly as near, the likeness is chance."""
    assert campaigns(CampaignIndex(), report(FINE), report(PARCEL), report(REWORDED)) == [1, 2, 1]
    assert campaigns(CampaignIndex(), report(FINE), report(NEIGHBOUR), report(REWORDED)) == [1, 2, 3]
    among_many = CampaignIndex(1, 1_000)
    assert campaigns(among_many, report(FINE), report(PARCEL), report(REWORDED)) == [1, 2, 3]


def test_the_same_host_joins_no_texts_that_have_nothing_in_common() -> None:
    assert campaigns(
        CampaignIndex(),
        report(FINE, "a.example"),
        report("Maman, j'ai cassé mon téléphone, écris-moi ici vite {}", "a.example"),
    ) == [1, 2]


def test_a_text_of_few_words_goes_by_its_host_alone() -> None:
    index = CampaignIndex()
    assert campaigns(
        index, report("Voir {}", "a.example"), report("Voir {}", "b.example"), report("ici {}", "a.example")
    ) == [1, 2, 1]


def test_two_campaigns_become_the_older_where_one_report_is_much_like_both() -> None:
    assert [where.campaign for where in list_bridged(CampaignIndex())] == [1, 2, 1]
    assert list_bridged(CampaignIndex())[2].merged == (2,)


def test_but_not_where_an_analyst_parted_them() -> None:
    index = CampaignIndex()
    index.keep_apart(1, 2)
    assert list_bridged(index)[2].merged == ()


def list_bridged(index: CampaignIndex) -> list[GroupedReport]:
    """The first six tenths of a text, its last six tenths, and the text."""
    words = (
        "bonjour suite au dernier calcul de vos droits annuels nous constatons une somme restante en votre faveur merci"
        " de valider aujourd'hui votre dossier sans attendre auprès du service de règlement agréé"
    ).split()
    most = len(words) * 6 // 10
    return [index.group_report(report(" ".join(part))) for part in (words[:most], words[-most:], words)]


def test_a_host_that_a_variant_takes_on_later_counts_too() -> None:
    index = CampaignIndex()
    campaigns(index, report(FINE, "a.example"), report(FINE, "b.example"))
    assert campaigns(index, report(REWORDED, "b.example")) == [1]


TEXTS = st.lists(
    st.tuples(
        st.sampled_from([FINE, PARCEL, VITALE, REWORDED, "Voir {}"]), st.integers(0, 3), st.integers(0, 40)
    ),
    max_size=25,
)


def drawn(text: str, host: int, seed: int) -> ReportToGroup:
    hand = random.Random(seed)
    words = text.split()
    if seed and len(words) > 3:
        del words[hand.randrange(len(words) - 1)]
        words.insert(hand.randrange(len(words)), hand.choice(["vite", "merci", "urgent", "dernier"]))
    return report(" ".join(words), f"h{host}.example")


@given(TEXTS, st.integers(0, 25))
def test_a_run_that_is_broken_off_goes_on_as_if_it_had_not(
    texts: list[tuple[str, int, int]], broken: int
) -> None:
    """What a store keeps (variants, and the texts nearly equal to each) is all that a run needs of those before it."""
    whole, first = CampaignIndex(), CampaignIndex()
    reports = [drawn(*one) for one in texts]
    expected = [whole.group_report(one) for one in reports]
    found = [first.group_report(one) for one in reports[:broken]]
    known: dict[int, set[str]] = {}
    for one, where in zip(reports, found, strict=False):
        if one.fingerprint.is_telling:
            known.setdefault(where.variant, set()).add(one.fingerprint.key)
    variants = [v for c in {f.campaign for f in found} for v in first.list_variants(c)]
    second = CampaignIndex(
        max((f.campaign for f in found), default=0) + 1, max((f.variant for f in found), default=0) + 1
    )
    for variant in sorted(variants, key=lambda v: v.id):
        second.load_variant(
            CampaignVariant(variant.id, variant.campaign, variant.fingerprint, variant.marks),
            known.get(variant.id, ()),
        )
    found += [second.group_report(one) for one in reports[broken:]]
    assert [(f.campaign, f.variant) for f in found] == [(e.campaign, e.variant) for e in expected]


@given(TEXTS, TEXTS)
def test_what_an_analyst_parted_no_report_joins(
    before: list[tuple[str, int, int]], after: list[tuple[str, int, int]]
) -> None:
    index = CampaignIndex()
    for one in before:
        index.group_report(drawn(*one))
    there = sorted({v.campaign for v in index._variants.values()})
    for one, other in combinations(there, 2):
        index.keep_apart(one, other)
    for text in after:
        assert not set(index.group_report(drawn(*text)).merged) & set(there[1:])


def test_of_a_campaign_only_variants_that_may_be_the_nearest_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A big one has hundreds of them that are near; each comparison takes ten times an estimate."""
    longer = [
        f"{PARCEL} {' '.join(letter * 5 for letter in 'abcdefgh'[at:] + 'xyz'[at:])}" for at in range(3)
    ]
    index, measured = CampaignIndex(), []
    measure = TextFingerprint.measure_similarity

    def count_measured(mine: TextFingerprint, theirs: TextFingerprint) -> float:
        measured.append(theirs)
        return measure(mine, theirs)

    assert set(campaigns(index, report(PARCEL), *map(report, longer))) == {1}
    monkeypatch.setattr(TextFingerprint, "measure_similarity", count_measured)
    place = index.group_report(report(PARCEL + " demain"))
    assert (place.campaign, place.variant, len(measured)) == (1, 1, 1)


def test_what_shares_one_band_by_chance_is_not_looked_at_where_it_must_be_half_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Among many variants nearly all that share a band with a text share no other."""
    hand, words = random.Random(3), f"{FINE} {PARCEL} {VITALE} {REWORDED} {NEIGHBOUR}".split()
    texts = [report(" ".join(hand.sample(words, 14))) for _ in range(300)]
    index, looked_at = CampaignIndex(1, 30_000), set()
    for text in texts:
        index.group_report(text)
    estimate = TextFingerprint.estimate_similarity

    def note_estimate(mine: TextFingerprint, theirs: TextFingerprint) -> float:
        looked_at.add(theirs.skeleton)
        return estimate(mine, theirs)

    monkeypatch.setattr(TextFingerprint, "estimate_similarity", note_estimate)
    new = report(" ".join(hand.sample(words, 14)))
    index.group_report(new)
    shared = {t.fingerprint.skeleton: len({*t.fingerprint.bands} & {*new.fingerprint.bands}) for t in texts}
    assert looked_at == {skeleton for skeleton, bands in shared.items() if bands > 1}
    assert sum(bands == 1 for bands in shared.values()) > 5


@pytest.mark.parametrize(("silent", "found"), [(MOST_SILENT, set()), (MOST_SILENT + 1, {7})])
def test_one_shared_band_is_enough_where_too_many_others_tell_nothing(silent: int, found: set[int]) -> None:
    index = CampaignIndex()
    index.load_band(0, [7])
    for band in range(1, silent + 1):
        index.load_band(band, range(100, 101 + FREQUENT))
    assert index._find_band_mates(range(silent + 1), 0.5) == found
