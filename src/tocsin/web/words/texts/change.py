"""What the page of a proposal says."""

from typing import Final

from tocsin.web.words.texts import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Proposition {number} : {id}", "Proposal {number}: {id}"),
    "by_whom": ("Proposé par {name}, le {at}.", "Proposed by {name}, {at}."),
    "their_why": ("Raison :", "Reason:"),
    "what_changes": ("Ce qui change", "What changes"),
    "gone": ("enlevé :", "taken out:"),
    "new": ("ajouté :", "added:"),
    "moved": (
        "Depuis cette proposition, un autre texte est envoyé : comparez avec la page du texte avant "
        "d'approuver.",
        "Since this was proposed another text is sent: compare with the page of the text before you approve.",
    ),
    "seen": ("Sur un téléphone", "On a phone"),
    "story": ("Ce qui s'est passé", "What happened"),
    "when": ("Quand", "When"),
    "what": ("Quoi", "What"),
    "by": ("Par qui", "By whom"),
    "by_engine": ("Tocsin", "Tocsin"),
    "step_proposed": ("Proposé", "Proposed"),
    "step_approved": ("Approuvé", "Approved"),
    "step_withdrawn": ("Retiré", "Withdrawn"),
    "step_refused": ("Activation refusée par le contrôle", "Activation refused by the check"),
    "step_activated": ("Activé", "Activated"),
    "step_cancelled": ("Annulé", "Cancelled"),
    "step_set_aside": ("Mis de côté par le contrôle, plus envoyé", "Set aside by the check, sent no more"),
    "step_from": ("{what}, à partir du {moment}", "{what}, from {moment}"),
    "to_do": ("À faire", "To do"),
    "approve": ("Approuver ce texte", "Approve this text"),
    "approve_hint": (
        "Vous dites que ce texte, dans les deux langues, peut être envoyé en notre nom.",
        "You say that this text, in both languages, may be sent in our name.",
    ),
    "mine": (
        "C'est votre proposition : deux autres personnes doivent l'approuver.",
        "This is your proposal: two other persons must approve it.",
    ),
    "agreed": (
        "Vous l'avez approuvé. Il faut une autre personne.",
        "You approved it. Another person is needed.",
    ),
    "activate": ("Activer", "Activate"),
    "starts_at": ("À partir de", "From"),
    "starts_hint": (
        "Laissez vide pour tout de suite : le prochain SMS le dira. Le texte est contrôlé une fois de plus.",
        "Leave empty for at once: the next SMS will say it. The text is checked once more.",
    ),
    "cancel": ("Annuler : ne pas l'envoyer", "Cancel: do not send it"),
    "withdraw": ("Retirer la proposition", "Withdraw the proposal"),
    "to_text": ("La page de ce texte", "The page of this text"),
    "done_proposed": (
        "C'est proposé. Deux autres personnes doivent approuver.",
        "Proposed. Two others must approve.",
    ),
    "done_approved": ("Votre approbation est notée.", "Your approval is noted."),
    "done_withdrawn": ("La proposition est retirée.", "The proposal is withdrawn."),
    "done_activated": ("C'est activé.", "Activated."),
    "done_cancelled": (
        "C'est annulé : ce texte ne sera pas envoyé.",
        "Cancelled: this text will not be sent.",
    ),
    "own_proposal": (
        "Vous ne pouvez pas approuver votre propre proposition.",
        "You cannot approve your own proposal.",
    ),
    "approved_already": ("Vous avez déjà approuvé cette proposition.", "You approved this proposal already."),
    "not_now": (
        "Quelqu'un l'a fait avancer entre-temps : voici où elle en est maintenant.",
        "Somebody moved it on meanwhile: here is where it stands now.",
    ),
    "bad_moment": (
        "Donnez une date et une heure à venir, dans l'année, ou rien du tout.",
        "Give a date and a time to come, within a year, or nothing at all.",
    ),
    "refused_now": (
        "Le contrôle refuse ce texte à la date choisie : il n'est pas activé.",
        "The check refuses this text on the day chosen: it is not activated.",
    ),
}
