"""Somebody opens many lines and sends a byte now and then; the others are answered all the same."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tocsin.web.patience import Patience, Patient, TooSlow


class Dribble:
    """A body that does not come until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.asked = threading.Semaphore(0)

    def read(self, size: int = -1) -> bytes:
        self.asked.release()
        assert self.let_go.wait(300)
        return b"at last"

    readline = read


def test_a_body_that_is_there_is_read_by_the_thread_that_asks():
    here = threading.get_ident()
    assert (
        Patience().read(lambda size: str((threading.get_ident(), size)).encode(), 7)
        == str((here, 7)).encode()
    )


def test_a_few_slow_ones_are_waited_for_and_the_next_is_told_after_its_time():
    patience, slow = Patience(direct=2, seconds=0.05), Dribble()
    with ThreadPoolExecutor(2) as pool:
        first = [pool.submit(patience.read, slow.read, 10) for _ in range(2)]
        slow.asked.acquire()
        slow.asked.acquire()
        with pytest.raises(TooSlow):
            patience.read(slow.read, 10)
        assert patience.read(lambda size: b"a body that is there", 10) == b"a body that is there"
        slow.let_go.set()
        assert [one.result() for one in first] == [b"at last"] * 2
    assert patience.read(lambda size: b"direct again", 1) == b"direct again"


def test_the_thread_of_a_slow_body_ends_when_its_line_does():
    patience, slow = Patience(direct=0, seconds=0.01), Dribble()
    with pytest.raises(TooSlow):
        patience.read(slow.read, 1)
    (left,) = [thread for thread in threading.enumerate() if thread.name == "slow-body"]
    slow.let_go.set()
    left.join(30)
    assert not left.is_alive()


def test_who_counts_by_client_is_told_when_its_line_ends():
    patience, slow, over = Patience(direct=0, seconds=0.01), Dribble(), []
    with pytest.raises(TooSlow) as caught:
        patience.read(slow.read, 1)
    caught.value.when_over(lambda: over.append("then"))
    assert over == []
    (left,) = [thread for thread in threading.enumerate() if thread.name == "slow-body"]
    slow.let_go.set()
    left.join(30)
    caught.value.when_over(lambda: over.append("at once"))
    assert over == ["then", "at once"]


def test_there_are_only_so_many_threads_that_wait():
    patience, slow = Patience(direct=0, seconds=0.01, left=3), Dribble()
    for _ in range(3):
        with pytest.raises(TooSlow):
            patience.read(slow.read, 1)
    with pytest.raises(TooSlow) as caught:
        patience.read(lambda size: b"a body that is there", 1)
    told = []
    caught.value.when_over(lambda: told.append(1))
    assert told == [1]
    waiting = [thread for thread in threading.enumerate() if thread.name == "slow-body"]
    assert len(waiting) == 3
    slow.let_go.set()
    for thread in waiting:
        thread.join(30)
    assert patience.read(lambda size: b"again", 1) == b"again"


def test_a_large_body_has_more_time():
    asked = []

    class Watched(Patience):
        def _watched(self, read, size):
            asked.append(self._seconds + size / self._rate)
            return b""

    Watched(direct=0, seconds=10, rate=1_000).read(lambda size: b"", 5_000)
    assert asked == [15.0]


def test_what_goes_wrong_in_the_other_thread_is_raised_here():
    def cut(size):
        raise ConnectionResetError("the line was cut")

    for direct in (0, 2):
        with pytest.raises(ConnectionResetError, match="the line was cut"):
            Patience(direct=direct).read(cut, 1)


def test_a_form_that_does_not_come_is_refused_in_words(visitor):
    """As Django reads a form: the page says no, and nothing is written as an error of ours."""
    slow = Dribble()
    body = Patient(slow, Patience(direct=0, seconds=0.01))
    got = visitor.generic("POST", "/", "", content_type="application/x-www-form-urlencoded")
    assert got.status_code < 500
    got = visitor.post("/", {}, **{"wsgi.input": body, "CONTENT_LENGTH": "100"})
    slow.let_go.set()
    assert got.status_code == 400
    assert "<h1" in got.content.decode()


def test_lines_are_read_with_patience_too():
    slow = Dribble()
    with pytest.raises(TooSlow):
        Patient(slow, Patience(direct=0, seconds=0.01)).readline()
    slow.let_go.set()
