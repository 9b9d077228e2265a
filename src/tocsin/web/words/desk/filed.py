"""What every file says, of a case or of a contact."""

from typing import Final

FILED: Final = {
    "amend": (
        "Corriger le nom, le téléphone, une date ou une issue",
        "Put right the name, telephone, a date or an outcome",
    ),
    "did_amend": (
        "C'est corrigé, avec votre nom et le motif.",
        "It is put right, with your name and the reason.",
    ),
    "rights": ("Droits de la personne", "Rights of the person"),
    "standing": ("Où il en est", "Standing"),
    "before": ("À joindre avant", "Reach before"),
    "time_left": ("reste {span}", "{span} left"),
    "time_late": ("dépassé de {span}", "late by {span}"),
    "isolation": ("isolement jusqu'au {day} inclus", "isolation through {day}"),
    "what_happened": ("Ce qui s'est passé", "What happened"),
    "when": ("Quand", "When"),
    "what": ("Quoi", "What"),
    "by": ("Par", "By"),
    "kind_change": ("changement", "change"),
    "kind_call": ("appel", "call"),
    "kind_ours": ("SMS, nous", "SMS, us"),
    "kind_theirs": ("SMS, la personne", "SMS, the person"),
    "erased": ("nom effacé", "name erased"),
    "rings": ("La personne est en ligne : prendre l'appel", "The person is on the line: take the call"),
    "rings_how": (
        "Ouvre son appel en cours, ou un nouveau. L'appel que vous auriez déjà est rendu, avec ce qui y est "
        "tapé.",
        "Opens the call that waits for them, or a new one. A call that you had already goes back, with "
        "what is typed in it.",
    ),
    "search": ("Chercher un autre dossier", "Look for another file"),
}
