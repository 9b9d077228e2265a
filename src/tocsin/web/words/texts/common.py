"""What several pages of communication say."""

from typing import Final

WORDS: Final = {
    "all_texts": ("Tous les textes", "All texts"),
    "doubts_link": ("Les textes dont on doute le plus", "The texts that people doubt most"),
    "in_french": ("En français", "In French"),
    "in_english": ("En anglais", "In English"),
    "from_number": ("de {number}", "from {number}"),
    "cost": (
        "{here} SMS ici, {parts} au plus long ({units} caractères comptés).",
        "{here} SMS here, {parts} at its longest ({units} characters counted).",
    ),
    "cost_ucs2": (
        "Un caractère n'existe pas dans l'alphabet court des SMS : chacun ne contient plus que 67 caractères "
        "au lieu de 153.",
        "A character is not in the short alphabet of SMS: each holds 67 characters instead of 153.",
    ),
    "guard_pass": ("Rien à redire", "Nothing against it"),
    "guard_warn": ("Accepté, à revoir", "Accepted, look again"),
    "guard_block": ("Refusé", "Refused"),
    "guard": ("Contrôle avant envoi", "Check before sending"),
    "sms_of": ("SMS {n} sur {of}", "SMS {n} of {of}"),
    "preview": (
        "Tel qu'une personne le reçoit : ce qui change de l'une à l'autre est souligné. Un texte long part "
        "en plusieurs SMS, que le téléphone réunit.",
        "As somebody gets it: what differs from person to person is underlined. A long text leaves as "
        "several SMS, which the phone joins.",
    ),
    "proposal_passes": ("Une formulation qui passe :", "A wording that passes:"),
    "summary": (
        "{verdict}. Au plus long : {fr} SMS en français (avant : {fr_before}), {en} en anglais (avant : "
        "{en_before}).",
        "{verdict}. At its longest: {fr} SMS in French (before: {fr_before}), {en} in English (before: "
        "{en_before}).",
    ),
    "since_always": ("le début", "the beginning"),
    "place_common": ("Commun à toutes les conversations", "Common to all conversations"),
    "place_aside": ("Quand la personne en parle d'elle-même", "When the person speaks of it unasked"),
    "place_again": ("La question, posée autrement", "The question, put another way"),
    "place_silence": ("Rappel, sans réponse après {time}", "Reminder, without an answer after {time}"),
    "place_message": ("Message", "Message"),
    "place_question": ("Question", "Question"),
    "group_common": ("Toutes les conversations", "All conversations"),
    "stage_more": ("Attend {count} approbations", "Waits for {count} approvals"),
    "stage_one_more": ("Attend encore une approbation", "Waits for one more approval"),
    "stage_approved": (
        "Approuvé par deux personnes, attend une date",
        "Approved by two persons, waits for a date",
    ),
    "stage_scheduled": ("Sera envoyé à partir du {moment}", "Will be sent from {moment}"),
    "stage_started": ("Envoyé à partir du {moment}", "Sent from {moment}"),
    "stage_withdrawn": ("Retiré", "Withdrawn"),
    "stage_cancelled": ("Annulé avant d'être envoyé", "Cancelled before it was sent"),
    "no_reason": ("Dites pourquoi, en une phrase.", "Say why, in a sentence."),
    "why": ("Pourquoi", "Why"),
    "why_hint": (
        "Une phrase, lue par celles et ceux qui approuvent, et gardée. Ne nommez personne.",
        "A sentence, read by those who approve, and kept. Name nobody.",
    ),
    "unfit_empty": ("Le texte est vide.", "The text is empty."),
    "unfit_too_long": (
        "Le texte a {what} caractères. Il en faut 1 000 au plus.",
        "The text has {what} characters. It may have 1,000.",
    ),
    "unfit_blank_lost": (
        "Le texte actuel contient {what}, que votre texte a perdu. Remettez ce champ tel quel : il est "
        "rempli pour chaque personne.",
        "The text has {what}, which yours has lost. Put this field back as it stands: it is filled in for "
        "each person.",
    ),
    "unfit_blank_unknown": (
        "Rien ne peut remplir {what} dans ce texte. Enlevez ces accolades, ou reprenez un champ du texte "
        "actuel.",
        "Nothing can fill in {what} in this text. Take the braces out, or use a field of the present text.",
    ),
    "unfit_code_missing": (
        "Il manque le code : finissez par « Réf. {{code}} ». C'est par lui que chacun peut vérifier le SMS.",
        "The code is missing: end with “Réf. {{code}}”. By it anybody can check the SMS.",
    ),
    "unfit_code_twice": (
        "Le code {{code}} doit y être une seule fois.",
        "The code {{code}} must stand there only once.",
    ),
    "unfit_flow": (
        "Ce texte ne peut pas prendre cette place : {what}.",
        "This text cannot stand in this place: {what}.",
    ),
}
