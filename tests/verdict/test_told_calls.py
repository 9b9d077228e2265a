"""A call as somebody tells it, a voicemail as a machine wrote it down: who asked what."""

from datetime import date

import pytest

from tests.verdict.levels import DAY, level, likeness
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence.extraction import extract_evidence
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge
from tocsin.verdict.decision import decide_verdict

CALLED = "Une dame de la CPAM m'a téléphoné ce matin, très polie. "


@pytest.mark.parametrize(
    "wanted",
    [
        "Pour me rembourser, il fallait juste que je lui lise l'IBAN en entier.",
        "Un code est arrivé, je lui ai lu.",
        "Mes lunettes, l'IBAN, tout de suite, avant midi.",
        "Elle attendait que je lui dicte les six chiffres reçus.",
        "Ma mère avait déjà dicté l'IBAN quand je suis entré.",
        "J'aurais dû 160 euros, et si je réglais aujourd'hui par carte on n'en parlait plus.",
        "Elle m'a fait comprendre que sans un virement de 150 euros, je ne serais plus couverte.",
    ],
)
def test_what_a_caller_wanted_is_read_however_it_is_told(wanted: str) -> None:
    assert level(CALLED + wanted) == "imposture"


@pytest.mark.parametrize(
    "told",
    [
        "Elle n'a demandé ni IBAN ni code, juste mon adresse.",
        "Pas un mot de l'IBAN.",
        "Elle m'a rappelé mon rendez-vous de jeudi.",
    ],
)
def test_what_she_did_not_ask_is_not(told: str) -> None:
    assert level(CALLED + told) != "imposture"


@pytest.mark.parametrize(
    "wanted",
    [
        "Elle m'a dit bougez pas, vous allez recevoir un code, vous me le dictez.",
        "Des chiffres arrivaient sur mon téléphone, il fallait les lui lire.",
        "Il fallait juste valider la notification dans l'application de la banque.",
        "Elle voulait les chiffres au dos de ma carte bleue, mdr.",
    ],
)
def test_what_is_to_be_said_out_needs_no_name(wanted: str) -> None:
    assert level(CALLED + wanted) == "imposture"


def test_a_call_told_to_somebody_who_asks_is_still_the_callers() -> None:
    told = (
        "— Association de consommateurs bonjour.\n"
        "— Oui, une dame d'ameli m'a téléphoné, elle m'a dit de lui dicter le code reçu.\n"
        "— Et vous l'avez dicté ?\n— Non."
    )
    assert level(told) == "imposture"


def test_who_rings_about_its_business_and_steals_rings_in_its_name() -> None:
    steals = (
        "On m'a appelé pour mes franchises médicales : la différence serait reversée tout de suite si je dictais ma carte "
        "bancaire."
    )
    assert level(steals) == "imposture"
    assert level(steals.replace("mes franchises médicales", "mon abonnement de salle")) == "suspicious"
    assert (
        level("On m'a appelé pour mes franchises médicales, elles sont dans le décompte de juin.")
        == "unrelated"
    )


def test_what_happens_to_whoever_does_not_give_is_a_demand() -> None:
    demand = "La dame de la sécu m'a dit que mon dossier allait être fermé si je lui donnais pas mon RIB."
    assert level(demand) in ("imposture", "suspicious")
    assert level(CALLED + "Je lui ai pas donné mon RIB, elle ne l'avait pas demandé.") != "imposture"


def test_so_is_what_comes_to_whoever_gives() -> None:
    demand = "On m'a téléphoné pour le vaccin, la sécu me gardait une dose si je donnais tout de suite ma carte bancaire."
    assert level(demand) == "imposture"
    assert (
        level("On m'a téléphoné pour le vaccin, la sécu me garde une dose si je viens avec ma carte Vitale.")
        != "imposture"
    )


