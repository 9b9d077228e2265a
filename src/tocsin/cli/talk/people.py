"""The people of the demonstration, and how they answer. Names and numbers are kept for fiction."""

from collections.abc import Callable

from tocsin.sms.handset import Decides, Handset

CASE = "+33639980101"
KARIM = "+33639980102"
AWA = "+33639980103"
NAMES = {CASE: "Léa", KARIM: "Karim", AWA: "Awa"}
AFTER = 0.05
"""Seconds that they take to answer, of our time."""


def handsets() -> list[Handset]:
    """One phone each."""
    return [Handset(number, Decides(_script(lines), AFTER)) for number, lines in _SAYS.items()]


_SAYS: dict[str, list[tuple[str, str]]] = {
    CASE: [
        ("Est-ce bien", "oui c'est moi"),
        ("Qui avez-vous vu", "mon frère Karim 06 39 98 01 02 et ma collègue (nom : Awa), son num je cherche"),
        ("manque", "Awa 0639980103"),
        ("avons noté", "OUI"),
        ("Pouvons-nous", "non"),
        ("besoin d'aide", "nn merci"),
    ],
    KARIM: [("Est-ce bien", "OUI!!"), ("Est-ce clair", "c'est clair"), ("Pouvez-vous y aller", "oui")],
    AWA: [
        ("Est-ce bien", "c'est une arnaque ?"),
        ("raison de vérifier", "ok oui c'est Awa. english please"),
        ("Is this clear", "no"),
        ("Can you go", "yes"),
    ],
}
"""Number -> what is in an SMS, and what its reader answers, each used once."""


def _script(lines: list[tuple[str, str]]) -> Callable[[str], str | None]:
    left = list(lines)

    def answer(text: str) -> str | None:
        for line in left:
            if line[0] in text:
                left.remove(line)
                return line[1]
        return None

    return answer
