"""What is wrong, or missing, in a charter that loads: seen by reading all of its clauses together."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import combinations, groupby
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.channels import ChannelId
from tocsin.charter.diff import summarise_answer
from tocsin.charter.errors import CharterError
from tocsin.charter.example_runner import speaks_by_silence
from tocsin.charter.judgement_coverage import CONTENTS, MEDIA, ONLY_TOLD
from tocsin.charter.loading import load_charter
from tocsin.charter.partial_dates import UNDATED, parse_partial_date
from tocsin.charter.questions import (
    ListingQuestion,
    Question,
    list_clause_questions,
    list_questions,
    list_turning_days,
)
from tocsin.charter.schema import (
    AnyClause,
    AskClause,
    Charter,
    ContentClause,
    ListingClause,
    PointClause,
    ValidityPeriod,
)
from tocsin.charter.view import DatedCharter, rank_ask, rank_content
from tocsin.charter.words import translate_wording
from tocsin.locale.languages import ORIGINALS

LONGEST_WORDING = 320
"""Characters: a person in a hurry reads no more."""
FEWEST_FIRES, FEWEST_NEAR_MISSES = 1, 2


class LintFinding(Struct, frozen=True):
    rule: str
    """Stable name of the check: ``contradiction``, ``unreachable``..."""
    clause: str
    """Clause concerned, or empty."""
    message: str


def lint_charter(name_or_path: str | Path) -> tuple[LintFinding, ...]:
    """Everything wrong with a charter; a charter that does not load is one finding, of rule ``schema``."""
    try:
        charter = load_charter(name_or_path)
    except CharterError as error:
        return (LintFinding("schema", "", str(error)),)
    return lint_loaded_charter(charter)


def lint_loaded_charter(charter: Charter) -> tuple[LintFinding, ...]:
    """Everything wrong with a charter that loads, check by check."""
    return tuple(finding for rule in RULES for finding in rule(charter))


def check_sources(charter: Charter) -> Iterator[LintFinding]:
    """A source has a web address, is not younger than the charter, and dates a clause that leans on it."""
    newest = parse_partial_date(charter.version)[1]
    for clause in _list_own_clauses(charter):
        for source in clause.sources:
            parts = urlsplit(source.url)
            if parts.scheme not in ("http", "https") or "." not in parts.netloc:
                yield LintFinding("source", clause.id, f"{source.url!r} is not a web address")
            if source.date != UNDATED and parse_partial_date(source.date)[0] > newest:
                yield LintFinding(
                    "source", clause.id, f"its source is dated {source.date}, after the charter"
                )


def _list_own_clauses(charter: Charter) -> list[AnyClause]:
    """The clauses that the institution has itself: a layer is linted by itself."""
    return [clause for clause in charter.clauses if not clause.layer]


def check_languages(charter: Charter) -> Iterator[LintFinding]:
    """The wording is translated, and short enough to be read."""
    for clause in charter.clauses:
        texts = [translate_wording(clause.wording, language) for language in ORIGINALS]
        if len(set(texts)) < len(texts):
            yield LintFinding("language", clause.id, "the wording is the same in two languages")
        for text in texts:
            if len(text) > LONGEST_WORDING:
                yield LintFinding("language", clause.id, f"a wording of {len(text)} characters is too long")


def check_duplicates(charter: Charter) -> Iterator[LintFinding]:
    """A value of a medium is one contact point in each direction, on any day."""
    points = [c for c in charter.clauses if isinstance(c, PointClause)]
    for one, other in combinations(points, 2):
        same = (one.medium, one.value, one.direction) == (other.medium, other.value, other.direction)
        if same and _overlap(_possible_days(one.in_force), _possible_days(other.in_force)):
            yield LintFinding("duplicate", other.id, f"the same contact point as {one.id}, at the same time")


def check_contradictions(charter: Charter) -> Iterator[LintFinding]:
    """No two clauses of the same rank answer a question differently on a day."""
    kinds: dict[type, list[AnyClause]] = {AskClause: [], ContentClause: [], ListingClause: []}
    for clause in charter.clauses:
        if type(clause) in kinds:
            kinds[type(clause)].append(clause)
    for clauses in kinds.values():
        for one, other in combinations(clauses, 2):
            if _contradict(one, other) and (
                common := set(list_clause_questions(one)) & set(list_clause_questions(other))
            ):
                question = min(common, key=repr)
                yield LintFinding(
                    "contradiction", other.id, f"answers {question} otherwise than {one.id} does"
                )


def _contradict(one: AnyClause, other: AnyClause) -> bool:
    if one.id in (*other.supersedes, *other.relaxes) or other.id in (*one.supersedes, *one.relaxes):
        return False
    answers = {
        summarise_answer(c) for c in (one, other) if isinstance(c, AskClause | ContentClause | ListingClause)
    }
    return (
        len(answers) > 1
        and _rank_without_answer(one) == _rank_without_answer(other)
        and _overlap(_effective_days(one), _effective_days(other))
    )


def _rank_without_answer(clause: AnyClause) -> tuple[int, ...]:
    """Rank without its last three terms: the answer itself, whose it is, and the age."""
    if isinstance(clause, AskClause):
        return rank_ask(clause)[:-3]
    if isinstance(clause, ContentClause):
        return rank_content(clause)[:-3]
    return ()


Days = tuple[int, int]


def _possible_days(period: ValidityPeriod) -> Days:
    return period.earliest_start.toordinal(), period.latest_end.toordinal()


def _effective_days(clause: AnyClause) -> Days:
    """Days on which a clause counts: what forbids when sure, what allows when possible."""
    forbids = isinstance(clause, ListingClause) or (
        isinstance(clause, AskClause | ContentClause) and clause.allowed == "never"
    )
    p = clause.in_force
    return (p.latest_start.toordinal(), p.earliest_end.toordinal()) if forbids else _possible_days(p)


def _overlap(one: Days, other: Days) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def check_unreachable(charter: Charter) -> Iterator[LintFinding]:
    """Every clause that answers a question is the answer on some day."""
    won = {
        answer.id
        for day in list_turning_days(charter)
        for view in (DatedCharter(charter, day),)
        for question in list_questions(charter)
        if (answer := question.find_answer(view)) is not None
    }
    for clause in charter.clauses:
        answers = isinstance(clause, AskClause | ContentClause) or (
            isinstance(clause, ListingClause) and clause.closed
        )
        if answers and clause.id not in won and not clause.layer:
            yield LintFinding("unreachable", clause.id, "no question is answered by it on any day")


def check_gaps(charter: Charter) -> Iterator[LintFinding]:
    """A question that has an answer of its own before and after some days has one on those days too."""
    days = list_turning_days(charter)
    own = replace(charter, clauses=tuple(_list_own_clauses(charter)))
    views, own_views = ([DatedCharter(one, day) for day in days] for one in (charter, own))
    for question in list_questions(own):
        said = [_is_answered(question, view) for view in own_views]
        known = [was or _is_answered(question, view) for was, view in zip(said, views, strict=True)]
        for first, last in _find_gaps(said, known):
            when = f"{days[first]} to {days[last + 1] - timedelta(days=1)}"
            yield LintFinding("gap", "", f"{question} has no answer from {when}")


def _is_answered(question: Question, view: DatedCharter) -> bool:
    if not isinstance(question, ListingQuestion):
        return question.find_answer(view) is not None
    return any(
        isinstance(c, ListingClause)
        and question in list_clause_questions(c)
        and c.in_force.surely_holds(view.on)
        for c in view.clauses
    )


def _find_gaps(said: list[bool], known: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last index of each run that is not known, between the first and the last that is said."""
    if True not in said:
        return
    start, end = said.index(True), len(said) - said[::-1].index(True)
    for hit, run in groupby(range(start, end), key=known.__getitem__):
        if not hit:
            indexes = list(run)
            yield indexes[0], indexes[-1]


