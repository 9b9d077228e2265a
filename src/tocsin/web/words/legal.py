"""What the legal notice says."""

from typing import Final

WORDS: Final = {
    "title": ("Mentions légales", "Legal notice"),
    "publisher": ("Éditeur", "Publisher"),
    "address": ("Adresse", "Address"),
    "contact": ("Contact", "Contact"),
    "director": ("Directeur ou directrice de la publication", "Director of publication"),
    "host": ("Hébergement", "Hosting"),
    "unsaid": ("Non renseigné par qui tient ce site.", "Not said by whoever runs this site."),
    "data": ("Vos données", "Your data"),
    "data_pasted": (
        "Ce que vous collez ou tapez sur les pages ouvertes à tous est lu le temps de répondre, puis oublié"
        " : ni le message, ni l'expéditeur, ni le résultat ne sont gardés. Aucun lien n'est ouvert.",
        "What you paste or type on the pages that are open to everybody is read for as long as the answer "
        "takes, then forgotten: neither the message, nor the sender, nor the result is kept. No link is "
        "opened.",
    ),
    "data_address": (
        "Pour limiter le nombre de demandes, l'adresse de votre connexion est remplacée par une empreinte "
        "qui change chaque jour. L'adresse elle-même n'est écrite nulle part par ce site.",
        "To limit the number of requests, the address of your connection is replaced by a fingerprint that "
        "changes every day. The address itself is written nowhere by this site.",
    ),
    "data_cookies": (
        "Les pages ouvertes à tous ne posent aucun cookie et ne chargent rien d'ailleurs. L'espace réservé "
        "à ceux qui travaillent ici pose les cookies de leur session.",
        "The pages that are open to everybody set no cookie and load nothing from elsewhere. The part that "
        "is for those who work here sets the cookies of their session.",
    ),
    "data_rights": (
        "Le suivi des contacts, lui, tient des dossiers. Pour lire, corriger ou effacer le vôtre, écrivez à "
        "qui tient ce site ; une réclamation va à la CNIL (cnil.fr).",
        "Contact tracing does keep files. To read, correct or erase yours, write to whoever runs this site; "
        "a complaint goes to the CNIL (cnil.fr).",
    ),
    "software": ("Logiciel", "Software"),
    "software_is": (
        "Tocsin, logiciel libre sous licence Apache 2.0. Les règles des organismes sont leurs mots, cités "
        "avec leur source.",
        "Tocsin, free software under the Apache 2.0 licence. The rules of the bodies are their words, quoted "
        "with their source.",
    ),
    "weakness": ("Signaler une faille :", "Report a weakness:"),
}
