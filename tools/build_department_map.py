"""Write the map of the départements and their populations from two open packages.

Boundaries: layer ``states_provinces`` of ``world_map.gpkg``, which Debian's ``qgis-common`` carries: Natural
Earth 1:10m, Admin 1 v4.1.0 (public domain), generalised by QGIS. Populations: ``communes.json`` of the npm
package ``@etalab/decoupage-administratif`` (populations légales of INSEE, Licence Ouverte).

    python tools/build_department_map.py world_map.gpkg decoupage-administratif/

The mainland and Corse are projected by Lambert-93 (EPSG:2154), each inset by an equirectangular projection at
its middle. Neighbours keep the very same points: a line between two is simplified once, for both.
"""

import json
import sqlite3
import struct
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import asinh, atanh, cos, exp, hypot, log, radians, sin, sqrt, tan
from pathlib import Path

from tocsin.tracing.supervision.territory import list_departments

ROOT = Path(__file__).parents[1] / "src/tocsin"
MAP = ROOT / "web/charts/department_map.json"
POPULATIONS = ROOT / "metrics/surveillance/populations.yaml"
Point = tuple[float, float]
Ring = list[Point]
Shape = list[Ring]

WIDTH = 4000
"""Of the drawing, in tenths of the units of charts."""
TOLERANCE = 6.0
"""Of a line, in these: a point nearer to it than this is left out."""
SMALLEST = 12.0
"""Area of a ring that is left out beside a larger one of the same département."""
TOP, INSETS, GAP = 3730, 640, 30
"""Height of the mainland, side of an inset, and room between."""

ODD_NAMES = {
    "Haute-Rhin": "68", "Seien-et-Marne": "77", "Guyane française": "973", "Saint-Pierre": "975",
    "Miquelon-Langlade": "975", "Saint Barthélemy": "977", "St. Martin": "978", "`Uvea": "986",
    "Windward Islands": "987", "Sud": "988", "Îles Loyauté": "988",
}  # fmt: skip
"""Names of the source that are not ours: misspelt, or of a part. Of scattered islands the main ones are drawn."""
PARTS = {("Nord", "NCL"): "988"}
"""The same of a name that is a département's as well, by its unit."""
PARIS = ("75", "92", "93", "94")
OVERSEAS = ("971", "972", "973", "974", "976", "975", "977", "978", "986", "987", "988")


def read_shapes(path: str) -> dict[str, Shape]:
    """Code -> rings of longitudes and latitudes. Raises KeyError of a name that is no département's."""
    codes = {_fold(name): code for code, name in list_departments().items()}
    found: dict[str, Shape] = defaultdict(list)
    with sqlite3.connect(path) as file:
        rows = file.execute(
            "select name, gu_a3, geom from states_provinces where sov_a3 = 'FR1' order by fid"
        ).fetchall()
    for name, unit, geometry in rows:
        code = PARTS.get((name, unit)) or ODD_NAMES.get(name) or codes.get(_fold(name))
        if code is not None:
            found[code] += _read_rings(geometry)
    if missing := list_departments().keys() - found.keys():
        raise KeyError(f"no shape of {', '.join(sorted(missing))}")
    return dict(found)


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.replace("’", "'").lower())
    return "".join(letter for letter in plain if letter.isalpha() and not unicodedata.combining(letter))


