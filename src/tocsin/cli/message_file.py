"""Whether what was typed is the path of a file, and what is read of that file: a path is never judged as a text."""

import re
from pathlib import Path
from typing import Final

from tocsin.cli import exit_status
from tocsin.deferred_pattern import defer_pattern
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.source_kind import Kind, detect_kind

_LONGEST_PATH: Final = 1_000
_FILE_SUFFIX: Final = defer_pattern(
    r"\.(?:eml|msg|mbox|txt|html?|png|jpe?g|jfif|gif|webp|bmp|tiff?|hei[cf]|avif|svg|pdf|rtf|docx?|odt|xlsx?|pptx?"
    r"|mp[34]|m4a|ogg|opus|wav|json|jsonl|csv)",
    re.IGNORECASE,
)
"""How the name of a file ends, and no host does."""
_ADDRESS: Final = defer_pattern(r"[a-z][a-z0-9+.-]*://|www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.IGNORECASE)
"""How a link begins: ``ameli.example/avis.pdf`` is one, ``./avis.pdf`` is a file."""


def names_file(typed: str) -> bool:
    """Whether what was typed is the path of a file, there or not, rather than a message.

    >>> names_file("photo.png"), names_file("ameli.example/avis.pdf"), names_file("Ouvrez la photo.\\nMerci")
    (True, False, False)
    """
    if not typed or len(typed) > _LONGEST_PATH or any(c in typed for c in "\n\r\0"):
        return False
    path = Path(typed)
    try:
        if path.is_file() or (path.is_dir() and "/" in typed):
            return True
    except OSError:  # a name longer than the system takes
        return False
    named = bool(_FILE_SUFFIX.fullmatch(path.suffix)) and not _ADDRESS.match(typed)
    return named and (" " not in typed or "/" in typed.partition(" ")[0])


def read_bounded_file(name: str) -> bytes:
    """The content of a file, up to the bound of a message and one byte more."""
    try:
        with Path(name).open("rb") as file:
            return file.read(MESSAGE_BYTES + 1)
    except OSError as error:
        raise exit_status.failure_from_os_error(error, name) from error
    except ValueError as error:  # a NUL in the name
        raise exit_status.NoSuchFile(place=name) from error


def detect_readable_kind(source: bytes, place: str) -> Kind:
    """What a source is. Raises BadData where no message can be read of it."""
    if not source.strip():
        raise exit_status.BadData("it is empty", place=place)
    kind = detect_kind(source)
    if kind == "document":
        raise exit_status.BadData(
            "it is a file of another program, not a message: copy its text, or take a picture of it",
            place=place,
        )
    if kind == "unknown":
        raise exit_status.BadData("it is neither a text, nor an e-mail, nor a picture", place=place)
    return kind
