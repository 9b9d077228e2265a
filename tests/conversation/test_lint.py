"""Each mistake that lint knows, a flow that makes it, and what stays without a fault."""

import pytest
from msgspec.structs import replace

from tests.conversation.versions import renamed
from tests.conversation.water import FLOW, flow, found
from tocsin.conversation.flow.lint import COMMON_TEXTS, find_faults, find_upgrade_faults
from tocsin.conversation.flow.load import (
    FlowError,
    UnknownFlow,
    list_flows,
    load_common_texts,
    load_flow,
    load_flow_file,
    parse_flow,
)
from tocsin.conversation.flow.schema import NotADuration

MISTAKES = [
    # the graph
    ("start: notice", "start: nowhere", "start", "no state nowhere"),
    ("corrected: changed", "corrected: nowhere", "corrected", "no state nowhere"),
    ("corrected: changed", "", "states.changed", "cannot be reached"),
    ("corrected: changed", "corrected: changed\nended: {why: nowhere}", "ended.why", "no state nowhere"),
    ("corrected: changed", "corrected: changed\nrenamed: {old: nowhere}", "renamed.old", "no state nowhere"),
    (
        "corrected: changed",
        "corrected: changed\nrenamed: {size: done}",
        "renamed.size",
        "is a state of this version",
    ),
    (
        "  done:\n    end: done",
        "  done:\n    wait: {after: 3d}\n    next: until_day",
        "states.notice",
        "leads to no end",
    ),
    (
        "    call: much\n    next: until_day",
        "    call: much\n    next: by_phone",
        "states.by_phone",
        "is on a circle that nothing interrupts",
    ),
    (
        "  rest:\n    wait: {after: 3d}\n    next: done",
        "  rest:\n    wait: {after: 3d}\n    next: home_fork",
        "states.rest",
        "is on a circle that time alone walks: silence has no end",
    ),
    (
        "{if: at_home, is: true, go: rest}",
        "{if: at_home, is: true, go: nowhere}",
        "states.home_fork.branch",
        "no state nowhere",
    ),
    ("no: size}", "no: nowhere}", "states.notice.go.no", "no state nowhere"),
    ("    lost: by_phone", "    lost: nowhere", "states.size.lost", "no state nowhere"),
    ("missed: done}", "missed: nowhere}", "states.until_day.wait.missed", "no state nowhere"),
    (
        "        go: until_day\n  size",
        "        go: nowhere\n  size",
        "states.notice.silence",
        "no state nowhere",
    ),
    ("    next: home_fork", "    next: nowhere", "states.until_day.next", "no state nowhere"),
    ("    next: done\n  rest", "    next: nowhere\n  rest", "states.home_fork.next", "no state nowhere"),
    # what a state is
    ("    end: done", "    end: done\n    wait: {after: 3d}", "states.done", "is at once wait and end"),
    (
        "    call: much\n    next: until_day",
        "    call: much",
        "states.by_phone",
        "does not say what comes next",
    ),
    ("    end: done", "    end: done\n    next: rest", "states.done.next", "after an end"),
    ("    call: much", "    set: {nothing: true}\n    call: much", "states.by_phone.set", "no fact nothing"),
    ("{if: at_home,", "{if: nothing,", "states.home_fork.branch.0.if", "no fact nothing"),
    # questions
    ("    call: much", "    call: much\n    lost: done", "states.by_phone.lost", "without a question"),
    ("    call: much", "    call: much\n    save: seen", "states.by_phone.save", "without a question"),
    (
        "go: {yes: until_day, no: size}",
        "go: {yes: until_day}",
        "states.notice.go",
        "must say where no, yes lead",
    ),
    (
        "go: {little: until_day, much: by_phone}",
        "go: {any: by_phone}",
        "states.size.go",
        "must say where little, much lead",
    ),
    (
        "    save: at_home",
        "    save: at_home\n    next: done",
        "states.notice.next",
        "a question goes on by its answers",
    ),
    ("    save: at_home", "    save: nothing", "states.notice.save", "no fact nothing"),
    (
        "      - after: 1d\n        go: until_day\n",
        "",
        "states.notice.silence",
        "must end by going somewhere: people may never answer",
    ),
    (
        "      - after: 2h\n",
        "      - after: 2h\n        go: done\n",
        "states.notice.silence.0.go",
        "only the last step goes somewhere",
    ),
    ("after: 2h", "after: soon", "states.notice.silence.0.after", str(NotADuration("soon"))),
    # pauses
    ("wait: {after: 3d}", "wait: {}", "states.rest.wait", "needs 'until' or 'after'"),
    (
        "wait: {after: 3d}",
        "wait: {after: 3d, until: cut_day}",
        "states.rest.wait",
        "needs 'until' or 'after'",
    ),
    ("wait: {after: 3d}", "wait: {after: 3 days}", "states.rest.wait.after", str(NotADuration("3 days"))),
    ("until: cut_day", "until: at_home", "states.until_day.wait.until", "no fact at_home that is a day"),
    ('at: "09:00"', 'at: "nine"', "states.until_day.wait.at", "'nine' is no time such as 10:00"),
    (
        'at: "09:00"',
        'at: "21:00"',
        "states.until_day.wait.at",
        "21:00 is in the quiet hours: the day would be over",
    ),
    # texts
    ('en: "It is on {cut_day}. Réf. {code}"', 'en: ""', "states.changed.say.en", "is empty"),
    (
        'le {cut_day}. Réf. {code}", en: "It is on {cut_day}',
        'le {day}. Réf. {code}", en: "It is on {day}',
        "states.changed.say.fr",
        "no fact day",
    ),
    ("OUI ou NON ? Réf. {code}", "OUI ou NON ?", "states.notice.again.fr", "has no issue code: Réf. {code}"),
    (
        'en: "It is on {cut_day}.',
        'en: "It is soon.',
        "states.changed.say",
        "does not show the same facts in both languages",
    ),
    # facts
    (
        "kind: text, worst: {fr: Une longue raison., en: A long reason.}",
        "kind: text",
        "facts.why",
        "a text needs its worst, for the guard",
    ),
    (
        ", otherwise: {fr: à vous, en: there}",
        "",
        "facts.given_name",
        "may be absent: say what texts show 'otherwise'",
    ),
    # asides
    ("fires: [\"j'ai plus d'eau\"]", 'fires: ["il fait froid"]', "asides.dry.fires.0", "is not heard"),
    (
        "near_misses: [\"j'ai plus d'eau chaude\"]",
        "near_misses: [\"j'ai plus d'eau du tout\"]",
        "asides.dry.near_misses.0",
        "is heard",
    ),
    ("fires: [\"j'ai plus d'eau\"]", "fires: []", "asides.dry.fires", "needs an example"),
    (
        "    set: {seen: true}\n    call: dry",
        "    set: {wet: true}\n    call: dry",
        "asides.dry.set",
        "no fact wet",
    ),
    ("    call: dry", "    call: dry\n    go: nowhere", "asides.dry.go", "no state nowhere"),
    ('"C\'est noté. Réf. {code}"', '"C\'est noté."', "asides.dry.say.fr", "has no issue code: Réf. {code}"),
]