def test_a_number_to_come_that_is_to_be_read_out_is_a_code() -> None:
    assert (
        level(CALLED + "J'allais recevoir un numéro sur le portable, je devais le lui lire.") == "imposture"
    )
    assert level(CALLED + "J'ai son numéro de poste, je dois le lire à mon mari.") == "unproven"


@pytest.mark.parametrize(
    "told",
    [
        "A lady of the French health insurance rang me: I should read her the number that had just come by text.",
        "Ici la CPAM, un SMS de validation arrive, dites-moi le numéro dedans.",
    ],
)
def test_so_is_one_that_is_asked_in_other_words(told: str) -> None:
    assert level(told) == "imposture"
    other = told.replace("number", "news").replace("numéro dedans", "jour").replace("de validation ", "")
    assert level(other) != "imposture"


def test_who_pretended_to_be_too_slow_still_tells_who_rang() -> None:
    made = "J'ai fait semblant de pas trouver ma carte bleue."
    assert level(f"Un « technicien ameli » m'a appelé, il voulait les seize chiffres. {made}") == "imposture"


@pytest.mark.parametrize(
    "who",
    ["Une dame de la caisse m'a appelée", "Service des indus de la caisse", "On me dit : ici la caisse"],
)
def test_the_fund_of_a_told_call_is_its_own(who: str) -> None:
    assert level(f"{who}, il fallait les seize chiffres de ma carte bleue.") == "imposture"
    assert level(f"{who}, pour mon kiné, elle m'a rien demandé.") != "imposture"


@pytest.mark.parametrize(
    "told",
    [
        "Une dame de la Caisse d'Épargne m'a appelée, elle voulait les chiffres de ma carte bleue.",
        "Un monsieur de la caisse de retraite m'a appelée, il voulait ma carte bleue.",
        "Un monsieur de la CAF m'a dit que la caisse voulait mon RIB et ma carte bleue.",
    ],
)
def test_another_fund_that_is_named_is_not_its_own(told: str) -> None:
    assert judge(message_from_text(told, "call", received=DAY)).claims != ("assurance_maladie",)


def test_who_stands_at_a_till_is_nobody_who_rings() -> None:
    till = "c'est moi j'ai laissé ma carte bleue dans ta veste là je suis à la caisse avec le chariot plein"
    assert level(till, "voicemail") == "unrelated"
    paid = "je suis allé à la caisse et j'ai payé par carte bleue, elle a demandé mon code postal"
    assert judge(message_from_text(paid, "call", received=DAY)).claims == ()


def test_a_card_of_its_own_at_a_price_is_to_be_paid() -> None:
    card = "On m'a appelé de la part de la sécurité sociale pour une carte vitale biométrique à 25 euros."
    assert level(card) == "imposture"
    assert level(card.replace(" à 25 euros", ", rien à payer")) != "imposture"


def test_a_child_who_rings_from_another_number_for_money_is_a_sign() -> None:
    child = "mon fils m'a appelé d'un autre numéro, il a cassé son téléphone, il veut un virement"
    assert level(child) == "suspicious"
    assert level("mon fils m'a appelé, il a cassé son téléphone, il rentre demain") == "unrelated"


# ---- at the door


def test_who_comes_in_its_name_and_wants_nobody_told_is_a_sign() -> None:
    def signs(text: str) -> set[str]:
        found = judge(message_from_text(text, "voicemail", received=DAY))
        return {r.kind for r in found.reasons if r.weight == "warns"}

    visit = "Assurance Maladie : notre agent passera chez vous jeudi, il aura un badge, soyez seule."
    assert {"lure_visit", "lure_isolation"} <= signs(visit)
    assert not {"lure_visit", "lure_isolation"} & signs(
        "Assurance Maladie : le camion passera jeudi sur la place."
    )


def test_who_rang_the_institution_themselves_tells_of_no_caller() -> None:
    assert level("J'ai appelé la CPAM pour changer d'IBAN, on m'a dit de le faire en ligne.") != "imposture"


