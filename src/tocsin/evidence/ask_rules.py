"""Rules by which an item is asked, each with its manner; ``token_rules.py`` says how they are written."""

from collections.abc import Callable

from tocsin.charter.items import ITEMS, AskableItem

LOOSE_CLASSES = frozenset(name for item in ITEMS.values() for name in item.loose_classes)
"""Classes that name an item only in the rules that name them."""
CLASS_ITEMS = {name: item.id for item in ITEMS.values() for name in item.classes} | {
    name: item.id for item in ITEMS.values() for name in item.loose_classes
}
"""Class of the lexicon -> item of the charter; where a word is of two, the first holds."""


def _join_classes(wanted: Callable[[AskableItem], object]) -> str:
    return "|".join(name for item in ITEMS.values() if wanted(item) for name in item.classes)


GROUPS = {
    "item": _join_classes(lambda item: True),
    "secret": _join_classes(lambda item: item.secret),
    "hard": _join_classes(lambda item: not item.vague),
}

ASK_RULES = (
    ("imperative", "give_now ~9 <item>"),
    ("imperative", "join ~8 <item>"),
    ("imperative", "give_you me ~6 <item>"),
    ("need", "threat ~8 <secret>"),
    ("need", "without <iban|nir|card> ~6 threat|renew|verify_rights|urgency"),
    ("reported", "unless ~4 <secret>"),
    ("login", "<login_with>"),
    ("imperative", "^ give ~4 <secret>"),
    ("imperative", "comma give ~4 <secret>"),
    ("need", "^ only ~9 <secret>"),
    ("need", "comma only ~4 <secret>"),
    ("need", "<secret> ~5 by_return"),
    ("need", "by_return ~4 <secret>"),
    ("request", "ask_open ~4 give|act_noun|join ~6 <item>"),
    ("request", "ask_open ~2 <secret>"),
    ("need", "need ~4 <item>"),
    ("need", "yours|article|me ~1 <hard> ~4 need_after"),
    ("need", "<hard> need_after"),
    ("need", "need_after colon ~1 <hard>"),
    ("need", "^ need_after ~9 colon ~4 <hard>"),
    ("need", "act_noun ~3 <item> ~4 need_after"),
    ("reported", "reported ~6 <item>"),
    ("reported", "gave ~5 <item>"),
    ("question", "^ ~3 yours|article <hard> ~2 qst"),
    ("question", "^ <hard> qst"),
    ("form", "<item> ~2 colon blank|line|comma|item"),
    ("form", "<item> ~2 colon $"),
    ("form", "<item> blank"),
    ("form", "^ ~2 act_noun ~3 <hard>"),
    ("form", "colon act_noun ~3 <hard>"),
    ("form", "colon ~1 <card> ~9 ask_open|click_now|give"),
    ("form", "click_now ~8 act_noun|give|give_now ~5 <item>"),
    ("form", "act_noun|give ~4 <hard> ~8 click_now|link|link_words"),
    ("form", "click_now ~3 <hard>"),
    ("form", "link_words ~3 act_noun|give ~4 <hard>"),
    (
        "pronoun",
        "<hard> ~9 brk|comma|line|colon ~5 give_now article|me|them"
        " ~1 article|me|brk|comma|line|through|ask_open|need_after",
    ),
    ("pronoun", "<hard> ~9 brk|comma|line ~6 ask_open ~2 article|me|them ~1 give|join"),
    ("pronoun", "<hard> ~9 brk|comma ~4 give_now article $"),
    ("pronoun", "<hard> ~9 brk ~10 article|me|them join|give"),
    ("pronoun", "<hard> ~9 brk ~5 article|them give_now"),
    ("pronoun", "<hard> ~14 brk|line|comma|colon ~8 give_them"),
    ("pronoun", "<secret> ~12 brk|comma|line ~3 you me ~2 give_now|give_you"),
    ("pronoun", "<code> ~6 ask_open ~1 article|them ~1 give"),
    ("imperative", "<secret> ~2 give_now $"),
    ("pronoun", "<hard> ~9 brk|comma ~5 reported ~3 article|me|them ~2 give"),
)
"""In every text."""
SPOKEN_RULES = (
    ("bare", "<card|password>"),
    ("told", "give|give_now|reported|ask_open ~6 <code>"),
    ("told", "them|that|if ~3 hand_over ~6 <iban|nir|card|code|password|identifiers>"),
    ("told", "<iban|card|code|password|identifiers> ~9 them|that ~2 hand_over"),
    ("told", "<iban|nir|card|code|password> ~4 ask_open ~3 article|them give"),
    ("told", "provided ~8 <iban|nir|card|code|password|identifiers>"),
    ("told", "given ~6 <iban|card|code|password|identifiers>"),
    ("told", "<iban|nir|card|code|password|identifiers> ~9 given"),
    ("told", "qst mine|article|yours? <iban|card|nir|code|password|identifiers>"),
    ("told", "qst brk|line? mine|article|yours? <iban|card|nir|code|password|identifiers>"),
    ("told", "<iban|nir|code|identifiers> ~3 qst"),
    ("told", "<hard> %40 read_out"),
    ("told", "reported|give ~14 <iban|nir|medical|card|code>"),
    ("reported", "<iban|card> %14 reported|wanted|give|give_now|read_out ~5 the_rest"),
    ("reported", "wanted ~6 <iban|nir|card|code|password|identifiers>"),
    (
        "told",
        "give|give_now|read_out|reported|wanted|need|ask_open ~6 <told_account|told_nir|told_card|told_code>",
    ),
    ("told", "give|give_now|read_out|reported|wanted|ask_open ~3 <card_spoken>"),
    ("told", "by_card %12 <card_spoken|number_spoken>"),
    ("told", "courier ~10 <card>"),
    ("told", "<card> ~14 courier"),
    ("spoken_of", "<iban|code>"),
)
"""Besides, where a person tells in their own words what was asked."""
SAID_OUT_RULES = (
    ("code", "{20} digits|code arrives says_out|hand_over|read_out|given|gave|reported"),
    (
        "card",
        "{12} digits|said_number card_part|bare_card says_out|hand_over|read_out|given|gave|reported|need|ask_open",
    ),
    ("code", "{14} approves in_the_app bank|bank_alert|not_you|in_the_app"),
    ("code", "{8} says_out|read_out what_came"),
    ("card", "{1} shows_card"),
    ("card", "{14} cuts bare_card|card_spoken halves"),
    ("card", "{16} amount|told_sum told_by_card"),
    ("card", "{20} amount|told_sum by_card at_once"),
)
"""What a caller has somebody say or approve, by item, in any order and without its name: *le nombre qui arrive, à lui lire*."""
IN_ACCOUNT = (
    "through|inside_words ~3 asset_account|account_place",
    "click_now ~3!other asset_account",
    "go_in ~3!other account_place",
)
"""What says, in the sentence of an ask, that it is answered in the account: there nobody who wrote the message sees it."""
PAYMENT_RULES = (
    ("imperative", "pay_now ~5 amount|fee|transfer|link|num"),
    ("imperative", "pay_now ~2 link_words"),
    ("imperative", "pay_now ~6 money"),
    ("imperative", "pay_now|pay|fee|amount ~6 by_card"),
    ("need", "threat ~5 transfer|fee|pay|pay_now"),
    ("imperative", "give_now ~6 transfer"),
    ("request", "ask_open ~5 pay|pay_now ~6 amount|fee|transfer|$"),
    ("request", "ask_open ~4 fee|transfer|overpay"),
    ("request", "click_now ~5 pay|fee ~4 amount|fee|link|$"),
    ("request", "pay ~4 amount|fee"),
    ("request", "ask_open ~3 give ~2 amount"),
    ("request", "^ pay|pay_now ~1 urgency|link|colon"),
    ("fee", "fee ~4 amount"),
    ("fee", "amount ~4 fee"),
    ("price", "fee ~3 num"),
    ("fee", "amount ~3 pay"),
    ("need", "need ~6 fee|transfer|amount"),
    ("imperative", "click_now|give_now ~6 small"),
    ("need", "fee|transfer ~4 need_after"),
    ("reported", "reported ~5 pay|fee|transfer|amount"),
    ("reported", "gave ~3 amount|fee"),
    ("reported", "pay_told ~6 by_card|untraceable"),
    ("reported", "amount %14 by_card"),
    ("reported", "asset_card ~4 amount"),
    ("reported", "by_card %10 amount"),
    ("reported", "amount|told_sum %14 told_by_card"),
    ("reported", "told_sum %14 by_card"),
    ("reported", "amount|told_sum ~8 with_it article|mine|yours bare_card|card"),
    ("reported", "amount|num|told_sum ~6 cash"),
    ("reported", "cash ~4 amount|told_sum"),
    ("reported", "told_by_card %10 amount|told_sum"),
    ("reported", "that|if ~2 pay_told ~3 amount|fee"),
)
"""Of a payment, which is a sentence and no word."""
