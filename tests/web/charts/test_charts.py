"""Charts: pictures that are whole, harmless, told in words, and whose places are those of their values."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.tracing.supervision.territory import list_departments
from tocsin.web import charts
from tocsin.web.charts.map_chart import load_department_map
from tocsin.web.charts.svg import AxisScale, axis_ticks

SAID = ("R <of> t", "it & said")
SVG = "{http://www.w3.org/2000/svg}"


def read(drawn):
    """A chart as a tree; it is XML by itself once it says its namespace, as HTML does for it."""
    return ElementTree.fromstring(drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def kinds(tree, kind):
    return [one for one in tree.iter() if kind in one.get("class", "").split()]


def percent(value):
    return f"{100 * value:.0f}%"


class TestEveryChart:
    DRAWN = (
        charts.draw_line("a", *SAID, [[charts.ChartPoint(0, 1, 0.5, 2)]], [(0, "1 <b>")], (0, 3),
                     shown=str, rule=(1.0, "R = 1")),
        charts.draw_bars("a", SAID[0], [charts.ChartBar("<b>", 0.5, "5 & 6", 0.4, 0.6)], told=SAID[1], most=1, shown=percent),
        charts.draw_columns("a", *SAID, [charts.ChartColumn(3), charts.ChartColumn(None)], [(0, "<b>")], str),
        charts.draw_stacked_bar("a", *SAID, [charts.StackSegment("<b>", 3, "3", 1)]),
        charts.draw_line("a", *SAID, charts.lay_out_stairs([charts.CurveStep(1, 0.5, 0.4, 0.6)], 2), [(0, "<b>")],
                         (0, 2), shown=percent, upright=1),
    )  # fmt: skip

    @pytest.mark.parametrize("drawn", DRAWN)
    def test_it_says_what_it_shows(self, drawn):
        tree = read(drawn)
        assert tree.get("role") == "img"
        assert tree.get("aria-labelledby") == "a-title a-told"
        assert tree.find(f"{SVG}title").text == SAID[0]
        assert tree.find(f"{SVG}desc").text == SAID[1]

    @pytest.mark.parametrize("drawn", DRAWN)
    def test_nothing_in_it_is_style_or_script(self, drawn):
        assert not re.search(r"style=|<script|onload|href", drawn)
        assert "<b>" not in drawn

    def test_bars_of_which_nothing_else_is_told_are_said_one_after_the_other(self):
        drawn = charts.draw_bars(
            "a", "t", [charts.ChartBar("x", 1, "1"), charts.ChartBar("y", None, "hidden")]
        )
        assert read(drawn).find(f"{SVG}desc").text == "x: 1; y: hidden"

    def test_one_of_nobody_is_a_picture_too(self):
        for drawn in (
            charts.draw_line("a", "t", "d", [], [], (0, 1), shown=str),
            charts.draw_bars("a", "t", []),
            charts.draw_columns("a", "t", "d", [], [], str),
            charts.draw_stacked_bar("a", "t", "d", [charts.StackSegment("n", 0, "0", 1)]),
            charts.draw_line("a", "t", "d", charts.lay_out_stairs([], 1), [], (0, 1), shown=percent),
        ):
            assert read(drawn).tag == f"{SVG}svg"


class TestPlaces:
    def test_a_bar_is_as_long_as_its_value(self):
        rows = [
            charts.ChartBar("a", 0.25, ""),
            charts.ChartBar("b", 0.5, ""),
            charts.ChartBar("c", None, "hidden"),
        ]
        drawn = kinds(read(charts.draw_bars("n", "t", rows, most=1)), "fill-1")
        widths = [float(one.get("width")) for one in drawn]
        assert len(widths) == 2
        assert widths[1] == pytest.approx(2 * widths[0], rel=0.01)

    def test_the_parts_of_a_stack_fill_it(self):
        parts = [charts.StackSegment("a", 30, "30", 1), charts.StackSegment("b", 70, "70", 2)]
        tree = read(charts.draw_stacked_bar("n", "t", "d", parts))
        first, second = (kinds(tree, f"fill-{fill}")[0] for fill in (1, 2))
        assert float(first.get("width")) == pytest.approx(120 - 1.5)
        assert float(second.get("x")) + float(second.get("width")) == pytest.approx(400 - 1.5)

    def test_a_line_breaks_where_a_day_is_not_known(self):
        points = [charts.ChartPoint(day, 1, 0.5, 2) for day in (0, 1, 2, 5, 6)]
        tree = read(charts.draw_line("n", "t", "d", charts.break_at_gaps(points), [], (0, 6), shown=str))
        assert len(kinds(tree, "line")) == len(kinds(tree, "band")) == 2

    def test_a_day_alone_is_a_dot_with_its_interval(self):
        runs = charts.break_at_gaps([charts.ChartPoint(3, 1, 0.5, 2)])
        tree = read(charts.draw_line("n", "t", "d", runs, [], (0, 6), shown=str))
        assert len(kinds(tree, "dot")) == len(kinds(tree, "whisker")) == 1

    def test_a_day_alone_beyond_the_axis_is_an_arrow_and_no_dot_at_its_end(self):
        runs = charts.break_at_gaps([charts.ChartPoint(3, 119.6, 105, 135)])
        tree = read(charts.draw_line("n", "t", "d", runs, [], (0, 6), shown=str, ceiling=4))
        assert len(kinds(tree, "beyond")) == 1
        assert not list(tree.iter(f"{SVG}circle"))

    def test_several_lines_have_a_class_each_and_their_number_upon_them(self):
        lines = [[charts.ChartPoint(at, height, height / 2, 4) for at in range(11)] for height in (1, 2)]
        drawn = charts.draw_line(
            "n", "t", "d", [*lines, []], [], (0, 10), shown=str, below="hours", classes=("a", "b", "c")
        )
        first, number = kinds(read(drawn), "a")
        assert [len(kinds(first, kind)) for kind in ("line", "band", "number")] == [1, 1, 0]
        assert [one.text for one in number.iter(f"{SVG}text")] == ["1"]
        places = [(one.get("cx"), one.get("cy")) for one in kinds(read(drawn), "number")]
        assert places == [("177.2", "143.5"), ("248.8", "99")]
        assert ">hours</text>" in drawn

    def test_a_hidden_day_is_a_cross_and_an_empty_one_is_nothing(self):
        values = [charts.ChartColumn(5), charts.ChartColumn(0), charts.ChartColumn(None)]
        tree = read(charts.draw_columns("n", "t", "d", values, [], str))
        assert (len(kinds(tree, "fill-1")), len(kinds(tree, "hidden-mark"))) == (1, 1)

    def test_the_axis_of_few_people_counts_whole_people(self):
        tree = read(charts.draw_columns("n", "t", "d", [charts.ChartColumn(2)], [], str))
        assert [one.text for one in tree.iter(f"{SVG}text")] == ["0.0", "1.0", "2.0"]

    def test_two_counts_that_are_compared_stand_side_by_side(self):
        values = [charts.ChartColumn(10, 5), charts.ChartColumn(10)]
        tree = read(charts.draw_columns("n", "t", "d", values, [], str))
        [before], [after, alone] = kinds(tree, "fill-4"), kinds(tree, "fill-1")
        assert float(before.get("x")) + float(before.get("width")) == pytest.approx(
            float(after.get("x")), abs=0.2
        )
        assert float(before.get("height")) == pytest.approx(2 * float(after.get("height")), abs=0.2)
        assert float(alone.get("width")) == pytest.approx(2 * float(before.get("width")), abs=0.2)

    def test_what_may_still_change_is_dashed_or_an_outline(self):
        points = [charts.ChartPoint(day, 1, 0.5, 2, sure=day not in (0, 4)) for day in range(5)]
        runs = charts.break_at_gaps(points)
        assert [[one.x for one in run] for run in runs] == [[0, 1], [1, 2, 3], [3, 4]]
        tree = read(charts.draw_line("n", "t", "d", runs, [], (0, 4), shown=str))
        assert (len(kinds(tree, "line")), len(kinds(tree, "unsure"))) == (3, 2)
        values = [charts.ChartColumn(5), charts.ChartColumn(5, sure=False)]
        tree = read(charts.draw_columns("n", "t", "d", values, [], str))
        assert (len(kinds(tree, "fill-1")), len(kinds(tree, "outline"))) == (1, 1)

    def test_a_curve_ends_where_nothing_is_known_any_more(self):
        runs = charts.lay_out_stairs([charts.CurveStep(1, 0.5)], 10, seen=5)
        tree = read(charts.draw_line("n", "t", "d", runs, [], (0, 10), shown=percent))
        last = re.findall(r"L([\d.]+) [\d.]+$", kinds(tree, "line")[0].get("d"))[0]
        assert float(last) == pytest.approx((34 + 392) / 2, abs=1)


class TestMap:
    """The areas that are shipped, and how they are drawn."""

    @pytest.fixture
    def mainland(self):
        return load_department_map().frames[0].shapes

    def test_every_département_is_on_it_once_beside_the_inset_of_paris(self):
        main, paris, *overseas = load_department_map().frames
        assert len(main.shapes) == 96
        assert list(paris.shapes) == ["75", "92", "93", "94"]
        assert {*main.shapes} | {code for frame in overseas for code in frame.shapes} == {*list_departments()}
        assert all(len(frame.shapes) == 1 for frame in overseas)

    def test_each_lies_in_its_frame(self):
        for frame in load_department_map().frames:
            left, top, width, height = frame.box
            for rings in frame.shapes.values():
                for ring in rings:
                    assert left <= min(ring[::2]) < max(ring[::2]) <= left + width
                    assert top <= min(ring[1::2]) < max(ring[1::2]) <= top + height

    def test_the_largest_and_the_smallest_are_what_they_are(self, mainland):
        areas = {code: sum(map(area, rings)) for code, rings in mainland.items()}
        ordered = sorted(areas, key=areas.__getitem__)
        assert ordered[-3:] == ["24", "40", "33"]
        assert (ordered[:2], sorted(ordered[2:4]), ordered[4]) == (["75", "92"], ["93", "94"], "90")
        # 6,733 and 609 square kilometres; the projection is true to shape, and nearly so to size
        assert areas["29"] / areas["90"] == pytest.approx(6733 / 609, rel=0.1)

    @pytest.mark.parametrize(
        ("code", "around"),
        [("75", "92 93 94"), ("2A", "2B"), ("90", "25 68 70 88"), ("33", "17 24 40 47"), ("29", "22 56"),
         ("69", "01 38 42 71"), ("48", "07 12 15 30 43")],
    )  # fmt: skip
    def test_neighbours_share_a_line(self, mainland, code, around):
        own = edges(mainland[code])
        assert sorted(other for other in mainland if other != code and own & edges(mainland[other])) == (
            around.split()
        )

    def test_an_area_has_its_class_its_words_and_where_it_leads(self):
        areas = {
            "33": charts.MapArea("33 <Gironde> : 12", 5, "/en/boards?t=33"),
            "75": charts.MapArea("75 Paris", "hidden", "?t=75"),
        }
        legend = [(5, "10 – 12"), ("hidden", "hidden")]
        tree = read(charts.draw_map("m", *SAID, areas, legend))
        links = {one.get("href"): one for one in tree.iter(f"{SVG}a")}
        assert [one.get("tabindex") for one in links.values()] == ["-1", "-1"]
        shape = links["/en/boards?t=33"].find(f"{SVG}path")
        assert (shape.get("fill"), shape.find(f"{SVG}title").text) == ("url(#m-5)", "33 <Gironde> : 12")
        assert len(kinds(tree, "outside")) == 96 + 4 + 11 - 3  # Paris is there twice
        assert tree.get("role") == "group"
        patterns = {one.get("id"): len(list(one)) for one in tree.iter(f"{SVG}pattern")}
        assert (patterns["m-1"], patterns["m-5"], patterns["m-hidden"]) == (
            1,
            2,
            2,
        )  # hatched, not coloured alone


def edges(rings):
    """The pieces of line of an area, whichever way they run."""
    found = set()
    for ring in rings:
        points = list(zip(ring[::2], ring[1::2], strict=True))
        found |= {frozenset(two) for two in pairwise([*points, points[0]])}
    return found


def area(ring):
    points = list(zip(ring[::2], ring[1::2], strict=True))
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise([*points, points[0]]))) / 2


class TestScale:
    @settings(max_examples=60)
    @given(st.floats(1e-6, 1e9))
    def test_the_axis_reaches_the_highest_value_with_few_round_steps(self, high):
        found = axis_ticks(high)
        assert found[0] == 0
        assert found[-1] >= high * (1 - 1e-6)
        assert 2 <= len(found) <= 7
        assert found[-2] < high

    def test_what_lies_beyond_an_end_lies_at_it(self):
        scale = AxisScale(0, 10, 100, 200)
        assert [scale.position_of(value) for value in (-5, 0, 5, 10, 99)] == [100, 100, 150, 200, 200]
        assert AxisScale(3, 3, 100, 200).position_of(3) == 100
