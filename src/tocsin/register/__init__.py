"""Every message issued, its code, and the answer to "was this really sent?"."""

from tocsin.register.canonical_text import canonicalise_text, hash_text
from tocsin.register.code_evidence import find_code_evidence
from tocsin.register.entry import PublishedTemplate, RegisterEntry
from tocsin.register.issue import IssuedMessage, issue_message
from tocsin.register.message_code import make_code
from tocsin.register.message_register import (
    CodeTaken,
    MemoryRegister,
    MessageRegister,
    TemplateNotPublished,
    WordingChanged,
)
from tocsin.register.register_keys import RegisterKeys, derive_register_keys, hash_recipient
from tocsin.register.verify import CodeAnswer, verify_message_code

__all__ = [
    "CodeAnswer",
    "CodeTaken",
    "IssuedMessage",
    "MemoryRegister",
    "MessageRegister",
    "PublishedTemplate",
    "RegisterEntry",
    "RegisterKeys",
    "TemplateNotPublished",
    "WordingChanged",
    "canonicalise_text",
    "derive_register_keys",
    "find_code_evidence",
    "hash_recipient",
    "hash_text",
    "issue_message",
    "make_code",
    "verify_message_code",
]
