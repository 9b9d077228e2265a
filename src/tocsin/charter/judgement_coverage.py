"""What the engine can judge: a charter that states more would promise what nothing keeps.

Lint holds a charter against these tables; a test holds the tables against the decision itself.
"""

from typing import Final

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.charter.schema import Direction, Medium

_EVERY: Final = frozenset(CHANNELS)
_SPOKEN: Final = frozenset(channel.id for channel in CHANNELS.values() if channel.spoken)
_SHORT_SENDERS: Final = frozenset(channel.id for channel in CHANNELS.values() if channel.short_senders)
_MAIL: Final = frozenset(channel.id for channel in CHANNELS.values() if channel.has_subject)

MEDIA: Final[dict[tuple[Medium, Direction], frozenset[ChannelId]]] = {
    ("phone", "they_contact_you"): _EVERY,
    ("phone", "you_contact_them"): _EVERY,
    ("short_code", "they_contact_you"): _SHORT_SENDERS,
    ("short_code", "you_contact_them"): _EVERY,
    ("sms_sender", "they_contact_you"): _SHORT_SENDERS,
    ("mail_address", "they_contact_you"): _MAIL,
    ("mail_domain", "they_contact_you"): _MAIL,
    ("web_host", "they_contact_you"): _EVERY,
    ("web_host", "you_contact_them"): _EVERY,
}
"""Medium and direction -> channels on which a point, or a list of points, has an effect."""
PRETEXTS: Final = tuple(
    f"lure_{name}"
    for name in (
        "disarm courier emergency coupon safe_account visit isolation advance_fee easy_money press_key one_ring parcel "
        "driver fine tax training bank relative code account_change messenger subscription prize investment "
        "job inheritance sextortion support toll energy operator benefit romance transfer overpayment summons "
        "authority untraceable sale foreign_account"
    ).split()
)
"""Stories that frauds tell in any name, as the lexicon of scams has them."""
CONTENTS: Final[dict[str, frozenset[ChannelId]]] = {
    **dict.fromkeys(("lure_refund", "lure_card", "lure_card_app", "lure_rights", "lure_account"), _EVERY),
    **dict.fromkeys(("remote_access", "urgency", "threat", "lookalike_domain", "shortener"), _EVERY),
    **dict.fromkeys((*PRETEXTS, "premium_rate"), _EVERY),
    "channel_not_used": _EVERY,
    "masked_number": _SPOKEN,
    "attachment": _MAIL,
    "sender_name_shape": _SHORT_SENDERS,
    "sender_mailbox": _SHORT_SENDERS,
    "sender_not_official": _SHORT_SENDERS,
}
"""Kind of content -> channels on which it is found in a message."""
ONLY_TOLD: Final = frozenset({"payment_notice"})
"""Kinds that no rule finds: a charter may tell that they are genuine, and not forbid them."""
