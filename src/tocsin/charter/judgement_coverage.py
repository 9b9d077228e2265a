"""What the engine can judge: a charter that states more would promise what nothing keeps.

Lint holds a charter against these tables; a test holds the tables against the decision itself.
"""

from typing import Final

from tocsin.charter.schema import CHANNELS, Channel, Direction, Medium

_EVERY: Final = frozenset(CHANNELS)
_SMS: Final = frozenset[Channel](("sms",))
_EMAIL: Final = frozenset[Channel](("email",))

MEDIA: Final[dict[tuple[Medium, Direction], frozenset[Channel]]] = {
    ("phone", "they_contact_you"): _EVERY,
    ("phone", "you_contact_them"): _EVERY,
    ("short_code", "they_contact_you"): _SMS,
    ("short_code", "you_contact_them"): _EVERY,
    ("sms_sender", "they_contact_you"): _SMS,
    ("mail_address", "they_contact_you"): _EMAIL,
    ("mail_domain", "they_contact_you"): _EMAIL,
    ("web_host", "they_contact_you"): _EVERY,
    ("web_host", "you_contact_them"): _EVERY,
}
"""Medium and direction -> channels on which a point, or a list of points, has an effect."""
CONTENTS: Final[dict[str, frozenset[Channel]]] = {
    **dict.fromkeys(("lure_refund", "lure_card", "lure_card_app", "lure_rights", "lure_account"), _EVERY),
    **dict.fromkeys(("remote_access", "urgency", "threat", "lookalike_domain", "shortener"), _EVERY),
    "masked_number": frozenset(("call", "voicemail")),
    "attachment": _EMAIL,
    "sender_name_shape": _SMS,
}
"""Kind of content -> channels on which it is found in a message."""
ONLY_TOLD: Final = frozenset({"payment_notice"})
"""Kinds that no rule finds: a charter may tell that they are genuine, and not forbid them."""
