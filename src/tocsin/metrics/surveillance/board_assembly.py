"""From rows by département to the boards of every territory."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final

from tocsin.metrics.surveillance import coarse_cells
from tocsin.metrics.surveillance.board import (
    CASE_DATES,
    DAY_BLOCKS,
    DELAY,
    MAPPED,
    NEGATIVES,
    CaseCluster,
    ExactCounts,
    MissedDeadlineForecast,
    QuestionOutcomes,
    SurveillanceBoard,
)
from tocsin.metrics.surveillance.clusters import find_clusters
from tocsin.metrics.surveillance.exact_figures import count_cases_by_age, count_lags, summarise_delay_days
from tocsin.metrics.surveillance.source_rows import Row, SurveillanceRows
from tocsin.metrics.surveillance.territory_aggregation import (
    TerritorySums,
    board_territories,
    departments_inside,
    enclosing_territories,
    sum_by_territory,
    territory_tree,
)
from tocsin.metrics.surveillance.transmission_chains import (
    CaseSourceLink,
    TransmissionChain,
    build_chains,
    count_chain_cases,
)

NOBODY_WAITS: Final = MissedDeadlineForecast(0.0, 0.0, ())
USUAL: Final = "covid19"
"""The disease that has boards also while nobody is ill."""


def assemble_boards(looked: SurveillanceRows) -> list[SurveillanceBoard]:
    rows: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for name, found in looked.rows.items():
        for disease, *row in found:
            rows[disease][name].append(tuple(row))
    groups: dict[str, list[CaseCluster]] = defaultdict(list)
    for disease, cluster in find_clusters(looked.there):
        groups[disease].append(cluster)
    return [
        board
        for disease in sorted({USUAL, *rows})
        for board in _boards_of_disease(disease, rows[disease], groups[disease], looked)
    ]


def _boards_of_disease(
    disease: str, rows: dict[str, list[Row]], groups: list[CaseCluster], looked: SurveillanceRows
) -> list[SurveillanceBoard]:
    links = [CaseSourceLink(disease, *row) for row in rows["links"]]
    trees = build_chains(links)
    sums = _sum_blocks(rows, groups, looked.when.case_days[0])
    _add_chains(sums, rows["people"], trees, links)
    hidden = sums.find_suppressed_blocks()
    fine = _exact_counts(rows, groups, trees, links)
    blocks = {place: sums.blocks_of(place) for place in board_territories()}
    steps = tuple(QuestionOutcomes(*row) for row in looked.steps)
    made = []
    for place in board_territories():
        inside = {
            code: blocks[code]["reach"] for code in territory_tree().get(place, ()) if "reach" in blocks[code]
        }
        made.append(
            SurveillanceBoard(
                disease=disease,
                territory=place,
                at=looked.when.now,
                blocks=blocks[place],
                dates=CASE_DATES,
                negatives_counted=bool(rows["negatives"]),
                hidden=hidden.get(place, frozenset()),
                parts=inside,
                hidden_parts=frozenset(code for code in inside if "reach" in hidden.get(code, ())),
                departments={
                    code: {name: blocks[code].get(name, {}) for name in MAPPED}
                    for code in departments_inside(place)
                },
                hidden_departments={
                    code: names
                    for code in departments_inside(place)
                    if (names := hidden.get(code, frozenset()) & frozenset(MAPPED))
                },
                fine=fine[place],
                steps=steps,
                ahead=looked.ahead.get(place, NOBODY_WAITS),
            )
        )
    return made


def _sum_blocks(rows: dict[str, list[Row]], groups: list[CaseCluster], first_day: date) -> TerritorySums:
    sums = TerritorySums()
    for name in ("clock", "week", "contacts", "follow"):
        for territory, block, cell, people in rows[name]:
            sums.add(territory, block, cell, people)
    for territory, place, results in rows["negatives"]:
        sums.add(territory, f"{NEGATIVES}{first_day + timedelta(days=place)}", "negative", results)
    for territory, by, _, place, people in rows["days"]:
        if by in CASE_DATES:
            sums.add(territory, f"{DAY_BLOCKS[by]}{first_day + timedelta(days=place)}", "cases", people)
    for territory, named, cases in rows["named"]:
        for cell, people in coarse_cells.named_contact_cells([(named, cases)]).items():
            sums.add(territory, "named", cell, people)
    for territory, leg, seconds, ends, waits in rows["delays"]:
        for cell, people in coarse_cells.delay_cells([(seconds, ends, waits)]).items():
            sums.add(territory, f"{DELAY}{leg}", cell, people)
    for territory, messages, parts in rows["messages"]:
        sums.add(territory, "sms", "messages", messages)
        sums.add(territory, "sms", "parts", parts)
    for territory, made, seconds, reached, filtered in rows["calls"]:
        sums.add(territory, "calls", "reached", reached)
        sums.add(territory, "calls", "not", made - reached)
        sums.add(territory, "calls", "seconds", seconds)
        sums.add(territory, "calls", "filtered", filtered)
    for one in groups:
        sums.add(one.territory, "clusters", "clusters", 1)
        sums.add(one.territory, "clusters", "cases", one.cases)
    return sums


def _add_chains(
    sums: TerritorySums, people: list[Row], trees: list[TransmissionChain], links: list[CaseSourceLink]
) -> None:
    in_chains = count_chain_cases(links)
    for territory, cases in people:
        if alone := cases - in_chains[territory]:
            sums.add(territory, "sizes", "1", alone)
            sums.add(territory, "depths", "0", alone)
    for chain in trees:
        sums.add(chain.territory, "sizes", coarse_cells.cell_name(chain.size, coarse_cells.SIZES, "10+"), 1)
        sums.add(chain.territory, "depths", coarse_cells.cell_name(chain.depth, coarse_cells.DEPTHS, "4+"), 1)


def _exact_counts(
    rows: dict[str, list[Row]],
    groups: list[CaseCluster],
    trees: list[TransmissionChain],
    links: list[CaseSourceLink],
) -> dict[str, ExactCounts]:
    delays: dict[str, dict[str, Any]] = defaultdict(dict)
    for leg in {row[1] for row in rows["delays"]}:
        of_leg = ((row[0], row[2:]) for row in rows["delays"] if row[1] == leg)
        for place, counts in sum_by_territory(of_leg, 1).items():
            delays[place][leg] = tuple(counts)
    delay_days = summarise_delay_days(rows["delay_days"])
    curves, lags = count_cases_by_age(rows["days"]), count_lags(rows["days"])
    named = sum_by_territory(((territory, (value, cases)) for territory, value, cases in rows["named"]), 1)
    pairs = sum_by_territory(
        ((link.territory, (link.days, 1)) for link in links if link.days is not None and link.named_by == 1),
        1,
    )
    of_place: dict[str, list[CaseCluster]] = defaultdict(list)
    for one in groups:
        for place in enclosing_territories(one.territory):
            of_place[place].append(one)
    longest: dict[str, tuple[int, int]] = defaultdict(lambda: (1, 0))
    for chain in trees:
        for place in enclosing_territories(chain.territory):
            size, depth = longest[place]
            longest[place] = max(size, chain.size), max(depth, chain.depth)
    return {
        place: ExactCounts(
            delays=delays[place],
            delay_days=delay_days.get(place, {}),
            curves=curves.get(place, {}),
            lags=lags.get(place, {}),
            named=tuple((value, cases) for value, cases in named.get(place, ()) if value >= 0),
            pairs=tuple((days, n) for days, n in pairs.get(place, ())),
            clusters=tuple(of_place[place]),
            largest=longest[place][0],
            deepest=longest[place][1],
        )
        for place in board_territories()
    }
