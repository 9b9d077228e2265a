"""The words of the sheet that agents read, in French and English."""

from collections.abc import Mapping
from typing import Final

from tocsin.charter.schema import Wording

REASONS: Final[Mapping[str, Wording]] = {
    "silent": Wording("n'a pas répondu aux SMS", "has not answered the SMS"),
    "deadline": Wording(
        "n'a pas encore répondu, et l'heure limite approche", "no answer yet, and time is short"
    ),
    "undelivered": Wording("le SMS n'est pas arrivé", "the SMS did not arrive"),
    "asked": Wording("demande à être appelé", "asks to be called"),
    "stopped": Wording("ne veut plus de SMS", "wants no more SMS"),
    "not_understood": Wording("ses réponses n'ont pas été comprises", "the replies were not understood"),
    "many_people": Wording("a beaucoup de contacts à donner", "has many contacts to give"),
    "wrong_person": Wording("ce numéro n'est pas celui de la personne", "the number is not the person's"),
    "distress": Wording("semble en détresse", "seems to be in distress"),
    "emergency": Wording("parle d'une urgence médicale", "speaks of a medical emergency"),
    "unexplained": Wording(
        "a écrit ce que nous n'avons pas compris : lisez-le", "wrote what we did not understand: read it"
    ),
    "contacts": Wording("n'a pas donné ses contacts par SMS", "gave no contacts by SMS"),
    "gathering": Wording("a été à un rassemblement", "was at a gathering"),
    "help": Wording("a besoin d'aide pour rester chez soi", "needs help to stay at home"),
    "instructions": Wording("attend ses consignes", "waits for instructions"),
    "question": Wording("a une question", "has a question"),
    "test_help": Wording("a besoin d'aide pour faire le test", "needs help to take the test"),
    "positive": Wording("dit avoir un test positif", "says that a test was positive"),
    "withdrawn": Wording(
        "le résultat qui l'isolait a été annulé : à lui dire",
        "the result behind the isolation was withdrawn: say so",
    ),
    "namesake": Wording(
        "autre numéro, mêmes nom et date de naissance : est-ce la même personne ?",
        "another number, the same name and birth date: is it the same person?",
    ),
    "no_name": Wording("n'a pas de prénom connu : pas de SMS", "no known first name: no SMS"),
    "no_mobile": Wording("n'a pas de téléphone mobile connu", "no known mobile number"),
    "foreign": Wording("a un numéro étranger : pas de SMS", "has a foreign number: no SMS"),
    "corrected": Wording("son numéro a été corrigé : à joindre dessus", "the number was put right: ring it"),
    "no_phone": Wording("aucun numéro connu : cherchez-en un", "no known number: look for one"),
    "unconfirmed": Wording(
        "a été nommé par SMS, mais la liste n'a pas été confirmée : vérifiez bien qui répond",
        "was named by SMS, but the list was not confirmed: make sure who answers",
    ),
    "minor": Wording("est mineur : parlez à un parent", "is a minor: talk to a parent"),
    "rang_back": Wording("nous a appelés", "rang us"),
    "guard": Wording("le SMS a été retenu par notre contrôle", "the SMS was held back by our own check"),
    "flow_changed": Wording("l'échange par SMS a été interrompu", "the exchange by SMS was interrupted"),
    "fault": Wording("l'échange par SMS a échoué", "the exchange by SMS failed"),
}
"""Why somebody is rung; a reason that is not here is shown as it is."""

