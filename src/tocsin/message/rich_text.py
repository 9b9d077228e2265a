"""The body of an item of Outlook that is kept as compressed RTF ([MS-OXRTFCP], [MS-OXRTFEX]).

Outlook writes a mail that came as HTML into RTF and keeps its tags beside the text, each in a group of its own: they
are put back where they stood, so that a link leads where it led. Everything else of RTF is left to ``striprtf``.
"""

import re
import struct
from typing import Final

from tocsin.deferred_pattern import defer_pattern

MOST: Final = 1_000_000
"""Bytes of RTF that are read; a longer body is not."""
_SIZE: Final = struct.Struct("<I")
_HEADER: Final = 16
_FROM_HTML: Final = defer_pattern(rb"\\fromhtml1(?![0-9])")
_TAG: Final = defer_pattern(rb"\{\\\*\\(?:htmltag|mhtmltag)(\d*) ?((?:[^{}\\]|\\.)*)\}", re.DOTALL)
"""A tag of the HTML, in its group. Those of ``mhtmltag`` are another version of one that is there."""
_FOR_RTF: Final = defer_pattern(rb"\\htmlrtf(?:1)?(?![0-9]).*?\\htmlrtf0 ?", re.DOTALL)
"""What stands for those alone who read RTF."""


class RtfUnread(ValueError):
    """The bytes are no compressed RTF that can be read."""


def read_compressed_rtf(data: bytes) -> tuple[str, bool]:
    """The text of a compressed body, and whether it is HTML. Raises RtfUnread."""
    from striprtf.striprtf import rtf_to_text

    rtf = _decompress(data)
    is_html = bool(_FROM_HTML.search(rtf[:1000]))
    if is_html:
        rtf = _TAG.sub(_keep_tag, _FOR_RTF.sub(b"", rtf))
    try:
        text = rtf_to_text(rtf.decode("latin-1"), encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, RecursionError, OverflowError) as error:
        raise RtfUnread(str(error)) from None
    return text.replace("\0", ""), is_html


def _decompress(data: bytes) -> bytes:
    """The RTF of a compressed body. Raises RtfUnread."""
    from compressed_rtf import decompress

    if len(data) < _HEADER or len(data) > MOST or _SIZE.unpack_from(data, 4)[0] > MOST:
        raise RtfUnread(f"from {_HEADER} to {MOST} bytes are expected")
    try:
        return bytes(decompress(data))[:MOST]
    except Exception as error:  # the library raises this very class for a wrong sum or an unknown kind
        raise RtfUnread(str(error)) from None


def _keep_tag(found: re.Match[bytes]) -> bytes:
    """A tag as text of the RTF; nothing where it is another version of one that is there."""
    return b"" if found[0].startswith(b"{\\*\\mhtmltag") else found[2]
