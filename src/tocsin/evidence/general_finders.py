"""What finds asks, claims, lures and numbers in a text: the same for every institution, since they share an alphabet."""

from tocsin.charter import compiled_tables
from tocsin.charter.identity_cache import cached_by_identity
from tocsin.evidence.asks import AskFinder
from tocsin.evidence.claims import ClaimFinder
from tocsin.evidence.institution_vocabulary import SharedVocabulary
from tocsin.evidence.lures import LureFinder
from tocsin.evidence.number_roles import NumberFinder
from tocsin.evidence.token_rules import compile_rule

_STRANGERS = ("stranger", "quote ~2 agent|self_call|hello", "^ hello ~3 agent|self_call")
"""How a call is told of somebody whom the teller does not know: *on m'a appelée*, *une dame*, *« ici la caisse »*."""


class GeneralFinders:
    """The finders over one vocabulary, with their rules compiled once."""

    def __init__(self, words: SharedVocabulary) -> None:
        vocabulary = words.vocabulary
        self.words = words
        self.asks = AskFinder(vocabulary)
        self.claims = ClaimFinder(vocabulary)
        self.lures = LureFinder(
            vocabulary, compiled_tables.get_table("lexicon/scams")["pretexts"], self.asks.negation
        )
        self.calls = NumberFinder(words, self.asks.negation)
        self.to_account = compile_rule("through|click_now|call_now|inside_words ~3 asset_account", vocabulary)
        self.to_place = compile_rule("through|go_in|inside_words ~3 account_place", vocabulary)
        self.strangers = tuple(compile_rule(rule, vocabulary) for rule in _STRANGERS)
        self.headed = compile_rule("^ hello? <link> colon|line|informs|brk|comma", vocabulary)


@cached_by_identity()
def get_finders(words: SharedVocabulary) -> GeneralFinders:
    """The finders over a vocabulary; built once, and kept with it."""
    return GeneralFinders(words)
