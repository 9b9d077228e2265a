"""Calls among people who know each other: relatives, and whoever was rung by what they are."""

from collections.abc import Iterable, Sequence

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.shown_names import load_speaker_words

_FIRST = 4
"""Words of a recorded message in which a relative says who they are."""
_FAMILIAR = frozenset(("tu", "toi", "ton", "ta", "tes", "te", "t"))
_GREETS = frozenset(("allo", "coucou", "hello", "salut", "oui", "bonjour"))
_WORD = defer_pattern(r"[a-z]+")
_RANG = defer_pattern(
    r"\b(?:(?:j ai|nous avons)(?: moi meme| nous memes| donc| enfin)? (?:appele|telephone|contacte|joint)"
    r"(?: moi meme| nous memes)? (?:a |au |aux |l |la |le |les |ma |mon |mes |notre |nos |chez )(?!num|n\b|no\b)"
    r"|(?:j ai|on a|nous avons)(?: moi meme| nous memes)? (?:enfin (?:eu|obtenu|pu joindre|reussi a joindre|reussi a avoir)"
    r"|fini par (?:avoir|joindre|obtenir)|reussi a (?:avoir|joindre))"
    r" (?:a |au |aux |l |la |le |les |ma |mon |mes |notre |nos )(?!num|n\b|no\b)"
    r"|(?:je|nous) (?:les|lui|leur|l) (?:ai|avons) (?:appele|telephone|contacte|joint)(?:e|s|es|)\b"
    r"|c est moi qui (?:les |l |lui |leur |)ai (?:appele|telephone|contacte|joint))"
)


def is_among_kin(own: Sequence[tuple[int, str]], cited: str, said: Iterable[str], *, recorded: bool) -> bool:
    """Whether a call begins with a relative who is called, or says, what they are, and as one speaks to relatives: *Papi,
    t'as*, *c'est maman, je te laisse*, *Ma fille : « Maman, tu peux »*.

    ``own`` are the writer's words, ``cited`` the first speech that they cite, folded, ``said`` all words.

    >>> is_among_kin([(0, "ma"), (3, "fille")], "« maman, tu peux", ("tu", "peux"), recorded=False)
    True
    >>> is_among_kin([(0, "mamie"), (6, "dit")], "« votre carte", ("votre", "carte"), recorded=False)
    False
    """
    words = [word for _, word in own[: 2 * _FIRST] if len(word) > 1][:_FIRST]  # *l'*, *d'*, *c'* are none
    first = words if recorded else [*_skip_greeting(words), *_skip_greeting(_WORD.findall(cited))]
    return not load_speaker_words("kin").isdisjoint(first) and not _FAMILIAR.isdisjoint(said)


def _skip_greeting(words: list[str]) -> list[str]:
    """The first word that is no greeting."""
    greets = bool(words) and words[0] in _GREETS
    return words[greets : greets + 1]


def tells_of_own_ringing(words: Iterable[str]) -> bool:
    """Whether somebody tells that they rang whoever it was by what they are (*j'ai appelé la mairie*, *j'ai enfin eu le 3646*):
    they know whom, as nobody does who rings a number that was given to them.

    >>> tells_of_own_ringing("j ai appele ma mutuelle".split()), tells_of_own_ringing("j ai appele le numero".split())
    (True, False)
    >>> tells_of_own_ringing("j ai enfin eu le 3646".split()), tells_of_own_ringing("j ai eu le 3646 ce matin".split())
    (True, False)
    """
    return _RANG.search(" ".join(words)) is not None
