"""What is said of the tests of several processes: how each went, what went wrong, and which were the dearest."""

from types import SimpleNamespace

import pytest

from tests import costs


def report(when: str = "call", outcome: str = "passed", duration: float = 0.0, **more: object) -> object:
    told = {"when": when, "passed": outcome == "passed", "duration": duration, "user_properties": []}
    return SimpleNamespace(nodeid="tests/test_a.py::test_it", **told | more)


@pytest.fixture
def said(monkeypatch):
    """What is said of a test of these three steps."""

    def run(*steps: object) -> list[object]:
        heard: list[object] = []
        hook = SimpleNamespace(pytest_runtest_logreport=lambda report: heard.append(report))
        monkeypatch.setattr(costs, "runtestprotocol", lambda item, log, nextitem: list(steps))
        assert costs.FewWords().pytest_runtest_protocol(SimpleNamespace(ihook=hook), None)
        return heard

    return run


def test_of_a_test_that_passes_one_thing_is_said(said):
    setup, call, teardown = report("setup"), report(), report("teardown")
    assert said(setup, call, teardown) == [call]


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
@pytest.mark.parametrize("when", ["setup", "call", "teardown"])
def test_whatever_does_not_pass_is_said(said, when, outcome):
    steps = [report(one, outcome if one == when else "passed") for one in ("setup", "call", "teardown")]
    assert report(when, outcome) in said(*steps)


def test_a_fixture_that_takes_a_while_is_said(said):
    slow = report("setup", duration=2 * costs.SAID)
    assert said(slow, report(), report("teardown"))[0] is slow


def test_the_dearest_are_named_with_what_they_took():
    lines: list[str] = []
    writer = SimpleNamespace(write_sep=lambda *_: None, write_line=lines.append)
    dearest = costs.Dearest()
    for seconds in range(1, costs.DEAREST + 3):
        one = report(user_properties=[("cost", (float(seconds), 0.5))])
        one.nodeid = f"tests/test_a.py::test_{seconds}"  # type: ignore[attr-defined]
        dearest.pytest_runtest_logreport(one)  # type: ignore[arg-type]
    list(dearest.pytest_terminal_summary(writer))  # type: ignore[arg-type]
    assert len(lines) == costs.DEAREST
    assert lines[0].split() == ["12.0", "0.5", "tests/test_a.py::test_12"]
