"""Every sentence of the page of the API, in French and in English."""

from typing import Final

from tocsin.charter.schema import Wording

WORDS: Final[dict[str, Wording]] = {
    "title": Wording("L'API de Tocsin", "The API of Tocsin"),
    "what": Wording(
        "Un message reçu, comparé à la charte datée d'une institution : ce que c'est, pourquoi, et que "
        "faire. Ce qui est envoyé "
        "à vérifier n'est ni gardé, ni écrit dans un journal.",
        "A message held against the dated charter of an institution: what it is, why, and what to do. What "
        "is sent to be "
        "checked is neither kept nor written to a log.",
    ),
    "other": Wording("English", "Français"),
    "document": Wording("Le document OpenAPI 3.1", "The OpenAPI 3.1 document"),
    "skip": Wording("Aller au contenu", "Skip to the content"),
    "contents": Wording("Sur cette page", "On this page"),
    "keys": Wording("Clés et limites", "Keys and limits"),
    "keys_1": Wording(
        "Vérifier ne demande pas de clé, dans une limite par minute. Avec une clé, la limite est la sienne : "
        "Authorization: Bearer VOTRE_CLÉ.",
        "To check needs no key, within a limit a minute. With a key the limit is its own: Authorization: "
        "Bearer YOUR_KEY.",
    ),
    "keys_2": Wording(
        "Chaque réponse dit ce qui reste : RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset "
        "(secondes). Au-delà, la "
        "réponse est 429, et Retry-After dit quand revenir. Un long message compte pour plusieurs.",
        "Each answer says what is left: RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset (seconds). "
        "Beyond that the "
        "answer is 429, and Retry-After says when to come back. A long message counts as several.",
    ),
    "signing": Wording(
        "Un appel de passerelle est signé : HMAC-SHA256, en hexadécimal, de l'heure (secondes depuis "
        "1970), d'un point et du "
        "corps. Une heure éloignée de plus de cinq minutes est refusée ; le même appel, répété, ne fait "
        "rien.",
        "A call of a gateway is signed: HMAC-SHA256, in hexadecimal, of the time (seconds since 1970), a "
        "dot and the body. A "
        "time more than five minutes away is refused; the same call again does nothing.",
    ),
    "refusals": Wording("Les refus", "Refusals"),
    "refusals_1": Wording(
        "Toute erreur a la même forme (RFC 9457, application/problem+json). Le champ kind ne change jamais.",
        "Every error has one shape (RFC 9457, application/problem+json). The field kind never changes.",
    ),
    "status": Wording("Statut", "Status"),
    "kind": Wording("kind", "kind"),
    "means": Wording("Ce que cela veut dire", "What it means"),
    "means_en": Wording("Ce que cela veut dire (en anglais)", "What it means"),
    "parameter": Wording("Paramètre", "Parameter"),
    "needed": Wording("nécessaire", "required"),
    "possible": Wording("possible", "optional"),
    "values": Wording("Valeurs", "Values"),
    "body": Wording("Le corps", "The body"),
    "answer": Wording("La réponse", "The answer"),
    "field": Wording("Champ", "Field"),
    "type": Wording("Type", "Type"),
    "example": Wording("Exemple", "Example"),
    "refused": Wording("Refus possibles", "Possible refusals"),
    "key_needed": Wording("Clé nécessaire, de portée", "A key is needed, of the scope"),
    "key_possible": Wording("Clé possible, de portée", "A key is possible, of the scope"),
    "signed": Wording("Appel signé.", "A signed call."),
}
"""Every sentence of the page."""
