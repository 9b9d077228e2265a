"""What is wrong, or missing, in a charter that loads: seen by reading all of its clauses together."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import combinations, groupby
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from tocsin.charter.dates import UNDATED, span
from tocsin.charter.diff import verdict_of
from tocsin.charter.errors import CharterError
from tocsin.charter.judged import CONTENTS, MEDIA, ONLY_TOLD
from tocsin.charter.load import load
from tocsin.charter.questions import ListingQuestion, asked, questions, turning_days
from tocsin.charter.schema import (
    LANGUAGES,
    AnyClause,
    Ask,
    Channel,
    Charter,
    Content,
    Listing,
    Period,
    Point,
)
from tocsin.charter.trial import allows
from tocsin.charter.view import View, ask_rank, content_rank
from tocsin.charter.words import said

LONGEST_WORDING = 320
"""Characters: a person in a hurry reads no more."""
FEWEST_FIRES, FEWEST_NEAR_MISSES = 1, 2


class Finding(Struct, frozen=True):
    """Something to mend."""

    rule: str
    """Stable name of the check: ``contradiction``, ``unreachable``..."""
    clause: str
    """Clause concerned, or empty."""
    message: str


def lint(name_or_path: str | Path) -> tuple[Finding, ...]:
    """Everything wrong with a charter; a charter that does not load is one finding, of rule ``schema``."""
    try:
        charter = load(name_or_path)
    except CharterError as error:
        return (Finding("schema", "", str(error)),)
    return check(charter)


def check(charter: Charter) -> tuple[Finding, ...]:
    """Everything wrong with a charter that loads, check by check."""
    return tuple(finding for rule in RULES for finding in rule(charter))


def sources(charter: Charter) -> Iterator[Finding]:
    """A source has a web address, is not younger than the charter, and dates a clause that leans on it."""
    newest = span(charter.version)[1]
    for clause in charter.clauses:
        for source in clause.sources:
            parts = urlsplit(source.url)
            if parts.scheme not in ("http", "https") or "." not in parts.netloc:
                yield Finding("source", clause.id, f"{source.url!r} is not a web address")
            if source.date != UNDATED and span(source.date)[0] > newest:
                yield Finding("source", clause.id, f"its source is dated {source.date}, after the charter")


def languages(charter: Charter) -> Iterator[Finding]:
    """The wording is translated, and short enough to be read."""
    for clause in charter.clauses:
        texts = [said(clause.wording, language) for language in LANGUAGES]
        if len(set(texts)) < len(texts):
            yield Finding("language", clause.id, "the wording is the same in two languages")
        for text in texts:
            if len(text) > LONGEST_WORDING:
                yield Finding("language", clause.id, f"a wording of {len(text)} characters is too long")


def duplicates(charter: Charter) -> Iterator[Finding]:
    """A value of a medium is one contact point in each direction, on any day."""
    points = [c for c in charter.clauses if isinstance(c, Point)]
    for one, other in combinations(points, 2):
        same = (one.medium, one.value, one.direction) == (other.medium, other.value, other.direction)
        if same and _meet(_possible(one.in_force), _possible(other.in_force)):
            yield Finding("duplicate", other.id, f"the same contact point as {one.id}, at the same time")


def contradictions(charter: Charter) -> Iterator[Finding]:
    """No two clauses of the same rank answer a question differently on a day."""
    kinds: dict[type, list[AnyClause]] = {Ask: [], Content: [], Listing: []}
    for clause in charter.clauses:
        if type(clause) in kinds:
            kinds[type(clause)].append(clause)
    for clauses in kinds.values():
        for one, other in combinations(clauses, 2):
            if _differ(one, other) and (common := set(asked(one)) & set(asked(other))):
                question = min(common, key=repr)
                yield Finding("contradiction", other.id, f"answers {question} otherwise than {one.id} does")


def _differ(one: AnyClause, other: AnyClause) -> bool:
    if one.id in other.supersedes or other.id in one.supersedes:
        return False
    answers = {verdict_of(c) for c in (one, other) if isinstance(c, Ask | Content | Listing)}
    return len(answers) > 1 and _rank(one) == _rank(other) and _meet(_counting(one), _counting(other))


def _rank(clause: AnyClause) -> tuple[int, ...]:
    """Rank without its last two terms, the answer itself and the age."""
    if isinstance(clause, Ask):
        return ask_rank(clause)[:-2]
    if isinstance(clause, Content):
        return content_rank(clause)[:-2]
    return ()


Days = tuple[int, int]


def _possible(period: Period) -> Days:
    return period.earliest_start.toordinal(), period.latest_end.toordinal()


def _counting(clause: AnyClause) -> Days:
    """Days on which a clause counts: what forbids when sure, what allows when possible."""
    forbids = isinstance(clause, Listing) or (isinstance(clause, Ask | Content) and clause.allowed == "never")
    p = clause.in_force
    return (p.latest_start.toordinal(), p.earliest_end.toordinal()) if forbids else _possible(p)


def _meet(one: Days, other: Days) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def unreachable(charter: Charter) -> Iterator[Finding]:
    """Every clause that answers a question is the answer on some day."""
    won = {
        answer.id
        for day in turning_days(charter)
        for view in (View(charter, day),)
        for question in questions(charter)
        if (answer := question.answer(view)) is not None
    }
    for clause in charter.clauses:
        answers = isinstance(clause, Ask | Content) or (isinstance(clause, Listing) and clause.closed)
        if answers and clause.id not in won:
            yield Finding("unreachable", clause.id, "no question is answered by it on any day")


def gaps(charter: Charter) -> Iterator[Finding]:
    """A question that has an answer before and after some days has one on those days too."""
    views = [View(charter, day) for day in turning_days(charter)]
    for question in questions(charter):
        if isinstance(question, ListingQuestion):
            known = [_listed(charter, question, view) for view in views]
        else:
            known = [question.answer(view) is not None for view in views]
        for first, last in _holes(known):
            days = f"{views[first].on} to {views[last + 1].on - timedelta(days=1)}"
            yield Finding("gap", "", f"{question} has no answer from {days}")


def _listed(charter: Charter, question: ListingQuestion, view: View) -> bool:
    return any(
        isinstance(c, Listing) and question in asked(c) and c.in_force.surely(view.on) for c in view.clauses
    )


def _holes(known: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last index of each run of misses between two hits."""
    if True not in known:
        return
    start, end = known.index(True), len(known) - known[::-1].index(True)
    for hit, run in groupby(range(start, end), key=known.__getitem__):
        if not hit:
            indexes = list(run)
            yield indexes[0], indexes[-1]


