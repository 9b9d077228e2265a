"""How much of a message is read, and the names of what could not be.

A defect is one line, ``kind: what happened``; the kinds are part of the public contract.
"""

MESSAGE_BYTES = 10_000_000
TEXT_CHARS = 1_000_000
HTML_CHARS = 2_000_000
HEADER_BYTES = 65_536
HEADERS = 1_000
PARTS = 200
DEPTH = 20

DEFECTS = {
    "message": "the source was longer than 10 MB; the rest was not read",
    "text": "the visible text was longer than 1,000,000 characters, or holds lone surrogates",
    "hidden": "the text that a reader cannot see was longer than 1,000,000 characters",
    "html": "the HTML was longer than 2,000,000 characters; the rest was not read",
    "header": "a header was longer than 64 KB; its end was not read",
    "headers": "there were more than 1,000 headers; the rest was not read",
    "parts": "there were more than 200 parts, or boundaries beyond count; the rest was not read",
    "depth": "parts were nested deeper than 20 levels; what lies below was not read",
    "encoding": "a part had an unknown or broken transfer encoding",
    "charset": "a charset was unknown or untrue; the one that fits was used",
    "alternatives": "the plain text and the HTML of an e-mail say different things",
    "sender": "there was no sender, or more than one",
    "date": "no date could be read, or it lies after today",
    "dkim": "a signature did not verify, or does not cover what is shown",
    "authentication": "a trusted host says that the sender's own policy (DMARC) failed",
}
"""Kind of defect -> what it means."""


def describe_cut(kind: str, bound: int, unit: str = "characters") -> str:
    return f"{kind}: cut at {bound} {unit}"


SURROGATES = "text: lone surrogates, which JSON cannot carry; replace them on output"
