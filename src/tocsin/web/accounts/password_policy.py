"""Passwords that nobody guesses: long enough, and more than what everybody takes.

NIST SP 800-63B-4 (3.1.1.2) asks for a list of what is commonly taken and for nothing about kinds of
characters; ANSSI's guide on authentication (2021) says the same. Lists of leaked passwords hold few of twelve
characters and more, and those are a common word with figures: so the common parts are taken out, and what
remains must still be something.
"""

import re
import secrets
import string
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Final

from django.contrib.auth.password_validation import CommonPasswordValidator
from zxcvbn import zxcvbn

SHORTEST: Final = 12
"""Characters of a password: NIST SP 800-63B asks for 8 beside a second factor, CNIL 2022-100 for 12 alone."""
LONGEST: Final = 200
_OWN: Final = 6
"""Characters that must remain once everything common is taken out."""
_KINDS: Final = 5
"""Different characters, at least."""
_COMMON: Final = tuple(
    sorted(
        """
        password passwort motdepasse passe azerty azertyuiop qwerty qwertyuiop qsdfghjklm wxcvbn asdfghjkl
        zxcvbn secret admin administrateur administrator root login welcome bienvenue bonjour bonsoir salut
        jetaime iloveyou loulou doudou chouchou coucou soleil sunshine princess princesse dragon monkey
        football marseille paris france master superman batman pokemon starwars chocolat nicolas camille
        marine thomas julien alexandre caroline service ameli assurancemaladie assurance maladie securite
        sociale securitesociale cpam tocsin covid contact tracing changeme letmein trustno1 identifiant
        provisoire temporaire janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre
        printemps automne hiver abcdefghijklmnopqrstuvwxyz abcdef abcd
        """.split(),
        key=len,
        reverse=True,
    )
)
_PLAIN: Final = 5
"""Letters from which a login is no chance within another word: *ana* is one in *canard*, *annie* is none in *annies*."""
_GUESSES: Final = 1e10
"""Tries that a password must withstand: those of the highest grade of zxcvbn, for a hash that is slow."""
_LOOKED_AT: Final = 72
"""Characters that zxcvbn looks at: what is longer takes long, and has tries enough."""
_LOOKS: Final = str.maketrans("0134578@$!", "oieastbasi")
_RUNS: Final = re.compile(r"(.)\1+|[\d\W_]+")
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class WeakPassword(ValueError):
    """A password that would be guessed."""

    def __init__(self, kind: str, said: str) -> None:
        super().__init__(said)
        self.kind = kind
        """``length``, ``common`` or ``own``."""


def check_password(password: str, login: str = "", name: str = "") -> None:
    """Raises WeakPassword for a password that is too short, too long, too common, or made of somebody's name.

    >>> check_password("quatre tambours en hiver")
    >>> check_password("MotDePasse2024!")
    Traceback (most recent call last):
    tocsin.web.accounts.password_policy.WeakPassword: a password of words and figures that everybody takes is guessed
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(
            "length", f"a password has {SHORTEST} to {LONGEST} characters; this one has {len(password)}"
        )
    folded = _fold_text(password)
    if len(set(folded)) < _KINDS or not _has_enough_left(folded, ()):
        raise WeakPassword("common", "a password of words and figures that everybody takes is guessed")
    mine = tuple(part for part in re.split(r"[\W_]+", _fold_text(f"{login} {name}")) if len(part) > 2)
    if _holds_login(folded, _fold_text(login)) or not _has_enough_left(folded, mine):
        raise WeakPassword("own", "a password does not hold the login or the name of its owner")
    if _is_leaked(folded) or _is_guessable(password[:_LOOKED_AT], login, name):
        raise WeakPassword("common", "a password like those in lists of leaked ones is guessed")


def _holds_login(folded: str, login: str) -> bool:
    """Whether the login stands there: anywhere where it is long, and as a word of its own where it is short."""
    if not login or len(login) >= _PLAIN:
        return bool(login) and login in folded
    return bool(re.search(rf"(?<![^\W\d_]){re.escape(login)}(?![^\W\d_])", folded))


def _is_leaked(folded: str) -> bool:
    """Whether it is one of Django's 20,000 commonest leaked passwords, bare or with figures around it."""
    bare = folded.strip(string.digits + string.punctuation + " ")
    return not _load_leaked_passwords().isdisjoint({folded, bare, bare.translate(_LOOKS)})


@cache
def _load_leaked_passwords() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _is_guessable(password: str, login: str, name: str) -> bool:
    """Whether who knows words, names, dates, keyboards and disguises needs too few tries (zxcvbn)."""
    known = [*re.split(r"[\W_]+", f"{login} {name}".casefold()), login.casefold(), *_COMMON]
    return float(zxcvbn(password, user_inputs=[word for word in known if word])["guesses"]) < _GUESSES


def generate_password() -> str:
    """A password to give to somebody: four groups of four, 79 bits, with nothing that reads as another.

    One draw in ten thousand is nearly all figures, and would be refused to whoever gets it: it is drawn again.
    """
    while True:
        drawn = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
        try:
            check_password(drawn)
        except WeakPassword:
            continue
        return drawn


def _fold_text(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def _has_enough_left(folded: str, words: tuple[str, ...]) -> bool:
    """Whether enough remains, also where figures stand for letters, once common words are taken out."""
    for text in (folded, folded.translate(_LOOKS)):
        squeezed = re.sub(r"[\s._-]+", "", text)
        for word in (*words, *_COMMON):
            squeezed = squeezed.replace(word, "\0")
        if len(_RUNS.sub("", squeezed)) < _OWN and not _looks_random(folded, words):
            return False
    return True


def _looks_random(folded: str, words: tuple[str, ...]) -> bool:
    """Figures and letters mixed throughout, as a machine draws them, rather than a word and a year."""
    changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(folded))
    return changes >= _OWN and not any(word in folded for word in words)