def check_founding(charter: Charter) -> Iterator[LintFinding]:
    """Every sentence of the founding document is carried by a clause."""
    carried = {name for clause in charter.clauses for name in clause.founding}
    for sentence in charter.founding:
        if sentence.id not in carried:
            yield LintFinding("founding", "", f"{sentence.id} is carried by no clause")


def check_examples(charter: Charter) -> Iterator[LintFinding]:
    """Every clause has an example that fires and two near misses; where it speaks by silence, of what."""
    for clause in _list_own_clauses(charter):
        own = [e for e in charter.examples if e.clause == clause.id]
        fires = sum(e.fires for e in own)
        if fires < FEWEST_FIRES or len(own) - fires < FEWEST_NEAR_MISSES:
            yield LintFinding("examples", clause.id, f"{fires} that fire, {len(own) - fires} near misses")
        for example in own:
            if speaks_by_silence(clause, example) and not example.reason:
                yield LintFinding("examples", clause.id, f"no reason to silence in {example.text[:40]!r}")


def check_periods(charter: Charter) -> Iterator[LintFinding]:
    """What forbids surely holds on some day."""
    for clause in charter.clauses:
        first, last = _effective_days(clause)
        if first > last:
            yield LintFinding("period", clause.id, "it surely holds on no day, and so forbids nothing")


def check_unjudged(charter: Charter) -> Iterator[LintFinding]:
    """Everything stated is judged: a promise that the engine cannot hold a message against is none."""
    for clause in charter.clauses:
        for what, judged in _list_stated_subjects(clause):
            if unheard := [channel for channel in clause.channels if channel not in judged]:
                yield LintFinding("unjudged", clause.id, f"{what} is not judged by {', '.join(unheard)}")


def _list_stated_subjects(clause: AnyClause) -> Iterator[tuple[str, frozenset[ChannelId]]]:
    """What a clause is about, with the channels on which that is judged."""
    if isinstance(clause, PointClause | ListingClause):
        for medium in (clause.medium,) if isinstance(clause, PointClause) else clause.media:
            yield f"{medium} ({clause.direction})", MEDIA.get((medium, clause.direction), frozenset())
    elif isinstance(clause, ContentClause):
        for kind in clause.contents:
            if clause.allowed == "never" or kind not in ONLY_TOLD:
                yield kind, CONTENTS.get(kind, frozenset())


RULES: tuple[Callable[[Charter], Iterator[LintFinding]], ...] = (
    check_sources,
    check_languages,
    check_periods,
    check_duplicates,
    check_contradictions,
    check_unreachable,
    check_gaps,
    check_founding,
    check_examples,
    check_unjudged,
)
