"""What the page "Was this really sent?" says."""

from typing import Final

WORDS: Final = {
    "title": ("Ce SMS a-t-il vraiment été envoyé ?", "Was this SMS really sent?"),
    "lead": (
        "Les SMS du suivi des contacts portent un code, comme « Réf. K7QF-2M9D ». Tapez-le pour savoir s'il "
        "a vraiment été donné.",
        "The SMS of contact tracing carry a code, such as “Réf. K7QF-2M9D”. Type it to learn "
        "whether it was really given.",
    ),
    "code": ("Code du message", "Code of the message"),
    "code_hint": (
        "8 lettres et chiffres. Espaces, tirets et minuscules ne comptent pas. Vous pouvez aussi coller le "
        "SMS entier : nous y trouvons le code.",
        "8 letters and digits. Spaces, dashes and small letters do not count. You can also paste the whole "
        "SMS: we find the code in it.",
    ),
    "text": ("Le message entier (facultatif)", "The whole message (optional)"),
    "text_hint": (
        "Un code se recopie : collez le message pour savoir si c'est bien ce texte qui a été envoyé. "
        "Il "
        "n'est ni gardé ni lu par quelqu'un.",
        "A code can be copied: paste the message to learn whether it is the text that was sent. It is "
        "neither "
        "kept nor read by anybody.",
    ),
    "sender": ("Expéditeur affiché (facultatif)", "Sender shown (optional)"),
    "received": ("Reçu le (facultatif)", "Received on (optional)"),
    "go": ("Vérifier", "Verify"),
    "again": ("Vérifier un autre code", "Verify another code"),
    "empty": ("Tapez le code qui est sur votre message.", "Type the code that is on your message."),
    "too_long": (
        "Ce texte est plus long qu'un SMS : collez seulement le message.",
        "This text is longer than an SMS: paste only the message.",
    ),
    "away": (
        "Nous ne pouvons pas savoir : le registre ne répond pas en ce moment.",
        "We cannot know: the register does not answer at the moment.",
    ),
    "away_do": (
        "Réessayez dans quelques minutes. D'ici là, ne faites rien de ce que le message demande.",
        "Try again in a few minutes. Until then, do nothing of what the message asks.",
    ),
    "sent": ("Envoyé le {day}, expéditeur « {sender} ».", "Sent on {day}, sender “{sender}”."),
    "genuine": ("Le vrai texte", "The genuine text"),
    "blanks": (
        "… remplace ce qui change d'une personne à l'autre.",
        "… stands for what changes from one person to another.",
    ),
    "over": ("Ce message ne vaut plus aujourd'hui.", "This message is no longer valid today."),
    "compare": (
        "Comparez votre message avec le vrai texte, mot par mot, ou collez-le ci-dessous.",
        "Compare your message with the genuine text, word by word, or paste it below.",
    ),
    "proves": ("Ce que cela prouve", "What this proves"),
    "proves_not": ("Ce que cela ne prouve pas", "What this does not prove"),
    "now": ("Que faire maintenant", "What to do now"),
    "spoken": (
        "C'est peut-être un code que quelqu'un vous dit au téléphone :",
        "This may be a code that somebody tells you on the telephone:",
    ),
    "spoken_link": ("vérifiez l'appel ici.", "check the call here."),
    "no_code": (
        "Votre message n'a pas de code ?",
        "Your message has no code?",
    ),
    "no_code_link": ("Faites-le vérifier en entier.", "Have the whole of it checked."),
}
