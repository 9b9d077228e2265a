"""Answers of one size: who watches the line cannot tell from its length whether a code was found.

TLS hides what is said, not how long it is. Random characters fill an answer up, and it is not compressed: of
two texts of one length, the more common one would pack smaller.
"""

import secrets
from typing import Final

from django.http import HttpResponse

BLOCK: Final = 16_384
"""Answers are filled up to a multiple of so many bytes."""


def pad_response(response: HttpResponse) -> HttpResponse:
    """The answer, filled up with a comment that nobody sees."""
    before, after = b"\n<!-- ", b" -->\n"
    missing = -(len(response.content) + len(before) + len(after)) % BLOCK
    filling = secrets.token_urlsafe(missing)[:missing].replace("-", "_").encode()
    response.content = response.content + before + filling + after
    response.headers["Content-Encoding"] = "identity"
    return response
