"""A picture to the words in it, by a process that is bounded and thrown away."""

import subprocess
import sys
import threading
from typing import Final, Literal

import msgspec

from tocsin.message.picture.layout import arrange_picture
from tocsin.message.picture.model import PictureMessage, PictureWords
from tocsin.pictures.recogniser import RecogniserAnswer, RecogniserProblem

PictureProblem = Literal["not_installed", "broken", "large", "slow", "busy", "empty"]
SECONDS: Final = 40.0
"""By the clock, of one picture."""
AT_ONCE: Final = 2
"""Pictures that one process of ours has read at the same time."""
PATIENCE: Final = 20.0
"""Seconds for which a picture waits for its turn."""
_ENVIRONMENT: Final = {"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
"""Nothing of ours: settings hold keys."""
_turns = threading.BoundedSemaphore(AT_ONCE)
_decode = msgspec.json.Decoder(RecogniserAnswer | RecogniserProblem).decode


class PictureUnread(ValueError):
    """A picture in which nothing could be read."""

    def __init__(self, problem: PictureProblem, detail: str = "") -> None:
        super().__init__(f"{problem} {detail}".strip())
        self.problem = problem
        self.detail = detail
        """What is missing, where a part is not installed."""


def read_picture(data: bytes) -> PictureMessage:
    """The message that a picture shows. Raises PictureUnread."""
    return arrange_words(find_picture_words(data))


def arrange_words(words: PictureWords) -> PictureMessage:
    """The message that the words of a picture make. Raises PictureUnread where there is nothing."""
    message = arrange_picture(words)
    if not message.text:
        raise PictureUnread("empty")
    return message


def find_picture_words(data: bytes) -> PictureWords:
    """Words and codes of a picture, found in a process of its own. Raises PictureUnread.

    The picture goes through a pipe: nothing of it is written to a disk.
    """
    if not _turns.acquire(timeout=PATIENCE):
        raise PictureUnread("busy")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "tocsin.pictures.recogniser"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=_ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PictureUnread("slow") from None
    finally:
        _turns.release()
    return _read_answer(done.returncode, done.stdout)


def _read_answer(status: int, said: bytes) -> PictureWords:
    try:
        answer = _decode(said)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise PictureUnread("slow" if status < 0 else "broken") from None  # a limit ended it
    if isinstance(answer, RecogniserAnswer):
        return answer.words
    if answer.name == "not_installed":
        raise PictureUnread("not_installed", answer.detail)
    raise PictureUnread("large" if answer.name in ("large", "memory") else "broken", answer.detail)
