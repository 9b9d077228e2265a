"""From rows by département to the boards of every territory."""

from collections import defaultdict
from typing import Any, Final

from tocsin.tracing.boards import bins
from tocsin.tracing.boards.chains import Chain, Link, chains, members
from tocsin.tracing.boards.clusters import clusters
from tocsin.tracing.boards.model import DAY, DELAY, Ahead, Board, Cluster, Fine, Step
from tocsin.tracing.boards.read import Looked, Row
from tocsin.tracing.boards.tree import Sums, above, merged, places, tree

NOBODY_WAITS: Final = Ahead(0.0, 0.0, ())
USUAL: Final = "covid19"
"""The disease that has boards also while nobody is ill."""


def boards(looked: Looked) -> list[Board]:
    """A board for each disease and territory."""
    rows: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for name, found in looked.rows.items():
        for disease, *row in found:
            rows[disease][name].append(tuple(row))
    groups: dict[str, list[Cluster]] = defaultdict(list)
    for disease, cluster in clusters(looked.there):
        groups[disease].append(cluster)
    return [
        board
        for disease in sorted({USUAL, *rows})
        for board in _of_disease(disease, rows[disease], groups[disease], looked)
    ]


def _of_disease(
    disease: str, rows: dict[str, list[Row]], groups: list[Cluster], looked: Looked
) -> list[Board]:
    links = [Link(disease, *row) for row in rows["links"]]
    trees = chains(links)
    sums = _sums(rows, groups)
    _add_chains(sums, rows["people"], trees, links)
    hidden = sums.hidden()
    fine = _fine(rows, groups, trees, links)
    blocks = {place: sums.of(place) for place in places()}
    steps = tuple(Step(*row) for row in looked.steps)
    made = []
    for place in places():
        inside = {code: blocks[code]["reach"] for code in tree().get(place, ()) if "reach" in blocks[code]}
        made.append(
            Board(
                disease=disease,
                territory=place,
                at=looked.when.now,
                blocks=blocks[place],
                hidden=hidden.get(place, frozenset()),
                parts=inside,
                hidden_parts=frozenset(code for code in inside if "reach" in hidden.get(code, ())),
                fine=fine[place],
                steps=steps,
                ahead=looked.ahead.get(place, NOBODY_WAITS),
            )
        )
    return made


def _sums(rows: dict[str, list[Row]], groups: list[Cluster]) -> Sums:
    sums = Sums()
    for name in ("clock", "week", "contacts"):
        for territory, block, cell, people in rows[name]:
            sums.add(territory, block, cell, people)
    for territory, day, people in rows["days"]:
        sums.add(territory, f"{DAY}{day.isoformat()}", "cases", people)
    for territory, named, cases in rows["named"]:
        for cell, people in bins.named_cells([(named, cases)]).items():
            sums.add(territory, "named", cell, people)
    for territory, leg, seconds, ends, waits in rows["delays"]:
        for cell, people in bins.delay_cells([(seconds, ends, waits)]).items():
            sums.add(territory, f"{DELAY}{leg}", cell, people)
    for territory, messages, parts in rows["messages"]:
        sums.add(territory, "sms", "messages", messages)
        sums.add(territory, "sms", "parts", parts)
    for territory, made, seconds, reached in rows["calls"]:
        sums.add(territory, "calls", "reached", reached)
        sums.add(territory, "calls", "not", made - reached)
        sums.add(territory, "calls", "seconds", seconds)
    for one in groups:
        sums.add(one.territory, "clusters", "clusters", 1)
        sums.add(one.territory, "clusters", "cases", one.cases)
    return sums


def _add_chains(sums: Sums, people: list[Row], trees: list[Chain], links: list[Link]) -> None:
    in_chains = members(links)
    for territory, cases in people:
        if alone := cases - in_chains[territory]:
            sums.add(territory, "sizes", "1", alone)
            sums.add(territory, "depths", "0", alone)
    for chain in trees:
        sums.add(chain.territory, "sizes", bins.cell(chain.size, bins.SIZES, "10+"), 1)
        sums.add(chain.territory, "depths", bins.cell(chain.depth, bins.DEPTHS, "4+"), 1)


def _fine(
    rows: dict[str, list[Row]], groups: list[Cluster], trees: list[Chain], links: list[Link]
) -> dict[str, Fine]:
    delays: dict[str, dict[str, Any]] = defaultdict(dict)
    for leg in {row[1] for row in rows["delays"]}:
        of_leg = ((row[0], row[2:]) for row in rows["delays"] if row[1] == leg)
        for place, counts in merged(of_leg, 1).items():
            delays[place][leg] = tuple(counts)
    named = merged(((territory, (value, cases)) for territory, value, cases in rows["named"]), 1)
    pairs = merged(
        ((link.territory, (link.days, 1)) for link in links if link.days is not None and link.named_by == 1),
        1,
    )
    of_place: dict[str, list[Cluster]] = defaultdict(list)
    for one in groups:
        for place in above(one.territory):
            of_place[place].append(one)
    longest: dict[str, tuple[int, int]] = defaultdict(lambda: (1, 0))
    for chain in trees:
        for place in above(chain.territory):
            size, depth = longest[place]
            longest[place] = max(size, chain.size), max(depth, chain.depth)
    return {
        place: Fine(
            delays=delays[place],
            named=tuple((value, cases) for value, cases in named.get(place, ()) if value >= 0),
            pairs=tuple((days, n) for days, n in pairs.get(place, ())),
            clusters=tuple(of_place[place]),
            largest=longest[place][0],
            deepest=longest[place][1],
        )
        for place in places()
    }
