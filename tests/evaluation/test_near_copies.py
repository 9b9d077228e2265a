"""Near copies are found, whichever way round, and only they."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tools.near_copies import cut_shingles, find_near_copies

TEXT = st.lists(st.sampled_from("votre colis est en attente payez ici vite".split()), max_size=12).map(
    " ".join
)


def test_one_word_changed_in_a_long_text_is_a_near_copy():
    text = "votre colis est en attente de livraison merci de payer les frais de douane avant ce soir minuit"
    (copy,) = find_near_copies(
        {"a": text, "b": text.replace("minuit", "demain"), "c": "on mange ensemble ce soir"}
    )
    assert (copy.one, copy.other) == ("b", "a")


def test_an_earlier_row_is_found_but_earlier_rows_are_not_compared_with_one_another():
    same = "rappelez le service client"
    (copy,) = find_near_copies({"new": same}, [("old", same)])
    assert (copy.one, copy.other, copy.similarity) == ("new", "earlier old", 1.0)
    assert not list(find_near_copies({}, [("old", same), ("older", same)]))


def test_earlier_rows_of_two_files_may_bear_one_name():
    same = "rappelez le service client"
    copies = list(
        find_near_copies({"new": same}, [("r-1", same), ("r-1", same), ("r-1", "tout autre chose ici")])
    )
    assert [(copy.other, copy.similarity) for copy in copies] == [("earlier r-1", 1.0)] * 2


@given(st.dictionaries(st.sampled_from("abcdef"), TEXT, max_size=6))
def test_it_finds_what_comparing_all_pairs_finds(texts):
    slow = set()
    for one, other in combinations(texts, 2):
        a, b = cut_shingles(texts[one]), cut_shingles(texts[other])
        if a & b and len(a & b) / len(a | b) >= 0.3:
            slow.add(frozenset((one, other)))
    assert {frozenset((c.one, c.other)) for c in find_near_copies(texts)} == slow