def test_a_sound_flow_has_no_fault():
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"), MISTAKES, ids=[f"{m[2]}-{m[3][:30]}" for m in MISTAKES]
)
def test_a_mistake_is_named_with_its_place(old, new, place, problem):
    assert (place, problem, True) in found((old, new))


NEAR_MISSES = [
    (
        "a question without a reminder",
        '        say: {fr: "OUI ou NON. Réf. {code}", en: "YES or NO. Réf. {code}"}\n',
        "        call: silent\n",
    ),
    (
        "a circle that a question interrupts",
        "go: {yes: until_day, no: size}",
        "go: {yes: until_day, no: notice}\n    lost: size",
    ),
    ("a pause at the last hour of the day", 'at: "09:00"', 'at: "19:59"'),
    ("a state of a former version", "corrected: changed", "corrected: changed\nrenamed: {old: done}"),
    ("an option that is no sentence", "little: {fr: peu, en: little}", "little: {fr: un peu, en: a little}"),
]


@pytest.mark.parametrize(("old", "new"), [m[1:] for m in NEAR_MISSES], ids=[m[0] for m in NEAR_MISSES])
def test_what_only_looks_like_a_mistake_is_none(old, new):
    assert found((old, new)) == []


def test_a_fact_that_nobody_uses_is_a_fault_but_not_a_grave_one():
    assert found(("  seen:", "  spare: {kind: flag, optional: true}\n  seen:")) == [
        ("facts.spare", "is never used", False)
    ]


@pytest.mark.parametrize("name", COMMON_TEXTS)
def test_every_common_text_is_needed(name):
    texts = {key: text for key, text in load_common_texts().texts.items() if key != name}
    lacking = replace(flow(), common=replace(load_common_texts(), texts=texts))
    assert [fault.problem for fault in find_faults(lacking)] == [f"no text {name}"]


def test_no_common_text_is_never_said():
    assert set(load_common_texts().texts) == set(COMMON_TEXTS)


# ------------------------------------------------------------------------------------ versions


def test_a_state_that_is_gone_must_say_what_became_of_it():
    later = flow(("  rest:", "  pause:"), ("go: rest}", "go: pause}"), version=2)
    assert [(f.place, f.problem) for f in find_upgrade_faults(later, flow())] == [
        (("renamed",), "state rest of version 1 is gone: say what it became")
    ]


def test_one_that_says_so_is_sound():
    assert list(find_upgrade_faults(renamed(flow()), flow())) == []


def test_a_change_needs_a_higher_version():
    changed = flow(("Travaux. | Works.", "Fuite. | A leak."))
    assert [fault.place for fault in find_upgrade_faults(changed, flow())] == [("version",)]
    assert list(find_upgrade_faults(flow(), flow())) == []


# ------------------------------------------------------------------------------------ loading


def test_a_grave_fault_is_refused_with_its_line():
    bad = FLOW.replace("much: by_phone}", "much: nowhere}")
    line = bad[: bad.index("much: nowhere")].count("\n") + 1
    with pytest.raises(
        FlowError, match=rf"water.yaml, line {line}, states\.size\.go\.much: no state nowhere"
    ):
        parse_flow(bad, "water.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Expected"),
        ("flow: [", "YAML"),
        (FLOW.replace("role: other", "role: plumber"), "role"),
        (FLOW.replace("    ask: yes_no", "    ask: mood"), "ask"),
        (FLOW.replace("    ask: yes_no", "    asks: yes_no"), "asks"),
    ],
)
def test_what_is_no_flow_is_refused(text, said):
    with pytest.raises(FlowError, match=said):
        parse_flow(text, "water.yaml")


def test_a_flow_of_ones_own_is_read_from_a_file(tmp_path):
    (tmp_path / "water.yaml").write_text(FLOW, encoding="utf-8")
    assert load_flow_file(tmp_path / "water.yaml") == parse_flow(FLOW, "water.yaml")


def test_an_unknown_flow_says_which_there_are():
    with pytest.raises(UnknownFlow, match="'tea'; there are case, contact, follow_up"):
        load_flow("tea")


@pytest.mark.parametrize("name", list_flows())
def test_the_flows_that_come_with_it_are_sound(name):
    assert list(find_faults(load_flow(name))) == []
