"""Every message issued, its code, and the answer to "was this really sent?"."""

from tocsin.register.book import Book, CodeTaken, NotPublished, Register, WordingChanged
from tocsin.register.canonical import canonical, text_hash
from tocsin.register.code import make_code
from tocsin.register.entry import Entry
from tocsin.register.issue import Issued, issue
from tocsin.register.keys import Keys, derive, recipient_hash
from tocsin.register.known import known
from tocsin.register.misuse import Misused, Report, misuse
from tocsin.register.template import Template
from tocsin.register.verify import Answer, verify

__all__ = [
    "Answer",
    "Book",
    "CodeTaken",
    "Entry",
    "Issued",
    "Keys",
    "Misused",
    "NotPublished",
    "Register",
    "Report",
    "Template",
    "WordingChanged",
    "canonical",
    "derive",
    "issue",
    "known",
    "make_code",
    "misuse",
    "recipient_hash",
    "text_hash",
    "verify",
]
