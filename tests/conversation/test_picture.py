"""The picture of a flow: whole, readable, and harmless whatever the flow holds."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.layers import Sizes, crossings, layout
from tocsin.conversation.flow.load import flows, load, parse
from tocsin.conversation.flow.picture import MOST_STATES, TooLarge, picture
from tocsin.conversation.flow.schema import State
from tocsin.conversation.flow.style import COLOURS
from tocsin.conversation.flow.svg import clean, element

from .small import COLD

SVG = "{http://www.w3.org/2000/svg}"
SMALL = parse(COLD, "cold.yaml")
SIZES = Sizes(node=100, gap=20, bend=10)
LOOP = """
  rest:
    say: {fr: "Caisse d'essai : encore ? Réf. {code}", en: "Trial fund: again? Réf. {code}"}
    ask: yes_no
    go: {yes: hello, no: rest}
    silence: [{after: 2h, go: done}]
"""


def drawn(flow, lang="fr"):
    return ET.fromstring(picture(flow, lang))


def texts(root, class_=None):
    return [t.text for t in root.iter(f"{SVG}text") if class_ in (None, t.get("class"))]


def renamed(text):
    """The small flow, with every name and text replaced by one."""
    say = Wording(text, text)
    states = {text: State(say=say, onward="end"), "end": State(end=text)}
    return replace(SMALL, name=say, start=text, states=states, sender=text)


class TestWhatPeopleSee:
    @pytest.mark.parametrize("name", flows())
    @pytest.mark.parametrize("lang", ["fr", "en"])
    def test_every_state_has_its_box_and_every_way_its_arrow(self, name, lang):
        flow = load(name)
        root = drawn(flow, lang)
        assert sorted(texts(root, "name")) == sorted(flow.states)
        ways = {(a, b) for a, state in flow.states.items() for _, b in state.targets() if a != b}
        assert len([p for p in root.iter(f"{SVG}path") if p.get("marker-end")]) == len(ways)

    def test_a_box_says_what_it_is_and_what_its_text_costs(self):
        root = drawn(SMALL)
        assert texts(root, "kind") == ["DÉBUT · QUESTION", "MESSAGE", "FIN"]
        assert texts(root).count("1 SMS") == 2

    def test_the_first_words_of_the_text_are_there_and_the_whole_where_the_pointer_rests(self):
        root = drawn(SMALL)
        assert "Caisse d'essai : bonjour" in " ".join(texts(root))
        titles = [t.text for t in root.iter(f"{SVG}title")]
        assert "rest · Caisse d'essai : reposez-vous. Réf. {code}" in titles

    def test_answers_are_named_in_the_language_of_the_reader(self):
        assert {"oui", "non, silence"} <= set(texts(drawn(SMALL, "fr"), "cell"))
        assert {"yes", "no, silence"} <= set(texts(drawn(SMALL, "en"), "cell"))

    def test_who_is_called_is_marked(self):
        assert texts(drawn(SMALL, "en"), "call") == ["call: silent"]

    def test_silence_tells_when(self):
        small = " ".join(texts(drawn(SMALL, "en"), "small"))
        assert "no answer: reminder after 2 h, then call after 4 h" in small

    def test_a_state_that_only_sets_facts_says_which(self):
        step = State(assign={"coughs": False}, onward="done")
        assert "coughs = false" in texts(drawn(replace(SMALL, states=SMALL.states | {"rest": step})))

    def test_a_pause_says_until_when(self):
        flow = replace(load("contact"), start="until_test")
        assert "jusqu'à test_day, 09:00" in texts(drawn(flow))

    def test_a_way_that_nobody_chose_is_dashed(self):
        state = SMALL.states["hello"]
        flow = replace(
            SMALL, states=SMALL.states | {"hello": replace(state, go={"yes": "rest", "no": "rest"})}
        )
        looks = [p.get("class") for p in drawn(flow).iter(f"{SVG}path") if p.get("marker-end")]
        assert sorted(looks) == ["way", "way", "way quiet"]

    def test_a_way_back_to_the_same_state_is_marked_without_an_arrow(self):
        flow = parse(COLD.replace(COLD[COLD.index("  rest:") : COLD.index("  done:")], LOOP), "cold.yaml")
        root = drawn(flow)
        assert "non ↺" in texts(root, "cell")
        assert len([p for p in root.iter(f"{SVG}path") if p.get("marker-end")]) == 4

    def test_a_text_that_is_too_long_for_its_box_is_cut(self):
        long = Wording("mot " * 500, "word " * 500)
        flow = replace(SMALL, states=SMALL.states | {"rest": State(say=long, onward="done")})
        assert sum(line.startswith("mot") for line in texts(drawn(flow))) == 3

    def test_the_same_flow_gives_the_same_picture(self):
        assert picture(load("case"), "fr") == picture(load("case"), "fr")


class TestReadAloud:
    def test_it_has_a_title_and_a_description_that_it_points_to(self):
        root = drawn(SMALL, "en")
        ids = {e.get("id"): e.text for e in root if e.get("id")}
        assert root.get("role") == "img"
        assert root.get("aria-labelledby").split() == list(ids)
        assert ids["flow-title"] == "A cold (cold)"

    def test_the_description_tells_the_whole_graph(self):
        described = drawn(SMALL, "en").find(f"{SVG}desc").text
        assert described == (
            "hello (question): yes → rest; no → done; silence → done. "
            "rest (message): then → done. done (end)."
        )

    def test_letters_stand_out_from_what_is_behind_them(self):
        for fill, ink in COLOURS.values():
            assert contrast(fill, ink) > 4.5
            assert contrast(fill, "#1b2530") > 7
        assert contrast("#ffffff", "#3a4857") > 7
        assert all(contrast(fill, "#a32c1f") > 4.5 for fill, _ in COLOURS.values())


def contrast(one, other):
    """Of two colours, as WCAG 2 defines it."""

    def light(colour):
        shares = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        r, g, b = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class TestHostile:
    @given(st.text(min_size=1, max_size=60))
    def test_whatever_a_flow_holds_the_picture_is_well_formed(self, text):
        root = drawn(renamed(text))
        assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
            *("svg", "title", "desc", "style", "defs", "marker", "g", "rect", "path", "text"),
        }

    @pytest.mark.parametrize(
        "text", ["<script>alert(1)</script>", "</text><a href='x'>", "]]>", '" onload="x']
    )
    def test_text_stays_text(self, text):
        written = picture(renamed(text), "fr")
        assert "<script" not in written
        assert "<a " not in written
        assert not [name for e in ET.fromstring(written).iter() for name in e.attrib if name.startswith("on")]

    def test_nothing_comes_from_elsewhere(self):
        written = picture(load("case"), "fr")
        assert re.findall(r"https?://[^\"]+", written) == ["http://www.w3.org/2000/svg"]
        assert not re.search(r"href|@import|@font-face|url\((?!#)", written)

    def test_control_characters_and_turned_text_are_made_visible(self):
        assert clean("a\x07b\u202ec\ud800") == "a\ufffdb\ufffdc\ufffd"

    def test_an_attribute_cannot_be_left(self):
        assert element("g", title='"><b') == '<g title="&quot;&gt;&lt;b"/>'

    def test_a_way_to_a_state_that_is_not_there_is_left_out(self):
        flow = replace(SMALL, states={"hello": State(onward="nowhere")})
        assert texts(drawn(flow), "name") == ["hello"]

    def test_more_states_than_anybody_can_read_are_refused(self):
        states = {f"s{n}": State(onward=f"s{n + 1}") for n in range(MOST_STATES + 1)}
        with pytest.raises(TooLarge, match=r"301 states, 301 ways"):
            picture(replace(SMALL, states=states), "fr")


def graphs():
    names = st.integers(1, 12).map(lambda n: [f"n{i}" for i in range(n)])
    return names.flatmap(
        lambda nodes: st.tuples(
            st.just(nodes), st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)), max_size=30)
        )
    )


class TestLayers:
    def rows(self, nodes, *ways):
        return layout(nodes.split(), [tuple(way.split(">")) for way in ways], SIZES).rows

    def test_a_node_stands_below_everything_that_leads_to_it(self):
        assert self.rows("a b c d", "a>b", "b>c", "a>c", "c>d") == (("a",), ("b",), ("c",), ("d",))

    def test_a_way_back_is_recognised_and_does_not_turn_the_layers_round(self):
        found = layout(["a", "b", "c"], [("a", "b"), ("b", "c"), ("c", "a")], SIZES)
        assert found.back == {("c", "a")}
        assert found.rows == (("a",), ("b",), ("c",))

    def test_what_nothing_leads_to_stands_just_above_what_it_leads_to(self):
        assert self.rows("a b c x", "a>b", "b>c", "x>c") in (
            (("a",), ("b", "x"), ("c",)),
            (("a",), ("x", "b"), ("c",)),
        )

    def test_crossings_that_need_not_be_are_undone(self):
        found = layout(["s", "a", "b", "x", "y"], [("s", "a"), ("s", "b"), ("a", "y"), ("b", "x")], SIZES)
        assert crossings(found.rows, [("a", "y"), ("b", "x")]) == 0

    def test_crossings_are_counted(self):
        assert crossings([["a", "b"], ["x", "y"]], [("a", "y"), ("b", "x"), ("b", "y")]) == 1

    def test_a_way_that_passes_a_layer_bends_there(self):
        found = layout(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")], SIZES)
        ((row, column),) = found.bends["a", "c"]
        assert row == 1
        assert abs(column - found.column["b"]) >= SIZES.node / 2 + SIZES.bend

    @given(graphs())
    def test_ways_go_down_but_for_those_back(self, graph):
        found = layout(*graph, SIZES)
        row = {name: n for n, names in enumerate(found.rows) for name in names}
        assert set(row) == set(graph[0])
        for a, b in graph[1]:
            if a != b:
                assert (row[a] > row[b]) == ((a, b) in found.back)
                assert row[a] != row[b]

    @given(graphs())
    def test_no_two_boxes_overlap_and_none_leaves_the_page(self, graph):
        found = layout(*graph, SIZES)
        for names in found.rows:
            places = sorted(found.column[name] for name in names)
            assert all(b - a > SIZES.node + SIZES.bend - 1e-6 for a, b in pairwise(places))
        assert all(
            SIZES.node / 2 - 1e-6 <= x <= found.width - SIZES.node / 2 + 1e-6 for x in found.column.values()
        )

    def test_nothing_to_lay_out_is_laid_out(self):
        assert layout([], [], SIZES).rows == ()
