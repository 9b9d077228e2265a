"""Somebody opens many lines and sends a byte now and then; the others are answered all the same."""

import asyncio
import gc
import threading
import weakref
from functools import partial

import pytest

from tocsin.web.incoming_body import BodyBounds, BodyTooLarge, BodyTooSlow, TooManyBodies
from tocsin.web.request_buffering import BufferingServer

SHORT = BodyBounds(seconds=0.05, rate=1_000_000)


class Line:
    """One request as the server hands it over: pieces of a body, and then silence, or its end."""

    def __init__(self, *pieces, path="/", length=None, ends=True, client="192.0.2.7", headers=()):
        length = sum(map(len, pieces)) if length is None else length
        announced = [(b"content-length", b"%d" % length)] if length else []
        self.scope = {
            "type": "http", "method": "POST", "raw_path": path.encode(), "query_string": b"",
            "scheme": "http", "server": ("127.0.0.1", "80"), "client": (client, "5"), "http_version": "1.1",
            "headers": [*announced, *headers],
        }  # fmt: skip
        self.pieces = list(pieces)
        self.atom_ends = ends
        self.waiting = 0
        self.silent = asyncio.Event()
        self.over = asyncio.Event()
        self.said = []
        self.waited_while_answered = 0

    async def receive(self):
        if self.pieces:
            piece = self.pieces.pop(0)
            return {
                "type": "http.request",
                "body": piece,
                "more_body": bool(self.pieces) or not self.atom_ends,
            }
        self.waiting += 1
        self.silent.set()
        try:
            await self.over.wait()
            return {"type": "http.request", "body": b"", "more_body": False}
        finally:
            self.waiting -= 1

    def end(self):
        self.over.set()

    async def send(self, message):
        self.waited_while_answered += self.waiting
        self.said.append(message)

    @property
    def status(self):
        return self.said[0]["status"]

    @property
    def body(self):
        return b"".join(message.get("body", b"") for message in self.said[1:])


def echo(environ, start):
    """Answers what was sent, or the name of what went wrong."""
    try:
        body = environ["wsgi.input"].read()
    except OSError as error:
        body = type(error).__name__.encode()
    start("200 OK", [("Content-Type", "text/plain")])
    return [body]


async def answered(server, line):
    await server(line.scope, line.receive, line.send)
    return line


def ask(line_of, *, application=echo, bounds=SHORT, **more):
    """What one line gets."""

    async def asked():
        return await answered(BufferingServer(application, threads=2, bounds=bounds, **more), line_of())

    return asyncio.run(asked())


def test_a_body_is_there_as_a_whole_before_a_thread_is_asked():
    assert ask(partial(Line, b"one ", b"two ", b"three")).body == b"one two three"


def test_no_body_is_waited_for_where_none_is_announced():
    got = ask(partial(Line, length=0, ends=False))
    assert (got.body, got.silent.is_set()) == (b"", False)


def test_who_sends_nothing_is_told_and_nothing_waits_for_him_when_he_is_answered():
    got = ask(partial(Line, b"a", length=100, ends=False))
    assert got.body == BodyTooSlow.__name__.encode()
    assert got.silent.is_set()
    assert got.waited_while_answered == 0


def test_nothing_holds_on_to_a_line_that_was_told():
    """The server ends a line when nobody knows its body any more; not when the collector comes."""
    known = []

    async def asked():
        line = Line(b"a", length=100, ends=False)
        known.append(weakref.ref(line))
        await answered(BufferingServer(keeps, threads=1, bounds=SHORT), line)

    kept = []

    def keeps(environ, start):
        kept.append(environ)
        return echo(environ, start)

    gc.collect()
    gc.disable()
    try:
        asyncio.run(asked())
        assert known[0]() is None
    finally:
        gc.enable()


def test_slow_lines_hold_no_thread():
    """A hundred of them and one thread: the next is answered while they are waited for."""

    async def asked():
        bounds = BodyBounds(seconds=600, at_once_by_client=1_000)
        server = BufferingServer(echo, threads=1, bounds=bounds)
        slow = [Line(b"a", length=100, ends=False) for _ in range(100)]
        tasks = [asyncio.create_task(answered(server, line)) for line in slow]
        await asyncio.gather(*(line.silent.wait() for line in slow))
        got = await answered(server, Line(b"at once"))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return got, [line.said for line in slow]

    got, said = asyncio.run(asked())
    assert got.body == b"at once"
    assert said == [[]] * 100


def test_a_byte_now_and_then_gives_no_more_time(monkeypatch):
    """Each byte comes after a while; the clock of the loop is ours."""

    class Dribble(Line):
        async def receive(self):
            self.at[0] += 4.0
            return {"type": "http.request", "body": b"a", "more_body": True}

    async def asked():
        line = Dribble(b"", length=1_000, ends=False)
        line.at = [asyncio.get_running_loop().time()]
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: line.at[0])
        began = line.at[0]
        server = BufferingServer(echo, threads=1, bounds=BodyBounds(seconds=10))
        await answered(server, line)
        return line.body, line.at[0] - began

    body, took = asyncio.run(asked())
    assert body == BodyTooSlow.__name__.encode()
    assert 10 < took <= 16


def test_one_client_may_have_only_so_many_bodies_under_way_and_another_is_taken():
    async def asked():
        bounds = BodyBounds(seconds=600, at_once_by_client=3)
        server = BufferingServer(echo, threads=1, bounds=bounds)
        slow = [Line(b"a", length=100, ends=False) for _ in range(3)]
        tasks = [asyncio.create_task(answered(server, line)) for line in slow]
        await asyncio.gather(*(line.silent.wait() for line in slow))
        refused = await answered(server, Line(b"b"))
        other = await answered(server, Line(b"c", client="192.0.2.8"))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return refused.body, other.body, (await answered(server, Line(b"d"))).body

    assert asyncio.run(asked()) == (TooManyBodies.__name__.encode(), b"c", b"d")


