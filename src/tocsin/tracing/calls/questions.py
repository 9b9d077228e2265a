"""What an agent still has to ask, from what is known already: pure."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.protocol.wording import format_long_date
from tocsin.tracing.calls.model import CallSheet

What = Literal["contacts", "gathering", "help", "household", "test", "clear"]


class CallQuestion(Struct, frozen=True):
    """Something to ask, and what the answer is about."""

    what: What
    text: Wording


def list_questions(sheet: CallSheet) -> tuple[CallQuestion, ...]:
    """The questions of this call, in order, each with what it asks for; what was answered is not asked again."""
    if sheet.withdrawn:
        return ()
    return tuple(
        _iterate_case_questions(sheet) if sheet.contact_id is None else _iterate_contact_questions(sheet)
    )


def _iterate_case_questions(sheet: CallSheet) -> Iterator[CallQuestion]:
    since = format_long_date(sheet.since, year=False) if sheet.since else None
    if not sheet.listed and since:
        yield CallQuestion(
            "contacts",
            Wording(
                f"Qui avez-vous vu depuis le {since.fr} sans masque : repas, trajet, logement ou plus de "
                "15 minutes ? Nom, téléphone ; qui vit avec vous ?",
                f"Whom have you met since {since.en} without a mask: a meal, a journey, a home or more than "
                "15 minutes? Name, phone; who lives with you?",
            ),
        )
    if sheet.gathering_since and since:
        before = format_long_date(sheet.gathering_since, year=False)
        yield CallQuestion(
            "gathering",
            Wording(
                f"Entre le {before.fr} et le {since.fr}, avez-vous été à un rassemblement d'au moins "
                "10 personnes sans masque ? Quoi, où, quel jour, avec qui ?",
                f"Between {before.en} and {since.en}, were you at a gathering of 10 people or more without "
                "masks? What, where, which day, with whom?",
            ),
        )
    yield CallQuestion(
        "help",
        Wording(
            "Avez-vous besoin d'aide pour rester chez vous : courses, logement ?",
            "Do you need help to stay at home: shopping, housing?",
        ),
    )
    yield _ask_if_clear()


def _iterate_contact_questions(sheet: CallSheet) -> Iterator[CallQuestion]:
    if sheet.household is None:
        yield CallQuestion(
            "household",
            Wording(
                "Vivez-vous avec une personne positive en ce moment ?",
                "Do you live with somebody who is positive at the moment?",
            ),
        )
    yield CallQuestion(
        "test", Wording("Pouvez-vous faire le test le jour prévu ?", "Can you take the test on the day?")
    )
    yield CallQuestion(
        "help",
        Wording(
            "Avez-vous besoin d'aide pour rester chez vous : courses, logement ?",
            "Do you need help to stay at home: shopping, housing?",
        ),
    )
    yield _ask_if_clear()


def _ask_if_clear() -> CallQuestion:
    return CallQuestion(
        "clear", Wording("Ces consignes sont-elles claires ?", "Are these instructions clear?")
    )