@pytest.mark.parametrize(
    "text",
    [
        "bonjour ici le service à mélie rappelez le 01 99 00 12 34",
        "bonjour c'est julie de l'assurance mal a dit rappelez le 01 99 00 12 34",
        "caisse primaire de lille bonsoir rappelez d'urgence le 01 99 00 12 34",
        "bonjour assistance amélie pro rappelez le 01 99 00 12 34",
        "ici la plateforme vaccin de la mélie rappelez le 01 99 00 12 34",
        "bonjour ici la CPM rappelez le 01 99 00 12 34",
        "bonjour ici la caisse primeur rappelez le 01 99 00 12 34",
        "message de l'assurance mal à dix rappelez le 01 99 00 12 34",
        "ici la cégéesse de la Réunion rappelez le 01 99 00 12 34",
    ],
)
def test_a_machine_writes_the_name_as_it_hears_it(text: str) -> None:
    assert level(text, "voicemail") == "imposture"


def test_a_person_of_a_like_name_is_no_institution() -> None:
    assert level("bonjour c'est mélie je passe ce soir avec le gâteau", "voicemail") == "unrelated"
    assert level("bonjour ici amélie de la pharmacie votre commande est prête", "voicemail") == "unrelated"


@pytest.mark.parametrize(
    "text",
    [
        "bonjour c'est la sécu pour votre attestation il faudrait nous rappeler sur ce numéro",
        "bonjour c'est la sécu rappelez moi sur cette ligne directe le 36 46 ne me passe pas les appels",
        "bonjour c'est la sécu un débit a été fait si c'est pas vous rappelez moi sur ce numéro",
    ],
)
def test_a_voicemail_that_says_to_ring_this_line_gives_a_number(text: str) -> None:
    def rings(said: str) -> bool:
        found = judge(message_from_text(said, "voicemail", sender="05 36 49 11 70", received=DAY))
        return "callback_not_official" in {r.kind for r in found.reasons if r.weight == "contradicts"}

    assert rings(text)
    assert not rings(text.replace("sur ce numéro", "au 36 46").replace("cette ligne directe le", "le"))
    assert not rings("bonjour c'est la sécu il ne faut pas nous rappeler sur ce numéro composez le 36 46")


def test_what_it_names_there_is_to_be_left() -> None:
    assert (
        level("assurance maladie bonjour votre IBAN complet après le bip merci", "voicemail") == "imposture"
    )


def test_a_secret_named_in_its_own_way_on_a_machine_is_asked() -> None:
    text = "bonsoir assurance maladie laissez sur ce répondeur la suite de chiffre de votre carte on vous rend l'argent"
    assert level(text, "voicemail") == "imposture"
    assert (
        level("bonsoir assurance maladie ne donnez jamais le code de votre carte", "voicemail") != "imposture"
    )
    told = "la voisine a donné son code de carte à un agent ameli, j'ai fait opposition avec elle"
    assert level(told, "sms") != "imposture"


def test_a_firm_that_mentions_the_institution_on_an_answering_machine_is_not_it() -> None:
    text = (
        "bonjour c'est la pharmacie du marché pour votre commande de mardi la caisse primaire n'a pas tout pris "
        "rappelez le 01 99 00 12 34"
    )
    assert level(text, "voicemail") != "imposture"


# ---- a name among others


def test_another_body_named_after_the_institution_does_not_take_its_place() -> None:
    text = "Allô, CPAM, service fraude. Votre mutuelle est bien Harmonie ? Il me faut votre mot de passe."
    assert level(text) == "imposture"


SAYING = "Un homme se disant « correspondant CPAM » voulait la liste des patients de chirurgie, avec leurs chambres. "


def test_who_passed_for_somebody_is_not_excused_by_whom_the_person_rang() -> None:
    assert (
        level(SAYING + "J'ai proposé de rappeler par le 3646, il n'était pas joignable par là.")
        == "suspicious"
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Bonjour, état civil. Votre acte est à refaire, c'est 39 euros, je prends la carte.", "suspicious"),
        (
            "Bonjour, c'est la boulangerie. Votre commande est prête, je prends les cartes au comptoir.",
            "unrelated",
        ),
    ],
)
def test_who_takes_the_card_over_the_telephone_asks_to_be_paid(said: str, expected: str) -> None:
    assert level(said) == expected


