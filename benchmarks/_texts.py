"""Texts for the benchmarks: templates of our own, filled with a seeded hand, never twice the same."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from typing import NamedTuple

SEED = 20210304
SHARE_FRAUD, SHARE_GENUINE = 0.4, 0.2
FIRST_DAY = date(2022, 6, 1)
DAYS = 1_500


class Text(NamedTuple):
    """A generated message, and what it is."""

    family: str
    """``fraud``, ``genuine`` or ``negative``."""
    sender: str
    received: date
    text: str


FILLERS: dict[str, tuple[str, ...]] = {
    "first": (
        *("Nadia", "Paul", "Inès", "Hugo", "Lucie", "Karim", "Elsa", "Moussa", "Jeanne", "Théo", "Aya", "Rémi"),
        *("Chloé", "Yann", "Fatou", "Louis", "Marta", "Igor", "Zoé", "Abel"),
    ),
    "town": ("Lille", "Nantes", "Agen", "Brest", "Dijon", "Pau", "Metz", "Nîmes", "Tours", "Albi", "Laon", "Vannes"),
    "amount": ("0,95 €", "1,99 euro", "19,80 €", "84,50 euros", "132,40 €", "270 EUR", "341,70€", "2,50 €", "49 €"),
    "delay": ("sous 24h", "avant ce soir", "dans les 48 heures", "avant le {dom}/{month}", "dès aujourd'hui"),
    "word": ("dossier", "espace", "suivi", "formulaire", "service", "portail", "demarche", "info", "acces", "retour"),
    "theme": ("sante", "assure", "soins", "vitale", "rembours", "droits", "patient", "secu", "mutuelle", "usager"),
    "doctor": ("Dr Amar", "Dr Petit", "Dr Nguyen", "Dr Roche", "Dr Costa", "Dr Weber"),
    "phone": ("01 99 00 {nn} {nn}", "02 61 91 {nn} {nn}", "06 39 98 {nn} {nn}", "04.65.71.{nn}.{nn}", "+33 5 36 49 {nn} {nn}"),
    "premium": ("08 99 {nn} {nn} {nn}", "0 892 {nn}0 {nn}0", "0899.{nn}.{nn}.{nn}"),
    "reply": ("Merci.", "Cordialement", "A bientôt", "Bonne journée", ""),
    "hi": ("Bonjour", "Bonjour {first}", "Cher assuré", "Madame, Monsieur", "Info", "Rappel"),
    "body": ("AMELI", "Assurance Maladie", "CPAM", "CPAM {town}", "Ameli.fr", "L'Assurance Maladie", "Service Ameli"),
    "event": ("l'anniversaire de {first}", "le match", "la réunion de parents", "le marché", "le déménagement"),
    "fake": ("{theme}-{word}{n}.example", "mon-{word}-{theme}.example", "https://{theme}{n}.example/{word}", "http://{word}-{theme}.example"),
    "alike": ("ameli-{word}{n}.example", "https://www.ameli-{theme}.example/{word}", "cartevitale-{word}.example"),
    "link": ("{fake}", "{fake}", "{alike}"),
}  # fmt: skip

FRAUDS = (
    "{body} : votre nouvelle carte vitale est disponible. Réglez les frais d'envoi de {amount} {delay} : {link}",
    "{body}: vos droits seront suspendus {delay}. Mettez à jour vos informations sur {link}",
    "{hi}, {body} vous informe qu'un remboursement de {amount} est en attente. Confirmez vos coordonnées bancaires : {link}",
    "{body}. {hi}, envoyez-nous votre numéro de sécurité sociale et votre RIB par retour de SMS. Réf {n}{n}",
    "{hi}, ici la {body}, nous avons essayé de vous joindre. Rappelez-nous au {premium} {delay}.",
    "{body} : pour recevoir {amount}, il nous manque seulement le numéro de votre carte bancaire. {link}",
    "{body} - carte vitale expirée le {dom}/{month}. Renouvelez-la ici {link} sinon vos soins ne seront plus pris en charge",
    "Votre carte vitale arrive à expiration, commandez la nouvelle {delay} via {link}",
    "{body} : votre dossier n°{n}{n} est incomplet. Cliquez {link} et saisissez votre mot de passe ameli.",
    "{hi}. {body} : rappelez le {phone} pour débloquer votre remboursement de {amount}.",
    "Nous ne demandons jamais votre RIB. {body} : indiquez simplement votre IBAN et le cryptogramme sur {link}",
    "CHRONO : votre colis n°{n}{n} est bloqué, réglez {amount} de frais de douane : {fake}",
    "Amende impayée de {amount}. Majoration {delay}. Payez sur {fake}",
    "Coucou maman, mon téléphone est cassé, voici mon nouveau numéro {phone}. Ecris-moi sur whatsapp. {first}",
    "Banque : un paiement de {amount} est en attente. Si vous n'êtes pas à l'origine, annulez ici : {fake}",
)
GENUINE = (
    "L'Assurance Maladie : votre remboursement de {amount} a été effectué. Consultez votre compte sur ameli.fr",
    "Assurance Maladie : un nouveau message vous attend dans votre compte ameli. www.ameli.fr",
    "CPAM {town} : votre rendez-vous du {dom}/{month} à {h}h est confirmé. Pour l'annuler : assure.ameli.fr",
    "Ameli : pensez à mettre à jour votre carte Vitale en pharmacie, c'est gratuit. Plus d'infos sur ameli.fr",
    "L'Assurance Maladie vous invite à déclarer votre médecin traitant depuis votre compte ameli. Une question ? Appelez le 3646.",
    "{hi}, votre arrêt de travail a bien été enregistré par votre CPAM de {town}. Suivez-le dans votre compte ameli.",
)
NEGATIVES = (
    "Salut {first}, tu peux m'envoyer ton RIB pour {event} ? Je te vire {amount} demain",
    "{hi}, rappel de votre rendez-vous avec le {doctor} le {dom}/{month} à {h}h. Apportez votre carte Vitale. {reply}",
    "Pharmacie de {town} : votre ordonnance est prête. {reply}",
    "Attention aux faux SMS ameli : ne cliquez pas et ne donnez jamais votre numéro de carte bancaire.",
    "On se retrouve à {h}h devant la gare de {town} pour {event}, {first} apporte le gâteau",
    "Votre mutuelle : le tableau de garanties {n} est dans votre espace adhérent. {reply}",
    "Tu as pensé à renouveler ta carte vitale avant {event} ? {first} m'a dit que c'était long",
    "Cabinet du {doctor} : le cabinet sera fermé du {dom}/{month} au {dom}/{month}. En urgence faites le 15.",
    "La réunion du {dom}/{month} est décalée à {h}h, salle {n}. {first}",
    "Livraison de vos courses entre {h}h et 20h à {town}. Le livreur vous appellera. {reply}",
    "{first} a vu la CPAM de {town} ce matin, tout est réglé pour son congé. {reply}",
    "J'ai fini le livre que {first} m'a prêté, on en parle à {event} ? Bises",
)
SENDERS = {
    "fraud": ("", "AMELI", "InfoSante", "06 39 98 {nn} {nn}", "07 00 00 {nn} {nn}", "CPAM", "38{nn}0"),
    "genuine": ("AMELI", "38663", "CPAM", "ASS MALADIE"),
    "negative": ("", "06 39 98 {nn} {nn}", "{first}", "PHARMACIE", "CABINET"),
}


class Writer:
    """Writes messages, the same ones each time for a seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.hand = random.Random(seed)

    def fill(self, template: str) -> str:
        """A template with every slot filled, slots of fillers included."""
        while "{" in template:
            before, _, rest = template.partition("{")
            slot, _, after = rest.partition("}")
            template = before + self._slot(slot) + after
        return template

    def _slot(self, slot: str) -> str:
        hand = self.hand
        drawn: dict[str, Callable[[], str]] = {
            "nn": lambda: f"{hand.randrange(100):02}",
            "n": lambda: str(hand.randrange(10, 9999)),
            "h": lambda: str(hand.randrange(8, 20)),
            "dom": lambda: f"{hand.randrange(1, 29):02}",
            "month": lambda: f"{hand.randrange(1, 13):02}",
        }
        return drawn[slot]() if slot in drawn else hand.choice(FILLERS[slot])

    def text(self) -> Text:
        """One message."""
        draw = self.hand.random()
        family = "fraud" if draw < SHARE_FRAUD else "genuine" if draw < SHARE_FRAUD + SHARE_GENUINE else "negative"
        templates = {"fraud": FRAUDS, "genuine": GENUINE, "negative": NEGATIVES}[family]
        text = self.fill(self.hand.choice(templates))
        if family == "fraud" and self.hand.random() < 0.25:
            text = self.hand.choice(DISGUISES)(text)
        sender = self.fill(self.hand.choice(SENDERS[family]))
        return Text(family, sender, FIRST_DAY + timedelta(self.hand.randrange(DAYS)), text)

    def texts(self, count: int) -> Iterator[Text]:
        """As many messages."""
        return (self.text() for _ in range(count))


