"""What happened to a file is told in words, and what one hand did at one moment in one row."""

from datetime import timedelta

import pytest

from tests.tracing.calls.people import NOON
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.locale.catalogues import load_catalogue
from tocsin.tracing.calls.model import PastCall, ThreadMessage
from tocsin.tracing.cases.case_timeline import TimelineChange
from tocsin.web.calls.timeline_rows import build_timeline

PARIS = "Europe/Paris"


def change(what: str, after: str, why: str, by: str = "anne", minutes: int = 0) -> TimelineChange:
    return TimelineChange(NOON + timedelta(minutes=minutes), what, "", after, why, by)


def tell(*events, lang: str = "fr") -> list[tuple[str, str, str]]:
    return [(row.kind, row.text, row.by) for row in build_timeline(events, PARIS, lang)]


def test_what_one_hand_changed_at_one_moment_is_one_row() -> None:
    later = NOON + timedelta(minutes=9)
    told = tell(
        change("conversation", "case", "begun", "engine"),
        ThreadMessage(NOON, True, "Bonjour", False),
        change("identity_confirmed", "true", "call", minutes=9),
        change("instructions_given", "true", "call", minutes=9),
        change("outcome", "reached", "unexplained", minutes=9),
        PastCall(later, "reached", "anne", ""),
        change("to_call", "help", "call", "bob", minutes=9),
    )
    assert told == [
        ("kind_change", "conversation par SMS : premier échange (commence)", "le service"),
        ("kind_ours", "Bonjour", ""),
        (
            "kind_change",
            "identité confirmée : oui · consignes dites : oui (au téléphone) · "
            "issue : joint (a écrit ce que nous n'avons pas compris : lisez-le)",
            "anne",
        ),
        ("kind_call", "joint", "anne"),
        ("kind_change", "à appeler : a besoin d'aide pour rester chez soi (au téléphone)", "bob"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (("outcome", "void", "corrected"), "outcome: cancelled (result corrected)"),
        (("to_call", "deadline", "deadline"), "to be called: no answer yet, and time is short"),
        (("read", "", "desk.chain"), "file read (who infected whom)"),
        (("named", "sms", "named"), "named: by SMS"),
        (("own_fact", "given", "answer"), "own_fact: said (by SMS)"),
    ],
)
def test_each_change_says_what_and_why(one: tuple[str, str, str], said: str) -> None:
    assert [text for _, text, _ in tell(change(*one), lang="en")] == [said]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_the_flows_ask_has_a_name(lang: str) -> None:
    named = load_catalogue("tocsin", lang)["call.changes"]
    asked = {state.save for flow in list_flows() for state in load_flow(flow).states.values() if state.save}
    assert asked - {"given_name", "lang"} - named.keys() == set()
