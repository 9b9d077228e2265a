"""Which observations of one order are results of their own: nothing that may be one is passed over."""

from collections.abc import Sequence
from functools import lru_cache

from tocsin.tracing.intake import code_tables
from tocsin.tracing.intake.records import Code


def choose_answers(told: Sequence[tuple[tuple[Code, ...], bool]]) -> tuple[list[int], bool]:
    """The observations that are results, by their places, and whether the order says what was tested.

    ``told`` is of each observation its codes, and whether it says positive, negative or something between.
    Those of a known test are results; so is each of an unknown test that answers. Where there is neither, the
    first stands for the order. The order says what was tested where one observation alone answers.
    """
    known = [has_known_test(codes) for codes, _ in told]
    chosen = [at for at, one in enumerate(known) if one]
    others = [at for at, (_, answers) in enumerate(told) if answers and not known[at]]
    alone = not chosen and len(others) <= 1
    if not chosen and all(code_tables.is_untraced_test(told[at][0]) for at in others):
        # One that is not known to be of another test is not passed over because of those that are.
        others += [at for at, (codes, _) in enumerate(told) if not code_tables.is_untraced_test(codes)][:1]
    return [*chosen, *others] or list(range(len(told)))[:1], alone


@lru_cache(4096)
def has_known_test(tests: tuple[Code, ...]) -> bool:
    """Whether one of its codes is of a disease that is traced."""
    known = code_tables.load_code_tables().tests
    return any((code_tables.name_code_system(system), code) in known for system, code in tests)


def says_answer(values: tuple[Code, ...], text: str, marks: tuple[str, ...]) -> bool:
    """Whether a value, its whole text or a mark beside it says positive, negative or something between."""
    tables = code_tables.load_code_tables()
    if any((code_tables.name_code_system(system), code) in tables.values for system, code in values):
        return True
    return code_tables.fold_text(text) in tables.texts or any(
        ("interpretation", mark.upper()) in tables.values for mark in marks
    )