def _plain(text: str) -> str:
    return text.translate(str.maketrans("éèêàùôîç", "eeeauoic"))


DISGUISES: tuple[Callable[[str], str], ...] = (
    _plain,
    str.upper,
    lambda text: text.replace("carte", "c\u200barte").replace("RIB", "R.I.B"),
    lambda text: text.replace("AMELI", "AMELl").replace("vitale", "v1tale"),
    lambda text: text.replace("a", "а", 3),
)
"""How frauds are disguised: without accents, in capitals, with unseen or twin characters."""


def email(text: Text, number: int) -> bytes:
    """The source of an e-mail that says the same at more length, in two alternatives."""
    message = EmailMessage()
    official = text.family == "genuine"
    domain = "info.ameli.fr" if official else f"envoi{number % 97}.example"
    name = "Assurance Maladie" if text.family != "negative" else "Secrétariat"
    message["From"] = f"{name} <contact@{domain}>"
    message["To"] = "Camille Martin <camille.martin@exemple.example>"
    message["Subject"] = " ".join(text.text.split()[:7])
    message["Date"] = f"{text.received:%a, %d %b %Y} 10:{number % 60:02}:00 +0100"
    message["Message-ID"] = f"<{number}@{domain}>"
    message["Received"] = f"from mail.{domain} (mail.{domain} [192.0.2.7]) by mx.exemple.example; {message['Date']}"
    lines = [text.text, *_PADDING]
    message.set_content("\n\n".join(lines))
    paragraphs = "".join(f"<tr><td style='font-family:Arial'><p>{line}</p></td></tr>" for line in lines)
    message.add_alternative(f"<html><body><table>{paragraphs}</table></body></html>", subtype="html")
    return message.as_bytes()


_PADDING = (
    "Vous recevez ce message parce que cette adresse figure dans nos listes.",
    "Pour ne plus le recevoir, suivez les indications de votre espace.",
    "Les bureaux sont ouverts du lundi au vendredi de 8 heures 30 à 17 heures.",
    "Ce message est envoyé automatiquement, les réponses ne sont pas lues.",
)


def wrapped(text: Text, number: int) -> bytes:
    """An SMS as the plainest e-mail, for filters that only read e-mail."""
    message = EmailMessage()
    message["From"] = f"sms{number}@sms.example"
    message["To"] = "camille.martin@exemple.example"
    message["Subject"] = "Message"
    message["Date"] = f"{text.received:%a, %d %b %Y} 10:{number % 60:02}:00 +0100"
    message["Message-ID"] = f"<{number}@sms.example>"
    message.set_content(text.text)
    return message.as_bytes()