OUTCOMES: Final[Mapping[str, Wording]] = {
    "reached": Wording("joint", "reached"),
    "voicemail": Wording("messagerie", "voicemail"),
    "no_answer": Wording("pas de réponse", "no answer"),
    "refused": Wording("refuse de parler", "refused to talk"),
    "wrong_person": Wording("ce n'est pas la personne", "not the person"),
    "call_back": Wording("à rappeler", "to call back"),
    "filtered": Wording("filtré par le téléphone", "filtered by the telephone"),
    "interpreter": Wording("interprète nécessaire", "interpreter needed"),
    "hospital": Wording("à l'hôpital", "in hospital"),
    "dead": Wording("décès", "dead"),
}
CONFIRMING: Final[Mapping[str, Wording]] = {
    "reached": Wording(
        "Joint : {name} a dit que c'est bien cette personne, et vous lui avez dit ses consignes du jour.",
        "Reached: {name} said that they are this person, and you told them the instructions of today.",
    ),
    "reached_by_sms": Wording(
        "Joint : {name} a dit que c'est bien cette personne.",
        "Reached: {name} said that they are this person.",
    ),
    "refused": Wording(
        "Refuse : {name} ne veut pas parler. Plus aucun SMS ni appel ; le dossier est clos.",
        "Refuses: {name} does not want to talk. No SMS and no call any more; the file is closed.",
    ),
    "wrong_person": Wording(
        "Pas la personne : ce numéro est retiré à {name}, et n'est plus ni appelé ni écrit.",
        "Not the person: the number is taken off {name}, and neither rung nor written to any more.",
    ),
    "hospital": Wording(
        "À l'hôpital : {name} n'est plus ni appelé ni écrit ; le dossier est clos.",
        "In hospital: {name} is neither rung nor written to any more; the file is closed.",
    ),
    "dead": Wording(
        "Décès : {name} n'est plus ni appelé ni écrit ; le dossier est clos.",
        "Dead: {name} is neither rung nor written to any more; the file is closed.",
    ),
}
"""What an outcome that ends something says before it is written down."""
STANDINGS: Final[Mapping[str, Wording]] = {
    "waiting": Wording("rien d'envoyé", "nothing sent"),
    "to_confirm": Wording("à confirmer par qui l'a nommé", "to be confirmed by who named them"),
    "written": Wording("SMS parti", "SMS sent"),
    "delivered": Wording("SMS reçu, pas de réponse", "SMS delivered, no answer"),
    "to_call": Wording("à appeler", "to be called"),
    "missed": Wording("heure limite passée, pas joint", "deadline passed, not reached"),
    "answered": Wording("a répondu, n'a pas encore ses consignes", "answered, has no instructions yet"),
    "listed": Wording(
        "a donné ses contacts, n'a pas encore ses consignes", "gave the contacts, has no instructions yet"
    ),
    "instructed": Wording("joint, a ses consignes", "reached, has the instructions"),
    "reached": Wording("terminé, joint", "over, reached"),
    "closed": Wording("terminé sans être joint", "over, never reached"),
    "void": Wording("résultat annulé", "result withdrawn"),
}
CHANGES: Final[Mapping[str, Wording]] = {
    "answered": Wording("a répondu", "answered"),
    "listed": Wording("liste de contacts close", "list of contacts closed"),
    "closed": Wording("dossier clos", "file closed"),
    "conversation": Wording("conversation par SMS", "conversation by SMS"),
    "to_call": Wording("à appeler", "to be called"),
    "number_shown": Wording("numéro affiché", "number shown"),
    "reply_read": Wording("message lu", "message read"),
    "number_found": Wording("numéro trouvé", "number found"),
    "read": Wording("dossier lu", "file read"),
    "phone": Wording("autre téléphone", "another phone"),
    "gathering": Wording("rassemblement", "gathering"),
    "named": Wording("nommé", "named"),
    "completed": Wording("complété", "completed"),
    "became_case": Wording("devenu cas", "became a case"),
    "person": Wording("rattaché à une autre personne", "put to another person"),
    "joined": Wording("réuni avec le cas", "joined with case"),
    "moved": Wording("rattaché à un autre cas", "put to another case"),
    "released": Wording("appel rendu", "call given back"),
    "returned": Wording("appel revenu", "call came back"),
    "parent_told": Wording("dit à son parent, par l'appel", "told to the parent, in call"),
    "rang_in": Wording("appel reçu de la personne", "the person rang"),
    "reopened": Wording("dossier rouvert", "file opened again"),
    "opened": Wording("dossier ouvert", "file opened"),
    "consent": Wording("accord pour donner son nom", "may give the name"),
    "help": Wording("aide", "help"),
    "onset_on": Wording("premiers symptômes", "first symptoms"),
    "name": Wording("nom corrigé", "name put right"),
    "fault": Wording("échec", "fault"),
    "outcome": Wording("issue", "outcome"),
    "taken_back": Wording("issue reprise", "outcome taken back"),
    "identity_confirmed": Wording("identité confirmée", "identity confirmed"),
    "instructions_given": Wording("consignes dites", "instructions told"),
    "interpreter": Wording("interprète", "interpreter"),
    "lang": Wording("langue des SMS", "language of the SMS"),
    "restored": Wording(
        "base restaurée : des SMS et appels de cet intervalle manquent peut-être",
        "store restored: SMS and calls of this time may be missing",
    ),
    "namesake": Wording("peut-être deux personnes", "perhaps two people"),
}

