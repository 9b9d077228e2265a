"""What the board of replies says."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Réponses", "Replies"),
    "lead": (
        "À chaque question des conversations par SMS : qui répond, qui se tait, qui n'est pas compris, qui "
        "passe à un agent. Ces chiffres sont nationaux : les questions ne sont comptées par aucun "
        "territoire.",
        "At each question of the conversations by SMS: who answers, who falls silent, who is not "
        "understood, who goes to an agent. These figures are national: questions are counted by no "
        "territory.",
    ),
    "steps_title": ("Questions", "Questions"),
    "steps_lead": (
        "Part de réponses à chaque étape, avec son intervalle de Wilson à 95 %. Ni réponse ni silence : la "
        "personne a encore le temps, ou un agent a pris la suite.",
        "Share of replies at each step, with Wilson's 95% interval. Neither reply nor silence: the person "
        "still has time, or an agent has taken over.",
    ),
    "steps_of": ("{flow}, version {version}", "{flow}, version {version}"),
    "flow_case": ("Conversation avec un cas", "Conversation with a case"),
    "flow_contact": ("Conversation avec un contact", "Conversation with a contact"),
    "flow_follow_up": ("Suivi pendant l'isolement", "Follow-up during isolation"),
    "col_step": ("Étape", "Step"),
    "col_asked": ("Posée", "Asked"),
    "col_answered": ("Répondue", "Answered"),
    "col_reply": ("Part de réponses", "Reply share"),
    "col_silent": ("Silence", "Silent"),
    "col_drop": ("Abandon", "Drop-off"),
    "col_again": ("Reposée", "Asked again"),
    "col_human": ("À un agent", "To an agent"),
}
