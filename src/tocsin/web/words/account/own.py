"""What the page of one's own account says."""

from typing import Final

from tocsin.web.words.account import passwords

WORDS: Final = {
    **passwords.WORDS,
    "title": ("Votre compte", "Your account"),
    "you": ("Vous êtes {name}, identifiant {login}.", "You are {name}, user name {login}."),
    "h_password": ("Changer de mot de passe", "Change the password"),
    "present": ("Mot de passe actuel", "Present password"),
    "present_wrong": (
        "Ce n'est pas votre mot de passe actuel.",
        "This is not your present password.",
    ),
    "change": ("Changer", "Change"),
    "ends": (
        "Vos autres sessions seront fermées.",
        "Your other sessions will be ended.",
    ),
    "h_phone": ("Le code de votre téléphone", "The code of your telephone"),
    "bound": (
        "Un téléphone est relié. Codes de secours qui restent : {left}.",
        "A telephone is bound. Recovery codes left: {left}.",
    ),
    "unbound": ("Aucun téléphone n'est relié.", "No telephone is bound."),
    "to_phone": (
        "Relier un autre téléphone, ou avoir d'autres codes",
        "Bind another telephone, or get other codes",
    ),
    "to_phone_first": ("Relier un téléphone", "Bind a telephone"),
    "h_passkeys": ("Vos clés d'accès", "Your passkeys"),
    "passkey_none": (
        "Aucune clé d'accès. Avec elle, plus de code à recopier, et un faux site ne peut rien en tirer.",
        "No passkey. With one there is no code to copy, and a false site can get nothing from it.",
    ),
    "passkey_unnamed": ("sans nom", "without a name"),
    "passkey_made": ("Créée", "Made"),
    "passkey_used": ("Vue pour la dernière fois", "Last used"),
    "passkey_remove": ("Retirer", "Remove"),
    "passkey_add": ("Ajouter une clé d'accès", "Add a passkey"),
    "done_passkey": ("Votre clé d'accès est reliée.", "Your passkey is bound."),
    "done_no_passkey": ("Cette clé d'accès est retirée.", "That passkey is removed."),
    "elsewhere": (
        "C'est le fournisseur d'identité de votre service qui vérifie qui vous êtes : mot de passe et "
        "téléphone se changent là-bas.",
        "The identity provider of your service proves who you are: password and telephone are changed there.",
    ),
    "h_language": ("Langue", "Language"),
    "language": ("Le service s'ouvre en", "The service opens in"),
    "fr": ("français", "French"),
    "en": ("anglais", "English"),
    "keep": ("Garder", "Keep"),
    "h_sessions": ("Où vous êtes entré", "Where you are signed in"),
    "caption": ("Vos sessions ouvertes", "Your open sessions"),
    "browser": ("Navigateur", "Browser"),
    "unknown": ("inconnu", "unknown"),
    "began": ("Depuis", "Since"),
    "seen": ("Vu pour la dernière fois", "Last seen"),
    "this": ("celle-ci", "this one"),
    "what": ("Fermer", "End"),
    "end": ("Fermer", "End"),
    "end_one": ("la session de {browser}", "the session of {browser}"),
    "end_all": ("Fermer toutes les autres", "End all others"),
    "done_password": ("Votre mot de passe est changé.", "Your password is changed."),
    "done_telephone": ("Votre téléphone est relié.", "Your telephone is bound."),
    "done_language": ("Votre langue est gardée.", "Your language is kept."),
    "done_session": ("Cette session est fermée.", "That session is ended."),
    "done_sessions": ("Vos autres sessions sont fermées.", "Your other sessions are ended."),
}
