"""Bytes to text, whatever charset they say they have."""

import codecs
from functools import lru_cache

_KNOWN = tuple(
    str.split(
        "utf-8 utf8 utf-16 utf16 utf-7 us-ascii ascii ansi_x3 iso-8859 iso8859 iso_8859 latin windows-125 "
        "cp125 cp85 koi8 mac gb big5 euc shift sjis iso-2022 ks_c tis-620"
    )
)
"""Beginnings of the charsets that are decoded. Python knows codecs of its own that cost quadratic time."""
_SEVEN_BIT = ("utf-7", "utf-16", "iso2022", "hz")
_WESTERN = ("iso8859-1", "iso8859-15", "cp1252", "ascii", "")
BROKEN = "\ufffd"


def strip_byte_order_mark(data: bytes) -> bytes:
    """Bytes without the byte order mark that Windows puts before UTF-8.

    >>> strip_byte_order_mark(b"\\xef\\xbb\\xbf{}")
    b'{}'
    """
    return data.removeprefix(b"\xef\xbb\xbf")


@lru_cache(maxsize=256)
def _find_codec(name: str) -> str:
    """Python's name of a charset, or empty where it is not known."""
    if not name.startswith(_KNOWN):
        return ""
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def decode_bytes(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text, and a defect where the declared charset is not the one that fits (else empty).

    >>> decode_bytes("carte expirée".encode(), "iso-8859-1")
    ('carte expirée', 'charset: iso-8859-1 declared, read as utf-8')
    """
    name = declared[:40].strip("\"' ").lower()
    codec = _find_codec(name)
    if data.isascii() and not codec.startswith(_SEVEN_BIT):
        return data.decode("ascii"), ""
    text, used = _decode_best(data, codec)
    if not declared or used == codec or (used == "cp1252" and codec in ("iso8859-1", "iso8859-15")):
        return text, ""
    return text, f"charset: {name if name.isprintable() else '?'} declared, read as {used}"


def _decode_best(data: bytes, codec: str) -> tuple[str, str]:
    """The text and the codec used; what is good UTF-8 is never anything else by chance."""
    if codec in _WESTERN or codec == "utf-8":
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            return _decode_western(data, codec)
    text = data.decode(codec, errors="replace")
    # UTF-7 lets half characters through.
    return text if codec != "utf-7" else text.encode(errors="replace").decode(), codec


def _decode_western(data: bytes, codec: str) -> tuple[str, str]:
    """Text that is not quite UTF-8: a few broken bytes among good ones do not make it Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count(BROKEN)
    if len(text) - len(text.encode("ascii", errors="ignore")) > 2 * broken:
        return text, "utf-8"
    if codec == "iso8859-15":
        return data.decode(codec), codec
    return data.decode("cp1252", errors="replace"), "cp1252"