def _read_rings(blob: bytes) -> Shape:
    """The outer rings of a polygon or several, of GeoPackage's own form."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    rings, _ = _read_geometry(blob[8 + envelope :], 0)
    return rings


def _read_geometry(data: bytes, at: int) -> tuple[Shape, int]:
    order = "<" if data[at] else ">"
    kind, count = struct.unpack_from(f"{order}II", data, at + 1)
    at += 9
    rings: Shape = []
    for place in range(count):
        if kind % 1000 == 6:
            inside, at = _read_geometry(data, at)
            rings += inside
            continue
        (points,) = struct.unpack_from(f"{order}I", data, at)
        flat = struct.unpack_from(f"{order}{2 * points}d", data, at + 4)
        at += 4 + 16 * points
        if place == 0:
            rings.append(list(zip(flat[::2], flat[1::2], strict=True)))
    return rings, at


def lambert_93(point: Point) -> Point:
    """Metres east and north (EPSG:2154): the conical conformal projection with two parallels, on GRS80.

    >>> [round(value) for value in lambert_93((3.0, 46.5))]
    [700000, 6600000]
    """
    axis, flat = 6_378_137.0, 1 / 298.257222101
    e = sqrt(2 * flat - flat**2)

    def isometric(latitude: float) -> float:
        return asinh(tan(latitude)) - e * atanh(e * sin(latitude))

    def radius(latitude: float) -> float:
        return axis / sqrt(1 - (e * sin(latitude)) ** 2) * cos(latitude)

    low, high, origin = radians(44), radians(49), radians(46.5)
    n = log(radius(low) / radius(high)) / (isometric(high) - isometric(low))
    scale = radius(low) / n * exp(n * isometric(low))
    longitude, latitude = map(radians, point)
    r, r_origin = (scale * exp(-n * isometric(one)) for one in (latitude, origin))
    turn = n * (longitude - radians(3))
    return 700_000 + r * sin(turn), 6_600_000 + r_origin - r * cos(turn)


def local_projection(shapes: Iterable[Shape]) -> Callable[[Point], Point]:
    """Metres around the middle of what is drawn."""
    latitudes = [y for shape in shapes for ring in shape for _, y in ring]
    middle = radians((min(latitudes) + max(latitudes)) / 2)
    return lambda point: (point[0] * cos(middle) * 111_320, point[1] * 111_320)


def draw_frame(
    shapes: dict[str, Shape], project: Callable[[Point], Point], box: tuple[float, float, float, float]
) -> dict[str, list[list[int]]]:
    """Code -> rings as x, y, x, y... in a box of left, top, width and height, as large as fits."""
    projected = {code: [[project(one) for one in ring] for ring in shape] for code, shape in shapes.items()}
    every = [one for shape in projected.values() for ring in shape for one in ring]
    (west, east), (south, north) = ((min(side), max(side)) for side in zip(*every, strict=True))
    left, top, width, height = box
    scale = min(width / (east - west), height / (north - south))
    dx, dy = left + (width - scale * (east - west)) / 2, top + (height - scale * (north - south)) / 2

    def place(point: Point) -> Point:
        return dx + scale * (point[0] - west), dy + scale * (north - point[1])

    placed = {code: [[place(one) for one in ring] for ring in shape] for code, shape in projected.items()}
    owners: dict[Point, set[str]] = defaultdict(set)
    for code, shape in placed.items():
        for ring in shape:
            for one in ring:
                owners[one].add(code)
    lines = {
        code: [_simplify_ring(ring, owners) for ring in _keep_rings(shape)] for code, shape in placed.items()
    }
    return {
        code: [[round(value) for one in ring[:-1] for value in one] for ring in rings if len(ring) > 3]
        for code, rings in lines.items()
    }


def _keep_rings(shape: Shape) -> Shape:
    largest = max(shape, key=ring_area)
    return [ring for ring in shape if ring is largest or ring_area(ring) >= SMALLEST]


def ring_area(ring: Sequence[Point]) -> float:
    """Of a closed ring."""
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise(ring))) / 2


def _simplify_ring(ring: Ring, owners: dict[Point, set[str]]) -> Ring:
    """Cut where the neighbour changes; each piece is simplified from its lesser end, as its neighbour does."""
    points = ring[:-1]
    cuts = [
        place
        for place, one in enumerate(points)
        if owners[one] != owners[points[place - 1]]
        or owners[one] != owners[points[(place + 1) % len(points)]]
    ]
    if not cuts:
        begin = points.index(min(points))
        far = max(range(len(points)), key=lambda place: hypot(points[place][0] - points[begin][0],
                                                             points[place][1] - points[begin][1]))  # fmt: skip
        cuts = sorted({begin, far})
    found: Ring = []
    for begin, end in pairwise([*cuts, cuts[0] + len(points)]):
        piece = [points[place % len(points)] for place in range(begin, end + 1)]
        turned = piece[0] > piece[-1]
        kept = _simplify_line(piece[::-1] if turned else piece)
        found += (kept[::-1] if turned else kept)[:-1]
    return [*found, found[0]]


def _simplify_line(line: Ring) -> Ring:
    """By Douglas and Peucker."""
    if len(line) < 3:
        return line
    (x, y), (u, v) = line[0], line[-1]
    length = hypot(u - x, v - y) or 1.0
    off = [abs((u - x) * (y - q) - (x - p) * (v - y)) / length for p, q in line[1:-1]]
    worst = max(range(len(off)), key=off.__getitem__) + 1
    if off[worst - 1] <= TOLERANCE:
        return [line[0], line[-1]]
    return _simplify_line(line[: worst + 1])[:-1] + _simplify_line(line[worst:])


def build_map(shapes: dict[str, Shape]) -> dict[str, object]:
    """Frames, and in each the shapes: first the mainland, then Paris and its neighbours, and overseas."""
    mainland = {code: shape for code, shape in shapes.items() if code not in OVERSEAS}
    frames = [
        {"codes": sorted(mainland), "box": [0, 0, WIDTH, TOP],
         "shapes": draw_frame(mainland, lambert_93, (40, 20, WIDTH - 80, TOP - 40))},
    ]  # fmt: skip
    insets: list[tuple[str, ...]] = [PARIS, *((code,) for code in OVERSEAS)]
    for place, codes in enumerate(insets):
        row, column = divmod(place, 6)
        left, top = column * (INSETS + GAP), TOP + GAP + row * (INSETS + GAP)
        inside = {code: shapes[code] for code in codes}
        project = lambert_93 if codes == PARIS else local_projection(inside.values())
        box = (left + 50, top + 50, INSETS - 100, INSETS - 190)
        frames.append(
            {
                "codes": list(codes),
                "box": [left, top, INSETS, INSETS],
                "shapes": draw_frame(inside, project, box),
            }
        )
    return {
        "source": "Natural Earth 1:10m, Admin 1 v4.1.0 (public domain), generalised by QGIS 3.40.6",
        "height": TOP + 2 * (INSETS + GAP),
        "frames": frames,
    }


def read_populations(package: Path) -> dict[str, int]:
    """Code -> inhabitants, added up over its communes; a part of a commune is not counted twice."""
    found: dict[str, int] = defaultdict(int)
    for one in json.loads((package / "data/communes.json").read_text(encoding="utf-8")):
        code = one.get("departement") or one.get("collectiviteOutremer", {}).get("code")
        if one["type"] == "commune-actuelle" and code in list_departments():
            found[code] += one.get("population", 0)
    if missing := [code for code in list_departments() if not found[code]]:
        print(f"no population of {', '.join(missing)}")
    return {code: found[code] for code in list_departments() if found[code]}


def main() -> None:
    """Write both files."""
    file, package = sys.argv[1:]
    MAP.write_text(json.dumps(build_map(read_shapes(file)), separators=(",", ":")) + "\n", encoding="utf-8")
    version = json.loads((Path(package) / "package.json").read_text(encoding="utf-8"))["version"]
    lines = [
        "# Inhabitants of each département: the populations légales of INSEE, added up over the communes by",
        f"# tools/build_department_map.py from @etalab/decoupage-administratif {version} (Licence Ouverte 2.0).",
        "source: >-",
        "  INSEE, populations légales (https://www.insee.fr/fr/statistiques/8680726), collectivités d'outre-mer",
        "  (https://www.insee.fr/fr/statistiques/8680702), Mayotte 2017 (https://www.insee.fr/fr/statistiques/3291775)",
        "inhabitants:",
        *(f'  "{code}": {people}' for code, people in sorted(read_populations(Path(package)).items())),
    ]
    POPULATIONS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{MAP}: {MAP.stat().st_size} bytes; {POPULATIONS}")


if __name__ == "__main__":
    main()