@pytest.mark.parametrize(
    "told",
    [
        "La CPAM m'a rappelé. La conseillère m'a donné un numéro de ticket pour mon dossier, c'est réglé.",
        "J'ai appelé tous les anciens : si un monsieur vient chercher votre carte bleue de la part de la CPAM, vous n'ouvrez pas.",
        "Note de service : de faux appels de la CPAM, ils demandent nos noms.",
        "La CPAM m'a rappelé pour mon dossier. Il ne m'a demandé ni numéro, ni coordonnées bancaires. Il a refusé de me dire le motif.",
    ],
)
def test_a_number_of_something_else_and_what_was_not_asked_are_no_card(told: str) -> None:
    assert level(told) != "imposture"


def test_a_number_that_is_asked_beside_a_payment_by_card_is_that_of_the_card() -> None:
    assert level(CALLED + "Elle voulait 9 euros par carte, et que je donne les numéros.") == "imposture"


@pytest.mark.parametrize(
    ("site", "expected"), [("amélie point fr", "unproven"), ("amélie remboursement point fr", "suspicious")]
)
def test_the_own_site_as_machines_hear_it_is_no_imitation(site: str, expected: str) -> None:
    said = (
        f"bonjour l'assurance maladie nous avons tenté de vous joindre tout est sur le site {site} à bientôt"
    )
    assert level(said, "voicemail", on=date(2022, 4, 19), sender="09 74 75 76 78") == expected


def test_a_swindle_of_which_somebody_merely_tells_is_no_imposture_unless_it_reads_like_one() -> None:
    told = (
        "La voisine, tout excitée : « Devine qui j'ai eu ! Le faux de la Sécu, avec sa voix de velours ! Il me dit vos "
        "coordonnées bancaires, je lui dis mes coordonnées, c'est deuxième à droite. Il a raccroché vexé. »"
    )
    assert level(told) != "imposture"
    assert level(CALLED + "Elle voulait mes coordonnées bancaires pour le remboursement.") == "imposture"


@pytest.mark.parametrize("kin", ["Maman", "Papi"])
def test_who_is_called_by_a_relative_is_not_called_by_the_institution(kin: str) -> None:
    asked = "je suis sur ton compte ameli. Tu vas recevoir un mail avec six chiffres, tu me les lis."
    assert level(f"{kin} t'as tes lunettes ? Là {asked}") != "imposture"
    formal = "ici la CPAM. Vous allez recevoir un mail avec six chiffres, vous me les lisez."
    assert level(f"Madame, {formal}") == "imposture"


ANSWERED_HOURS = "trente six quarante six entre huit heures trente et dix sept heures trente"


def voicemail_kinds(told: str) -> list[str]:
    text = f"bonjour c'est l'assurance maladie il manque l'avis d'impôt {told} merci"
    found = judge(message_from_text(text, "voicemail", received=date(2023, 3, 21), sender="3646"))
    return [r.kind for r in found.reasons if r.kind.startswith("callback")]


@pytest.mark.parametrize(
    "told",
    [
        f"vous pouvez nous joindre au {ANSWERED_HOURS}",
        "rappelez nous au trente six quarante six de dix huit heures trente et dix neuf heures le jeudi",
        "rappelez nous au trente six quarante six pour les trente et dix sept euros de votre dossier",
    ],
)
def test_hours_and_sums_in_words_are_no_number_to_ring(told: str) -> None:
    assert voicemail_kinds(told) == []


def test_a_number_in_words_before_the_hours_is_still_one() -> None:
    assert voicemail_kinds("rappelez nous au trente deux dix sept avant dix sept heures trente") == [
        "callback_not_official"
    ]


