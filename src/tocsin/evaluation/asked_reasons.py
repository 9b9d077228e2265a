"""What the rows of a round say is asked, as the kinds of reason that may be cited for it.

An author of a round names what a message wants (``asks``) in words of their own, without sight of the reasons. A
word stands for one or several kinds: a link that is to be followed is cited as whichever kind of link it is.
"""

from typing import Final

from tocsin.charter.items import ITEMS

LINK_REASONS: Final = frozenset(
    "link_not_official lookalike_domain unknown_link brand_link shortener link_text_differs hidden_link".split()
)
CALLBACK_REASONS: Final = frozenset(("callback_not_official", "unknown_callback", "premium_rate"))
ITEM_NAMES: Final = {
    "bank_details": "iban",
    "part_iban": "iban",
    "card_number": "card",
    "health": "medical",
    "pay": "payment",
}
"""Words of authors -> the item."""
WITHOUT_REASON: Final = frozenset(("none", "reply", "meet", "contacts", "photo", "open_account"))
"""What a message may want for which no reason stands: it is not counted."""
ASKED_REASONS: Final[dict[str, frozenset[str]]] = {
    **{id: frozenset((item.kind,)) for id, item in ITEMS.items()},
    **{word: frozenset((ITEMS[id].kind,)) for word, id in ITEM_NAMES.items()},
    # The brief that has this word has none for papers and health.
    "personal_data": frozenset(ITEMS[id].kind for id in ("personal", "identity_document", "medical")),
    **dict.fromkeys(("click", "link"), LINK_REASONS),
    **dict.fromkeys(("callback", "call_back"), CALLBACK_REASONS),
    **dict.fromkeys(("remote_access", "install"), frozenset(("remote_access", "lure_disarm"))),
    "open_attachment": frozenset(("attachment",)),
}


def list_asked_reasons(asks: tuple[str, ...]) -> list[frozenset[str]]:
    """For each thing asked, the kinds of which one is to be cited; what comes to the same is one.

    >>> [sorted(kinds) for kinds in list_asked_reasons(("iban", "bank_details", "nir", "reply"))]
    [['asks_bank_details'], ['asks_nir']]
    """
    return list(dict.fromkeys(ASKED_REASONS[word] for word in asks if word in ASKED_REASONS))
