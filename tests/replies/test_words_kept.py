"""The words of the reply that is being read are cut once, however much is known beside it."""

from tocsin.conversation.reading.model import NOTHING
from tocsin.conversation.reading.unexplained_words import find_unexplained_words
from tocsin.conversation.reply_words import split_words

REPLY = "zbrolk frimouk"
"""Two words that nothing explains."""


def test_names_that_are_known_do_not_push_out_the_words_of_the_reply() -> None:
    said = split_words(REPLY)
    known = [f"Personne {n}" for n in range(100)]
    assert find_unexplained_words("yes_no", said, NOTHING, known) == said
    assert find_unexplained_words("yes_no", said, NOTHING, [*known, "Frimouk"]) == said[:1]
    before = split_words.cache_info().misses
    assert split_words(REPLY) == said
    assert split_words.cache_info().misses == before
