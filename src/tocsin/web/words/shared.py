"""What the page of a shared verdict says, besides what the page of the check says."""

from typing import Final

from tocsin.web.words import check

WORDS: Final = {
    **check.WORDS,
    "shared_title": ("Un résultat qu'on vous a transmis", "A result that somebody passed on to you"),
    "shared_lead": (
        "Quelqu'un a vérifié un message le {made}. Voici le résultat, sans le message : « … » remplace ce "
        "qui "
        "y était écrit.",
        "Somebody checked a message on {made}. Here is the result, without the message: “…” stands for what "
        "was written.",
    ),
    "shared_came": ("{channel}, reçu le {day}.", "{channel}, received on {day}."),
    "shared_limits": (
        "Ce résultat vaut pour ce message-là. Un autre message, même semblable, se vérifie à part.",
        "This result holds for that message. Another message, even a similar one, has to be checked on its "
        "own.",
    ),
    "shared_version": (
        "Il a été donné avec la version {then} de la charte ; les règles ci-dessous sont celles de la "
        "version "
        "{now}.",
        "It was given with version {then} of the charter; the rules below are those of version {now}.",
    ),
    "check_yours": ("Vérifier votre message", "Check your message"),
    "bad_link": ("Ce lien n'est pas valable", "This link is not valid"),
    "bad_link_do": (
        "Il n'a pas été fait par ce site, ou il a été abîmé en chemin. Ne vous fiez à aucun résultat qu'on "
        "vous en a dit : "
        "vérifiez vous-même le message.",
        "It was not made by this site, or was damaged on its way. Do not rely on any result that you were "
        "told of it: "
        "check the message yourself.",
    ),
    "old_link": ("Ce lien est trop ancien", "This link is too old"),
    "old_link_do": (
        "Il date du {made}. Les règles et les conseils changent : un résultat se partage pendant {days} "
        "jours. Vérifiez de "
        "nouveau le message.",
        "It dates from {made}. Rules and advice change: a result can be shared for {days} days. Check the "
        "message again.",
    ),
}