@pytest.mark.parametrize("bound", ["by_client", "together"])
def test_the_memory_of_bodies_has_an_end_and_comes_back(bound):
    bounds = BodyBounds(seconds=600, small=10, **{bound: 100})

    async def asked():
        server = BufferingServer(echo, threads=1, bounds=bounds)
        first = Line(b"a" * 100, length=200, ends=False)
        task = asyncio.create_task(answered(server, first))
        await first.silent.wait()
        refused = (await answered(server, Line(b"b" * 50))).body
        small = (await answered(server, Line(b"c" * 10))).body
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return refused, small, (await answered(server, Line(b"d" * 50))).body

    assert asyncio.run(asked()) == (TooManyBodies.__name__.encode(), b"c" * 10, b"d" * 50)


def test_what_is_announced_as_too_large_is_refused_before_it_comes_and_heard_out_after():
    got = ask(partial(Line, b"a" * 60, b"b" * 60, length=120), bounds=BodyBounds(seconds=0.05, held=100))
    assert got.body == BodyTooLarge.__name__.encode()
    assert got.pieces == []


def test_what_grows_too_large_is_handed_over_as_far_as_it_came():
    chunked = [(b"transfer-encoding", b"chunked")]
    got = ask(
        lambda: Line(*[b"a" * 60] * 4, length=0, headers=chunked), bounds=BodyBounds(seconds=0.05, held=100)
    )
    assert got.body == b"a" * 120


# ---- answered while it comes


def lines(environ, start):
    """Gives back every piece as it is read."""
    start("200 OK", [])
    read = environ["wsgi.input"].read

    def pieces():
        try:
            while piece := read(10):
                yield piece.upper()
        except OSError as error:
            yield type(error).__name__.encode()

    return pieces()


def test_a_long_body_is_answered_while_it_comes():
    got = ask(
        lambda: Line(b"a" * 10, b"b" * 10, b"c" * 10), application=lines, streamed={"/": 10}, bounds=SHORT
    )
    assert got.body == b"A" * 10 + b"B" * 10 + b"C" * 10
    assert len(got.said) == 5


def test_the_thread_of_a_body_that_stops_is_free_again():
    got = ask(
        lambda: Line(b"a" * 10, length=100, ends=False), application=lines, streamed={"/": 10}, bounds=SHORT
    )
    assert got.body == b"A" * 10 + BodyTooSlow.__name__.encode()
    assert got.waiting == 0


def test_few_bodies_are_answered_while_they_come():
    async def asked():
        bounds = BodyBounds(seconds=600, streams=1)
        server = BufferingServer(lines, threads=2, bounds=bounds, streamed={"/": 10})
        first = Line(b"a" * 10, length=100, ends=False)
        task = asyncio.create_task(answered(server, first))
        await first.silent.wait()
        refused = (await answered(server, Line(b"b" * 10, b"c"))).body
        first.end()
        await task
        return refused, first.body

    assert asyncio.run(asked()) == (TooManyBodies.__name__.encode(), b"A" * 10)


def test_a_client_that_takes_nothing_holds_a_thread_for_a_while_only():
    closed = threading.Event()

    def endless(environ, start):
        start("200 OK", [])
        try:
            while True:
                yield b"a"
        finally:
            closed.set()

    class Deaf(Line):
        async def send(self, message):
            if message["type"] == "http.response.body":
                await asyncio.Event().wait()

    ask(partial(Deaf, b"a"), application=endless)
    assert closed.is_set()


# ---- as WSGI has it


def test_a_request_is_told_as_wsgi_has_it():
    told = {}

    def look(environ, start):
        told.update(environ)
        start("204 No Content", [("X-A", "b")])
        return [b""]

    given = [(b"x-forwarded-for", b"192.0.2.9"), (b"x_forwarded_for", b"203.0.113.1"), (b"cookie", b"a=1"),
             (b"cookie", b"b=2"), (b"accept", b"a/b"), (b"accept", b"c/d")]  # fmt: skip
    got = ask(lambda: Line(length=0, path="/num%C3%A9ro/%2B33", headers=given), application=look)
    assert got.said[0]["headers"] == [(b"x-a", b"b")]
    assert told["PATH_INFO"].encode("latin-1").decode() == "/numéro/+33"
    assert told["HTTP_X_FORWARDED_FOR"] == "192.0.2.9"
    assert (told["HTTP_COOKIE"], told["HTTP_ACCEPT"]) == ("a=1;b=2", "a/b,c/d")
    assert told["REMOTE_ADDR"] == "192.0.2.7"


def test_an_application_that_fails_is_an_error_of_ours():
    def fails(environ, start):
        raise RuntimeError("never shown")

    got = ask(partial(Line, b"a"), application=fails)
    assert (got.status, got.body) == (500, b"")


def test_a_form_that_does_not_come_is_refused_in_words(visitor):
    """As Django reads a form: the page says no, and nothing is written as an error of ours."""
    from tocsin.web.incoming_body import RefusedBody

    for why, status in ((BodyTooSlow, 400), (TooManyBodies, 429)):
        got = visitor.post("/", {}, **{"wsgi.input": RefusedBody(why), "CONTENT_LENGTH": "100"})
        assert got.status_code == status
        assert "<h1" in got.content.decode()