def founding(charter: Charter) -> Iterator[Finding]:
    """Every sentence of the founding document is carried by a clause."""
    carried = {name for clause in charter.clauses for name in clause.founding}
    for sentence in charter.founding:
        if sentence.id not in carried:
            yield Finding("founding", "", f"{sentence.id} is carried by no clause")


def examples(charter: Charter) -> Iterator[Finding]:
    """Every clause has an example that fires and two near misses; where it speaks by silence, of what."""
    for clause in charter.clauses:
        own = [e for e in charter.examples if e.clause == clause.id]
        fires = sum(e.fires for e in own)
        if fires < FEWEST_FIRES or len(own) - fires < FEWEST_NEAR_MISSES:
            yield Finding("examples", clause.id, f"{fires} that fire, {len(own) - fires} near misses")
        for example in own:
            if allows(clause, example) and not example.reason:
                yield Finding("examples", clause.id, f"no reason to silence in {example.text[:40]!r}")


def periods(charter: Charter) -> Iterator[Finding]:
    """What forbids surely holds on some day."""
    for clause in charter.clauses:
        first, last = _counting(clause)
        if first > last:
            yield Finding("period", clause.id, "it surely holds on no day, and so forbids nothing")


def unjudged(charter: Charter) -> Iterator[Finding]:
    """Everything stated is judged: a promise that the engine cannot hold a message against is none."""
    for clause in charter.clauses:
        for what, judged in _stated(clause):
            if unheard := [channel for channel in clause.channels if channel not in judged]:
                yield Finding("unjudged", clause.id, f"{what} is not judged by {', '.join(unheard)}")


def _stated(clause: AnyClause) -> Iterator[tuple[str, frozenset[Channel]]]:
    """What a clause is about, with the channels on which that is judged."""
    if isinstance(clause, Point | Listing):
        for medium in (clause.medium,) if isinstance(clause, Point) else clause.media:
            yield f"{medium} ({clause.direction})", MEDIA.get((medium, clause.direction), frozenset())
    elif isinstance(clause, Content):
        for kind in clause.contents:
            if clause.allowed == "never" or kind not in ONLY_TOLD:
                yield kind, CONTENTS.get(kind, frozenset())


RULES: tuple[Callable[[Charter], Iterator[Finding]], ...] = (
    sources,
    languages,
    periods,
    duplicates,
    contradictions,
    unreachable,
    gaps,
    founding,
    examples,
    unjudged,
)
