"""Nothing personal leaves a process in its logs, whoever wrote them."""

import io
import json
import logging
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy.leaks import assert_no_leak, leaks, spellings
from tocsin.runtime import logs
from tocsin.runtime.logs import log_event, mask_personal

PERSONAL = (
    "06 39 98 00 01",
    "0639980001",
    "06.39.98.00.01",
    "06-39-98-00-01",
    "+33639980001",
    "+33 6 39 98 00 01",
    "+33 (0)6 39 98 00 01",
    "0033639980001",
    "33639980001",
    "01 99 00 12 34",
    "+44 7700 900123",
    "2 69 05 49 588 157 80",
    "269054958815780",
    "1 85 05 2A 123 456",
    "zoe.durand@mail.example",
    "FR76 3000 6000 0112 3456 7890 189",
    "FR7630006000011234567890189",
)
HARMLESS = (
    "case-17.3",
    "contact-123456",
    "12,400 rows in 3.2 s",
    "2027-02-01T12:00:00+00:00",
    "postgresql on 127.0.0.1:5432",
    "shard 255 until 1769947200",
    "K7QF-2M9D",
    "sender 38663 and 3646",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(out: io.StringIO):
    """A log that writes to ``out``; afterwards the process logs as before."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.set_up_logging(out)
    yield logging.getLogger("tocsin.test")
    logging.captureWarnings(False)
    root.handlers[:] = before
    root.setLevel(level)


def lines(out: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_line_with_its_fields(log: logging.Logger, out: io.StringIO):
    log_event(log, "batch_sent", worker="gateway-1", messages=120, rate=4.5, late=False, lane=None)
    [line] = lines(out)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info", "from": "tocsin.test", "event": "batch_sent", "worker": "gateway-1",
        "messages": 120, "rate": 4.5, "late": False, "lane": None,
    }  # fmt: skip


@pytest.mark.parametrize("secret", PERSONAL)
def test_what_looks_personal_is_masked(secret: str):
    said = mask_personal(f"could not reach <{secret}>, again at 12:00")
    assert secret not in said
    assert said.startswith("could not reach <[")
    assert said.endswith("]>, again at 12:00")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_an_operator_needs_stays(text: str):
    assert mask_personal(text) == text


@given(st.sampled_from(PERSONAL), st.text(max_size=30), st.text(max_size=30))
def test_whatever_stands_around_it(secret: str, before: str, after: str):
    assert secret not in mask_personal(f"{before} {secret} {after}")


@pytest.mark.parametrize("secret", PERSONAL)
def test_a_message_of_a_library_is_masked(log: logging.Logger, out: io.StringIO, secret: str):
    logging.getLogger("some.library").warning("rejected %s", secret)
    assert secret not in out.getvalue()
    assert lines(out)[0]["from"] == "some.library"


@pytest.mark.parametrize("secret", PERSONAL)
def test_a_traceback_is_masked(log: logging.Logger, out: io.StringIO, secret: str):
    try:
        raise ValueError(f"no such number: {secret}")
    except ValueError:
        log.exception("step_failed")
    [line] = lines(out)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["trace"]
    assert secret not in line["trace"]


def test_a_field_is_masked_at_any_depth(log: logging.Logger, out: io.StringIO):
    log_event(log, "odd", detail={"to": ["+33639980001"]}, sealed=b"\x01+33639980001")
    assert_no_leak(out.getvalue(), ["+33639980001"])
    assert lines(out)[0]["sealed"] == "13 bytes"


def test_one_record_is_one_line(log: logging.Logger, out: io.StringIO):
    log.info("a\nb\r\nc\u2028d")
    assert out.getvalue().count("\n") == 1


@pytest.mark.parametrize("hostile", ["0" * 5000, "a@" * 2500, "FR76 " * 1000, "+1 " * 2000, "1 " * 3000])
def test_a_hostile_text_costs_no_more_than_another(hostile: str):
    assert len(mask_personal(hostile)) <= logs.MOST * 3


# ---- the search for leaks


def test_a_leak_is_found_in_every_spelling():
    for spelling in spellings("+33639980001"):
        assert leaks(f"x {spelling} y", ["+33639980001"])
    for spelling in ("1980-05-04", "04/05/1980", "19800504"):
        assert leaks(spelling, ["1980-05-04"])
    assert leaks("chez lefevre", ["Lefèvre"])
    assert leaks(json.dumps({"name": "Lefèvre"}), ["Lefèvre"])
    assert leaks("Lefèvre".encode(), ["Lefèvre"])


def test_where_nothing_stands_nothing_is_found():
    noise = "".join(random.Random(4).choices("0123456789abcdef \n", k=10_000))
    assert leaks(noise, ["+33639980001", "Lefèvre", "1980-05-04"]) == {}


def test_a_leak_fails_a_test_with_its_place():
    with pytest.raises(AssertionError, match="stands in: …call 0639980001 now…"):
        assert_no_leak("call 0639980001 now", ["+33639980001"])
