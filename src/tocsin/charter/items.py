"""What may be asked of people: one record each, by which an ask is found, weighed and named.

An item is a row of ``ITEMS``, its words in the lexicon, and its names in the catalogues:
``docs/extend/add-an-item.md``.
"""

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct


class AskableItem(Struct, frozen=True, kw_only=True):
    """Something that may be asked. What is not said of it is not assumed."""

    id: str
    """In charters and in JSON: ``iban``."""
    kind: str
    """Kind of the reason that says it is asked."""
    takes: bool = False
    """Money, or an account, is taken with it."""
    impersonates: bool = False
    """Whoever has it can pass for the person later."""
    usable_at_once: bool = False
    """It does harm as soon as it is given, without anything else."""
    confidential: bool = False
    """It concerns nobody else, though nothing can be taken with it."""
    vague: bool = False
    """A word for many things: it weighs less than what is named."""
    classes: tuple[str, ...] = ()
    """Classes of the lexicon whose words name it."""
    loose_classes: tuple[str, ...] = ()
    """Classes that name it only in the rules that name them, never as one of an enumeration."""
    joined: tuple[str, ...] = ()
    """Its names where the spaces were left out."""
    given: str = ""
    """Situation of whoever gave it away, as advice knows it; empty where there is no advice of its own."""
    guard_class: str = ""
    """Class of the guard's lexicon whose words name it in what leaves; empty: the guard has no rule for it."""

    @property
    def secret(self) -> bool:
        """Whether nobody gives it away without harm."""
        return self.takes or (self.impersonates and self.usable_at_once)

    @property
    def sensitive(self) -> bool:
        """Whether it is secret or confidential."""
        return self.secret or self.confidential


_ROWS: Final = (
    AskableItem(
        id="iban",
        kind="asks_bank_details",
        takes=True,
        classes=("iban",),
        loose_classes=("told_account",),
        joined=("coordonneesbancaires",),
        given="gave_bank",
        guard_class="bank",
    ),
    AskableItem(
        id="card",
        kind="asks_bank_details",
        takes=True,
        usable_at_once=True,
        classes=("card",),
        loose_classes=("card_spoken", "number_spoken", "told_card"),
        joined=("cartebancaire", "cartebleue", "numerodecarte"),
        given="gave_card",
    ),
    AskableItem(
        id="nir",
        kind="asks_nir",
        impersonates=True,
        usable_at_once=True,
        classes=("nir",),
        loose_classes=("told_nir",),
        joined=("numerodesecu", "numerodesecuritesociale"),
        given="gave_nir",
        guard_class="nir",
    ),
    AskableItem(id="medical", kind="asks_medical", confidential=True, classes=("medical",)),
    AskableItem(
        id="password",
        kind="asks_credentials",
        takes=True,
        usable_at_once=True,
        classes=("password",),
        joined=("motdepasse", "motsdepasse"),
        given="gave_credentials",
        guard_class="pass",
    ),
    AskableItem(
        id="identifiers",
        kind="asks_credentials",
        takes=True,
        usable_at_once=True,
        classes=("identifiers",),
        loose_classes=("login_with",),
        given="gave_credentials",
    ),
    AskableItem(
        id="code",
        kind="asks_credentials",
        takes=True,
        usable_at_once=True,
        classes=("code",),
        loose_classes=("told_code",),
        given="gave_credentials",
    ),
    # No class: an order to pay is a sentence, which rules of its own find.
    AskableItem(id="payment", kind="asks_payment", takes=True, usable_at_once=True),
    AskableItem(id="tax_number", kind="asks_tax_number", classes=("tax_number",)),
    AskableItem(
        id="identity_document", kind="asks_identity_document", impersonates=True, classes=("document",)
    ),
    AskableItem(id="personal", kind="asks_personal", impersonates=True, vague=True, classes=("personal",)),
)

ITEMS: Final = {item.id: item for item in _ROWS}
"""Every item by its id, in the order in which they are shown."""

if TYPE_CHECKING:
    ItemId = str
else:
    # One of the rows: so that JSON is refused, and OpenAPI lists them, by the data and nothing else.
    ItemId = Literal[tuple(ITEMS)]