@pytest.mark.parametrize(
    ("told", "is_dear"),
    [
        ("Papa : « la Carsat m'a dit de rappeler le 08 95 quelque chose, urgent. »", True),
        (
            "La sécu a laissé un mot : rappelez le zéro huit quatre vingt dix neuf sept cents deux cent douze",
            True,
        ),
        ("La sécu a laissé un mot : rappelez le zéro huit quatre-vingt-dix-neuf et la suite.", True),
        ("Papa : « la Carsat m'a dit de rappeler le 09 71 quelque chose, urgent. »", False),
        ("La sécu m'a appelé à zéro huit heures trente.", False),
    ],
)
def test_a_dear_number_is_known_by_how_it_begins(told: str, is_dear: bool) -> None:
    found = judge(message_from_text(told, "call", received=DAY))
    assert ("premium_rate" in {reason.kind for reason in found.reasons}) is is_dear


STRANGER = (
    "« La dame des impôts », dit ma voisine, lui a fait chercher son mot de passe dans le carnet rouge."
)


def judge_beside_harmless(told: str) -> str:
    """The level of a call, were it to read like harmless ones."""
    message = message_from_text(told, "call", received=DAY)
    view = view_as_of(load_charter("assurance_maladie"), DAY)
    shown = tuple(e for e in extract_evidence(message, view) if e.kind != "resemblance")
    return decide_verdict(message, view, (*shown, likeness("harmless", "clear", message))).level


def test_no_likeness_takes_back_what_a_stranger_wanted() -> None:
    assert judge_beside_harmless(STRANGER) == "suspicious"
    assert judge_beside_harmless(STRANGER.replace("« La dame des impôts »", "Ma fille")) == "unrelated"
    assert judge_beside_harmless(f"Répétition de la pièce. {STRANGER}") == "unrelated"


def test_who_looks_at_the_screen_in_its_name_is_warned_of() -> None:
    told = "La « hotline ameli » voulait l'aider à mettre l'écran de sa tablette en commun."
    assert level(told) == "suspicious"
    shared, found = (
        "l'aider à mettre l'écran de sa tablette en commun",
        "lui faire trouver l'écran d'accueil de sa tablette",
    )
    assert shared in told
    assert level(told.replace(shared, found)) != "suspicious"


def test_who_plays_the_caller_and_wants_nothing_is_no_institution() -> None:
    told = "C'était Bébert en voix de robot : « Ici la Sécurité sociale, votre foie n'est plus remboursé. »"
    joke = f"{told} Le carnaval est annulé, faut bien qu'il s'occupe."
    assert level(joke, sender="06 39 98 20 05") == "unrelated"
    assert level(joke.replace("carnaval", "marché"), sender="06 39 98 20 05") != "unrelated"


def test_who_somebody_might_say_they_are_one_day_does_not_ring() -> None:
    advice = "Et si quelqu'un sonne en disant « Sécurité sociale », vous m'appelez d'abord au 03 53 01 77 30."
    town = "Mme Thibaut de la mairie : je fais le tour des plus de 80 ans avant l'été. Votre fille passe toujours ?"
    assert level(f"{town} {advice}") != "imposture"
    said = "Quelqu'un sonne en disant « Sécurité sociale », vous m'appelez d'abord au 03 53 01 77 30."
    assert level(f"{town} {said}") == "imposture"


def test_what_the_person_asked_themselves_is_no_ask_of_the_caller() -> None:
    told = (
        "Le service des indus, un monsieur qui parlait vite. « Notre lettre est partie le 17. La somme sera retenue sur vos "
        "prochains remboursements si vous ne faites rien. »"
    )
    asked = "demandé si je pouvais le payer par carte. « Pas par téléphone, surtout pas. »"
    assert level(f"{told} J'ai {asked}", sender="3646") == "unproven"
    assert level(f"{told} Il a {asked}", sender="3646") != "unproven"
