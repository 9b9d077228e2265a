"""What the page that checks a message says."""

from typing import Final

WORDS: Final = {
    "title": ("Ce message est-il vrai ?", "Is this message genuine?"),
    "lead": (
        "Collez le message reçu, ou racontez l'appel. Vous saurez s'il peut venir de l'organisme qu'il "
        "nomme, "
        "pourquoi, "
        "et quoi faire.",
        "Paste the message that you received, or tell what the call said. You will know whether it can come "
        "from the "
        "body that it names, why, and what to do.",
    ),
    "next": ("Vérifier un autre message", "Check another message"),
    "correct": ("Corriger ce message et recommencer", "Correct this message and check again"),
    "text": ("Le message", "The message"),
    "text_hint": (
        "Tel qu'il est, avec ses liens et ses numéros. Pour un appel : ce qu'on vous a dit.",
        "As it is, with its links and numbers. For a call: what you were told.",
    ),
    "file": ("Ou un courriel enregistré (fichier .eml)", "Or a saved e-mail (an .eml file)"),
    "file_hint": (
        "Choisissez-le ou glissez-le ici, 10 Mo au plus. Dans votre messagerie : « Enregistrer sous » ou "
        "« Télécharger le message ».",
        "Choose it or drop it here, 10 MB at most. In your mail program: “Save as” or “Download message”.",
    ),
    "channel": ("Comment est-il arrivé ?", "How did it come?"),
    "guess": ("Je ne sais pas", "I do not know"),
    "sender": ("De qui ?", "From whom?"),
    "sender_hint": (
        "Le numéro, le nom ou l'adresse affichés. Rien si vous ne savez pas.",
        "The number, name or address shown. Nothing if you do not know.",
    ),
    "received": ("Reçu le", "Received on"),
    "received_hint": (
        "Les règles sont celles de ce jour-là. Un courriel enregistré dit lui-même sa date.",
        "The rules are those of that day. A saved e-mail says its own date.",
    ),
    "institution": ("Au nom de qui ?", "In whose name?"),
    "about": ("Ce que vous en savez", "What you know of it"),
    "solicited": ("Je l'avais demandé, ou j'avais appelé d'abord", "I had asked for it, or had called first"),
    "inside_account": (
        "Je l'ai lu dans mon compte, après m'être connecté",
        "I read it inside my account, once logged in",
    ),
    "submit": ("Vérifier", "Check"),
    "busy": ("Vérification en cours…", "Checking…"),
    "lost": (
        "Pas de réponse. Vérifiez votre connexion, puis recommencez.",
        "No answer. Look at your connection, then try again.",
    ),
    "form": ("Votre message", "Your message"),
    "know": ("Bon à savoir", "Good to know"),
    "know_wait": (
        "En attendant la réponse, ne cliquez pas, ne rappelez pas, ne payez pas.",
        "While you wait for the answer, do not click, do not ring back, do not pay.",
    ),
    "know_kept": (
        "Rien n'est gardé : ni le message, ni l'expéditeur, ni le résultat. Aucun lien n'est ouvert.",
        "Nothing is kept: neither the message, nor the sender, nor the result. No link is opened.",
    ),
    "know_rules": (
        "Le message est comparé à ce que l'organisme a promis, ce jour-là. Chaque raison cite sa source.",
        "The message is held against what the body had promised on that day. Every reason names its source.",
    ),
    "know_not": (
        "« Rien contre » ne veut pas dire « sûr » : un nom ou un numéro affiché se falsifie.",
        "“Nothing against it” does not mean “safe”: a name or number that is shown can be forged.",
    ),
    # what stands against a field
    "mistakes": ("Il manque quelque chose", "Something is missing"),
    "nothing": (
        "Collez le message, ou dites de qui il vient.",
        "Paste the message, or say from whom it comes.",
    ),
    "both": (
        "Choisissez : le texte collé, ou le fichier. Videz l'un des deux.",
        "Choose: the pasted text, or the file. Empty one of them.",
    ),
    "too_long": (
        "Le texte dépasse 200 000 caractères. Collez-en le début.",
        "The text is longer than 200,000 characters. Paste its beginning.",
    ),
    "long_sender": ("L'expéditeur dépasse 200 caractères.", "The sender is longer than 200 characters."),
    "not_by_email": (
        "Un fichier .eml est un courriel : choisissez « Courriel » ou « Je ne sais pas ».",
        "An .eml file is an e-mail: choose “E-mail” or “I do not know”.",
    ),
    "not_eml": (
        "Ce fichier n'est pas un courriel enregistré. Nous ne lisons que les .eml : pour une capture "
        "d'écran, "
        "une "
        "photo ou un PDF, recopiez le texte.",
        "This file is not a saved e-mail. We read only .eml: for a screenshot, a picture or a PDF, copy the "
        "text.",
    ),
    "big_file": (
        "Ce fichier dépasse 10 Mo. Enregistrez le courriel sans ses pièces jointes.",
        "This file is bigger than 10 MB. Save the e-mail without its attachments.",
    ),
    "empty_file": ("Ce fichier est vide.", "This file is empty."),
    "bad_day": (
        "Cette date ne se lit pas. Écrivez-la ainsi : 31/05/2024.",
        "This date cannot be read. Write it like this: 2024-05-31.",
    ),
    "future": ("Cette date est à venir.", "This date lies ahead."),
    # the verdict
    "imposture": ("Imposture", "Imposture"),
    "suspicious": ("Suspect", "Suspicious"),
    "unproven": ("Origine non prouvée", "Origin not proved"),
    "authentic": ("Origine prouvée", "Origin proved"),
    "unrelated": ("Non jugé", "Not judged"),
    "unrelated_help": ("Voici quoi faire", "What to do"),
    "verdict": ("Résultat", "Result"),
    "jump": ("Dans ce résultat", "In this result"),
    "the_message": ("Le message", "The message"),
    "came": ("{channel}, {sender}, reçu le {day}.", "{channel}, {sender}, received on {day}."),
    "guessed": (
        "Nous avons supposé qu'il est arrivé ainsi. Sinon, corrigez-le plus bas et recommencez.",
        "We guessed that it came in this way. If not, correct it below and check again.",
    ),
    "from": ("expéditeur affiché « {sender} »", "sender shown as “{sender}”"),
    "from_unknown": ("expéditeur inconnu", "sender unknown"),
    "attachment": ("Pièce jointe :", "Attachment:"),
    "leads": ("« {shown} » mène à {href}", "“{shown}” leads to {href}"),
    "cut": ("[… {n} caractères …]", "[… {n} characters …]"),
    "empty": ("Aucun texte : seul l'expéditeur a été regardé.", "No text: only the sender was looked at."),
    "reason": ("raison", "reason"),
    "rule": ("Règle", "Rule"),
    "source": ("Source :", "Source:"),
    "compatible": ("Un vrai message aurait dû", "A genuine message would have had to"),
    "proves": ("Ce que cela prouve, ou non", "What this proves, or does not"),
    "first": ("À faire tout de suite", "Do this first"),
    "now": ("Que faire maintenant", "What to do now"),
    "report": ("Où le signaler", "Where to report it"),
    "price": ("Prix :", "Price:"),
    "already": ("C'est déjà fait ?", "Is it already done?"),
    "already_hint": (
        "Touchez ce qui vous est arrivé : ce qu'il faut faire s'ouvre ici, et rien n'est envoyé.",
        "Touch what happened to you: what to do opens here, and nothing is sent.",
    ),
    "clicked": ("J'ai cliqué", "I clicked"),
    "paid": ("J'ai payé", "I paid"),
    "gave_card": ("J'ai donné ma carte bancaire", "I gave my bank card"),
    "gave_bank": ("J'ai donné un RIB ou un IBAN", "I gave my bank details (RIB, IBAN)"),
    "gave_nir": ("J'ai donné mon numéro de sécurité sociale", "I gave my social security number"),
    "gave_credentials": ("J'ai donné un mot de passe ou un code", "I gave a password or a code"),
    "rang_back": ("J'ai rappelé", "I rang back"),
    "installed": (
        "J'ai installé quelque chose, ou laissé prendre la main",
        "I installed something, or let somebody take control",
    ),
    "victim": ("J'ai été victime d'une fraude", "I was the victim of a fraud"),
    "unread": ("Ce qui n'a pas pu être lu", "What could not be read"),
    "many_codes": (
        "Ce message porte un code, mais vous en avez fait chercher beaucoup : il n'a pas été comparé au "
        "registre des messages envoyés. Réessayez dans quelques minutes.",
        "This message carries a code, but you have had many looked up: it was not compared with the register "
        "of the messages sent. Try again in some minutes.",
    ),
    "no_register": (
        "Ce message porte un code, mais le registre des messages envoyés ne répond pas : il n'a pas été "
        "comparé.",
        "This message carries a code, but the register of the messages sent does not answer: it was not "
        "compared.",
    ),
    # an address and nothing else
    "address": ("Cette adresse", "This address"),
    "address_leads": (
        "Elle mène au site « {domain} » : seul ce nom compte, le reste se choisit librement.",
        "It leads to the site “{domain}”: only that name counts, the rest is freely chosen.",
    ),
    "address_official": (
        "Elle est de {name}. Tapez-la vous-même plutôt que de suivre un lien.",
        "It belongs to {name}. Type it yourself rather than follow a link.",
    ),
    "address_public": (
        "C'est un site de l'État ou d'un service public, pas de {name}.",
        "It is a site of the State or of a public service, not of {name}.",
    ),
    "address_known": (
        "C'est le site d'une marque connue, pas de {name}.",
        "It is the site of a known brand, not of {name}.",
    ),
    "address_shortener": (
        "C'est une adresse raccourcie : elle cache où elle mène. Ne la suivez pas.",
        "It is a shortened address: it hides where it leads. Do not follow it.",
    ),
    "address_lookalike": (
        "Elle imite « {imitates} », mais n'est pas de {name}. Ne la suivez pas, n'y écrivez rien.",
        "It imitates “{imitates}”, but does not belong to {name}. Do not follow it, type nothing there.",
    ),
    "address_foreign": (
        "Ce n'est pas une adresse de {name}. Nous ne savons pas à qui elle est : n'y donnez rien.",
        "It is not an address of {name}. We do not know whose it is: give nothing there.",
    ),
    # what can be done with it
    "use": ("Garder ou montrer ce résultat", "Keep or show this result"),
    "sheet": ("Version à imprimer, une page", "Printable version, one page"),
    "sheet_new": ("(nouvel onglet)", "(new tab)"),
    "translate": ("Read this result in English", "Lire ce résultat en français"),
    "share": ("Partager le résultat, sans le message", "Share the result, without the message"),
    "share_hint": (
        "Ce lien dit le résultat, les règles enfreintes et la date. Il ne contient pas un mot du message, et "
        "rien n'est "
        "gardé chez nous. Il est valable {days} jours.",
        "This link says the result, the rules broken and the date. It holds no word of the message, and "
        "nothing is kept "
        "with us. It is good for {days} days.",
    ),
    "share_link": ("Lien à copier", "Link to copy"),
    "copy": ("Copier", "Copy"),
    "copied": ("Copié", "Copied"),
}