VALUES: Final[Mapping[str, Wording]] = {
    "given": Wording("dit", "said"),
    "true": Wording("oui", "yes"),
    "false": Wording("non", "no"),
}
"""What stands in a change as a word of ours; an outcome or a number stands as it is."""

CORRECTIONS: Final[Mapping[str, Wording]] = {
    "asked": Wording("la personne le dit", "the person says so"),
    "typo": Wording("faute dans un nom ou une date", "a slip in a name or a date"),
    "twice": Wording("résultat envoyé deux fois", "a result sent twice"),
    "mistake": Wording("mis ensemble par erreur", "put together by mistake"),
    "other": Wording("autre raison", "another reason"),
    "undone": Wording("défait", "undone"),
}
"""Why files were joined or parted, as it stands behind a dot in a change."""

OPENING: Final = Wording(
    "Bonjour, Assurance Maladie, je vous appelle au sujet du suivi des contacts. Êtes-vous bien {name} ?",
    "Hello, this is the Assurance Maladie, I am calling about contact tracing. Am I speaking to {name}?",
)
GUARDIAN: Final = Wording(
    "Bonjour, Assurance Maladie, je vous appelle au sujet de {name}. Êtes-vous bien {guardian} ?",
    "Hello, this is the Assurance Maladie, I am calling about {name}. Am I speaking to {guardian}?",
)
CHILD: Final = Wording("pour un enfant qui vit avec la personne", "for a child who lives with the person")
CHILDREN: Final = Wording(
    "Dites-lui aussi les consignes pour {names}, qui vit avec elle et n'a pas de numéro à soi.",
    "Tell them the instructions for {names} too, who lives with them and has no number.",
)
NAMER: Final = Wording(
    "À dire : « Bonjour, Assurance Maladie, suivi des contacts. Vous nous avez parlé de {name} : à quel "
    "numéro pouvons-nous joindre cette personne ? » Si c'est son enfant, qui vit avec elle : dites-lui "
    "les consignes pour l'enfant, et notez « joint ».",
    "To say: “Hello, this is the Assurance Maladie, contact tracing. You told us of {name}: on which number "
    "can we reach them?” If it is their child, who lives with them: tell them the instructions for the "
    "child, and note “reached”.",
)
RANG_IN: Final = Wording(
    "Bonjour, Assurance Maladie, suivi des contacts. Pour savoir à qui je parle : vos nom et prénom, et "
    "votre date de naissance ?",
    "Hello, this is the Assurance Maladie, contact tracing. So that I know to whom I am speaking: your "
    "family and first name, and your birth date?",
)
RANG_IN_CONTACT: Final = Wording(
    "Bonjour, Assurance Maladie, suivi des contacts. Pour savoir à qui je parle : votre prénom, et le numéro "
    "sur lequel nous vous avons écrit ou appelé ?",
    "Hello, this is the Assurance Maladie, contact tracing. So that I know to whom I am speaking: your first "
    "name, and the number on which we wrote to you or rang you?",
)
RANG_IN_GUARDIAN: Final = Wording(
    "Bonjour, Assurance Maladie, suivi des contacts. Pour savoir à qui je parle : votre nom, et ceux de "
    "l'enfant pour qui vous appelez, avec sa date de naissance ?",
    "Hello, this is the Assurance Maladie, contact tracing. So that I know to whom I am speaking: your "
    "name, and that of the child for whom you ring, with the birth date?",
)
RANG_IN_NEVER: Final = Wording(
    "La personne vous appelle : avant qu'elle ne l'ait dit elle-même, ne dites ni son nom, ni sa date de "
    "naissance, ni son numéro, ni pourquoi nous l'appelons.",
    "The person rings you: before they have said it themselves, say neither their name, nor their birth "
    "date, nor their number, nor why we ring them.",
)
PROOF: Final = Wording(
    "En cas de doute, la personne peut raccrocher et appeler elle-même le 3646.",
    "If in doubt, the person can hang up and call 3646 themselves.",
)
SPOKEN: Final = Wording(
    "Pour vérifier que c'est nous : sans raccrocher, ouvrir le site que la personne connaît déjà, "
    "page « {page} »{address}, et y taper le code {code}.",
    "To check that it is us: without hanging up, open the site that the person knows already, page “{page}”"
    "{address}, and type the code {code} there.",
)
PAGE: Final = Wording("M'appelez-vous en ce moment ?", "Are you calling me now?")
NEVER: Final = Wording(
    "Ne demandez jamais : numéro de sécurité sociale, carte ou coordonnées bancaires, mot de passe, "
    "paiement. Ne laissez aucun détail de santé sur une messagerie ou à quelqu'un d'autre.",
    "Never ask for: the social security number, a card or bank details, a password, a payment. Leave nothing "
    "about health on a voicemail or with somebody else.",
)
SECRET: Final = Wording(
    "Ne dites jamais qui a donné son nom, ni où ni quand.",
    "Never say who gave the name, nor where or when.",
)
WITHDRAWN: Final = Wording(
    "Le résultat positif d'une personne que vous aviez rencontrée a été annulé : vous n'avez plus à vous "
    "isoler à cause de ce contact.",
    "The positive result of somebody you had met was withdrawn: you need not isolate because of that contact "
    "any more.",
)
WITHDRAWN_OWN: Final = Wording(
    "Le laboratoire a annulé le résultat de test pour lequel nous vous avions contacté : vous n'avez plus à "
    "vous isoler à cause de ce résultat. En cas de doute, appelez votre laboratoire.",
    "The laboratory withdrew the test result about which we had contacted you: you need not isolate because "
    "of that result any more. If in doubt, call your laboratory.",
)
NOT_AT_HOME: Final = Wording(
    "si la personne ne vit pas avec le cas", "if the person does not live with the case"
)
AT_HOME: Final = Wording("si la personne vit avec le cas", "if the person lives with the case")
NAMESAKE: Final = Wording(
    "Un laboratoire a donné ce numéro pour les mêmes nom et date de naissance, sans numéro en commun. "
    "Demandez où et quand le test a été fait, et si un SMS est arrivé sur un autre numéro. Deux "
    "personnes ? Dites à celle-ci ses consignes, puis notez « ce n'est pas la personne » : le dossier "
    "de l'autre continue.",
    "A laboratory gave this number for the same name and birth date, with no number in common. Ask where and "
    "when the test was taken, and whether an SMS came to another number. Two people? Tell this one their "
    "instructions, then note “not the person”: the other's file goes on.",
)
NO_PHONE: Final = Wording(
    "Aucun numéro connu. Quand vous en avez trouvé un : tocsin calls number {task} NUMERO",
    "No known number. Once you have found one: tocsin calls number {task} NUMBER",
)
NO_PLAN: Final = Wording(
    "Les consignes de ce jour ne sont pas complètes pour cette personne : demandez à un médecin.",
    "Today's instructions are not complete for this person: ask a doctor.",
)
