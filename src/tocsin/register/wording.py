"""What people are told when they verify a code, in French and English."""

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.register.verify import CodeAnswer
from tocsin.verdict.verdict_sentences import load_sentences

_HEADLINES = {
    "matches": Wording(
        "Oui : ce texte a été envoyé avec ce code.",
        "Yes: this text was sent with this code.",
    ),
    "misused": Wording(
        "Méfiance : le code et le texte sont vrais, mais ce message n'est pas celui qui a été envoyé.",
        "Beware: code and text are genuine, but this message is not the one that was sent.",
    ),
    "differs": Wording(
        "Non : ce code est vrai, mais il a été donné à un autre texte.",
        "No: this code is genuine, but it was given to another text.",
    ),
    "found": Wording(
        "Ce code est vrai. Reste à comparer le texte : un code se recopie.",
        "This code is genuine. The text is still to be compared: a code can be copied.",
    ),
    "found_misused": Wording(
        "Méfiance : ce code est vrai, mais votre message n'est pas celui à qui il a été donné.",
        "Beware: this code is genuine, but your message is not the one that it was given to.",
    ),
    "erased": Wording(
        "Ce code est vrai. Le texte envoyé a été effacé depuis, comme prévu : il ne se compare plus.",
        "This code is genuine. The text that was sent was erased since, as it must be: nothing to compare.",
    ),
    "not_found": Wording(
        "Ce code n'est pas dans le registre des messages envoyés.",
        "This code is not in the register of the messages sent.",
    ),
    "length": Wording(
        "Ce n'est pas un code entier : un code a 8 caractères, comme K7QF-2M9D ; il y en a ici {detail}.",
        "This is not a whole code: a code has 8 characters, like K7QF-2M9D; here there are {detail}.",
    ),
    "character": Wording(
        "Ce n'est pas un code : aucun ne contient « {detail} ».",
        "This is not a code: none contains “{detail}”.",
    ),
    "check": Wording(
        "Ce code a été mal recopié : au moins un caractère est faux, ou deux sont inversés.",
        "This code was mistyped: at least one character is wrong, or two are swapped.",
    ),
}
_PROVES = {
    "matches": Wording(
        "Ce qui est écrit a bien été envoyé, mot pour mot, liens et numéros compris.",
        "What is written was really sent, word for word, links and numbers included.",
    ),
    "differs": Wording(
        "Le message que vous avez n'est pas celui qui a été envoyé, si vous l'avez recopié en entier.",
        "The message that you have is not the one that was sent, if you copied all of it.",
    ),
    "found": Wording(
        "Un message a été envoyé avec ce code. Rien de plus.",
        "A message was sent with this code. Nothing more.",
    ),
    "not_found": Wording(
        "Aucun message du registre ne porte ce code.",
        "No message in the register carries this code.",
    ),
    "mistyped": Wording(
        "Rien s'il est mal recopié. S'il est bien ainsi sur votre message, ce code n'a jamais été donné.",
        "Nothing if it was mistyped. If your message does have it so, this code was never given.",
    ),
}
_PROVES_NOT = {
    "matches": Wording(
        "Qu'il vous ait été envoyé à vous : un vrai texte se recopie, un expéditeur affiché s'imite.",
        "That it was sent to you: a genuine text can be copied, a sender shown can be forged.",
    ),
    "differs": Wording(
        "Qui l'a écrit. Un mot oublié ou ajouté en le recopiant suffit aussi à le rendre différent.",
        "Who wrote it. A word left out or added while copying also makes it different.",
    ),
    "found": Wording(
        "Que votre message soit celui-là : un code vu sur un SMS se recopie dans un autre. "
        "Un code essayé au hasard peut aussi exister.",
        "That your message is that one: a code seen on an SMS can be copied into another. "
        "A code tried at random may exist too.",
    ),
    "not_found": Wording(
        "Que ce soit une fraude : le registre peut ne pas avoir tous les messages, "
        "et les plus anciens sont effacés.",
        "That it is a fraud: the register may not hold all messages, and old ones are deleted.",
    ),
    "mistyped": Wording(
        "Que le message soit vrai, ni qu'il soit faux.", "That the message is genuine, or not."
    ),
}
_ADVICE = {
    "matches": Wording(
        "Vous pouvez suivre ce qui est écrit. Répondez seulement à l'expéditeur indiqué ci-dessus.",
        "You can do what it says. Reply only to the sender named above.",
    ),
    "misused": Wording(
        "N'y répondez pas. Passez par le site ou le numéro que vous connaissez déjà.",
        "Do not reply. Use the site or the number that you already know.",
    ),
    "differs": Wording(
        "Comparez avec le vrai texte. S'il demande autre chose : "
        "ne répondez pas, ne cliquez pas, ne payez rien.",
        "Compare it with the genuine text. If it asks for something else: do not reply, click or pay.",
    ),
    "found": Wording(
        "Comparez votre message avec le vrai texte, mot par mot, ou donnez-le avec --text.",
        "Compare your message with the genuine text, word by word, or give it with --text.",
    ),
    "erased": Wording(
        "Ne faites rien de ce que demande un message si ancien. "
        "Passez par le site ou le numéro que vous connaissez déjà.",
        "Do nothing that so old a message asks for. Use the site or the number that you already know.",
    ),
    "not_found": Wording(
        "Relisez le code sur votre message. Si c'est bien celui-là, ne répondez pas : "
        "passez par le site ou le numéro que vous connaissez déjà.",
        "Read the code on your message again. If it is that one, do not reply: "
        "use the site or the number that you already know.",
    ),
    "mistyped": Wording(
        "Relisez-le sur votre message : il n'a ni 0, 1, I, L, O, ni S, U. S'il est bien écrit ainsi, "
        "ne répondez pas : passez par le site ou le numéro que vous connaissez déjà.",
        "Read it again on your message: it has no 0, 1, I, L, O, and no S, U. If that is how it is written, "
        "do not reply: use the site or the number that you already know.",
    ),
}


def describe_outcome(answer: CodeAnswer, lang: str) -> str:
    """The answer in one sentence."""
    name = answer.mistake if answer.outcome == "mistyped" else _find_outcome_variant(answer, "found_misused")
    return translate_wording(_HEADLINES[name], lang).format(detail=answer.detail)


def describe_proof(answer: CodeAnswer, lang: str) -> str:
    """What the answer proves."""
    return translate_wording(_PROVES[answer.outcome], lang)


def describe_limits(answer: CodeAnswer, lang: str) -> str:
    """What it does not prove."""
    return translate_wording(_PROVES_NOT[answer.outcome], lang)


def describe_advice(answer: CodeAnswer, lang: str) -> str:
    """What to do."""
    return translate_wording(_ADVICE[_find_outcome_variant(answer, "misused")], lang)


def describe_misuse(kind: str, lang: str) -> str:
    """What does not fit, in one sentence."""
    return str(load_sentences()["register"][kind][lang])


def _find_outcome_variant(answer: CodeAnswer, found: str) -> str:
    """The outcome, or what it becomes where something does not fit."""
    if not answer.misuse:
        erased = answer.outcome == "found" and answer.entry is not None and answer.entry.is_erased
        return "erased" if erased else answer.outcome
    return {"matches": "misused", "found": found}.get(answer.outcome, answer.outcome)
