"""What the accessibility statement says."""

from typing import Final

WORDS: Final = {
    "title": ("Accessibilité", "Accessibility"),
    "lead": (
        "Ce site doit pouvoir servir à tout le monde : à l'oreille, au clavier, agrandi, sans souris et sans "
        "script. Cette déclaration s'applique à toutes ses pages.",
        "This site must be of use to everybody: by ear, by keyboard, enlarged, without a mouse and without "
        "scripts. This statement covers all of its pages.",
    ),
    "status": ("État de conformité", "Status"),
    "s_full": (
        "Totalement conforme au RGAA (référentiel général d'amélioration de l'accessibilité), version 4.1.",
        "Fully compliant with the RGAA, the French rules for accessible sites, version 4.1.",
    ),
    "s_partial": (
        "Partiellement conforme au RGAA (référentiel général d'amélioration de l'accessibilité), version "
        "4.1.",
        "Partially compliant with the RGAA, the French rules for accessible sites, version 4.1.",
    ),
    "s_none": (
        "Non conforme au RGAA (référentiel général d'amélioration de l'accessibilité), version 4.1.",
        "Not compliant with the RGAA, the French rules for accessible sites, version 4.1.",
    ),
    "no_audit": (
        "Aucun audit n'a été fait : un site que personne n'a évalué se déclare non conforme, même s'il "
        "n'a pas de défaut connu.",
        "No audit was made: a site that nobody has assessed declares itself not compliant, even where no "
        "fault is known.",
    ),
    "audit": (
        "{rate} % des critères sont respectés, selon l'audit de {auditor} du {day}.",
        "{rate} % of the criteria are met, by the audit of {auditor} of {day}.",
    ),
    "known": ("Ce qui est vérifié", "What is checked"),
    "known_lead": (
        "À chaque version du logiciel, dans un vrai navigateur (Chromium), en français et en anglais :",
        "With every version of the software, in a real browser (Chromium), in French and English:",
    ),
    "known_rules": (
        "aucune infraction que le programme axe-core sait trouver (WCAG 2.2, niveaux A et AA) ;",
        "no violation that the program axe-core knows how to find (WCAG 2.2, levels A and AA);",
    ),
    "known_keys": (
        "vérifier un message et un appel au clavier seul ;",
        "a message and a call checked by keyboard alone;",
    ),
    "known_large": (
        "rien de perdu à 400 %, ni sur un écran de 320 pixels de large ;",
        "nothing lost at 400 %, nor on a screen 320 pixels wide;",
    ),
    "known_dark": ("lisible sur fond sombre, et sur papier ;", "readable on a dark ground, and on paper;"),
    "known_scripts": ("toutes les pages répondent sans script.", "all pages answer without scripts."),
    "faults": ("Ce qui ne l'est pas, ou pas assez", "What is not, or not enough"),
    "faults_people": (
        "Un programme ne trouve qu'une partie des défauts. Personne n'a encore essayé ce site avec NVDA, "
        "JAWS, VoiceOver ou TalkBack dans les règles du RGAA.",
        "A program finds only some of the faults. Nobody has yet tried this site with NVDA, JAWS, VoiceOver "
        "or TalkBack by the rules of the RGAA.",
    ),
    "faults_quotes": (
        "Un message cité peut être dans une autre langue que la page, sans que ce soit signalé au lecteur "
        "d'écran.",
        "A quoted message can be in another language than the page, which screen readers are not told.",
    ),
    "faults_simple": (
        "Il n'existe ni version en langue des signes, ni version en « facile à lire et à comprendre ».",
        "There is no version in sign language, and none in “easy to read”.",
    ),
    "reply": ("Un obstacle ? Dites-le", "Something stands in your way? Say so"),
    "reply_lead": (
        "Qui tient ce site doit vous répondre et vous donner le contenu autrement :",
        "Whoever runs this site must answer, and give you the content in another way:",
    ),
    "reply_nowhere": (
        "Aucune adresse n'a été donnée par qui tient ce site.",
        "No address was given by whoever runs this site.",
    ),
    "appeal": ("Voies de recours", "If you are not answered"),
    "appeal_lead": (
        "Si vous avez signalé un défaut qui vous empêche d'accéder à un contenu et que vous n'avez pas de "
        "réponse satisfaisante, vous pouvez :",
        "If you reported a fault that keeps you from some content and had no satisfying answer, you can:",
    ),
    "appeal_form": ("écrire au Défenseur des droits :", "write to the Défenseur des droits (ombudsman):"),
    "appeal_delegate": (
        "voir son délégué dans votre région :",
        "see its delegate in your region:",
    ),
    "appeal_post": (
        "lui envoyer un courrier, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris "
        "CEDEX 07.",
        "send it a letter, without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.",
    ),
    "made": (
        "Déclaration établie pour la version {version} du logiciel.",
        "Statement made for version {version} of the software.",
    ),
}
