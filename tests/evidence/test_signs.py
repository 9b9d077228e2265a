"""Lures, pressure and disguise: what is dangled, how one is hurried, and what is hidden."""

import pytest
from hypothesis import given

from .reading import anything, reader, shape, shown


def values(text: str, kind: str, channel: str = "sms") -> set[str]:
    return {e.value for e in shown(text, kind, channel=channel)}  # type: ignore[arg-type]


# ---- lures


@pytest.mark.parametrize(
    ("text", "lure"),
    [
        ("Ameli : votre remboursement de 85,20 € est en attente", "lure_refund"),
        ("Ameli : 85,20 € vous attendent", "lure_refund"),
        ("CPAM : cliquez pour recevoir votre remboursement", "lure_refund"),
        ("CPAM : votre carte Vitale doit être renouvelée", "lure_card"),
        ("CPAM : la nouvelle carte Vitale V3 est disponible", "lure_card"),
        ("Ameli : vos droits expirent dans 48 h", "lure_rights"),
        ("Ameli : votre compte ameli est bloqué", "lure_account"),
        ("CPAM : installez AnyDesk pour que je vous aide", "remote_access"),
        ("Ameli : votre r3mboursement est disponible", "lure_refund"),
        ("Ameli: your refund is pending", "lure_refund"),
    ],
)
def test_it_finds_what_is_dangled_of_the_institution_s_own(text: str, lure: str) -> None:
    assert lure in values(text, "lure")


@pytest.mark.parametrize(
    "text",
    [
        "CPAM : votre rendez-vous est confirmé jeudi à 10 h",
        "Ameli : pensez à vous faire vacciner contre la grippe",
        "CPAM : nos bureaux sont fermés lundi",
        "Ameli : votre carte Vitale n'expire jamais",
        "Ameli : aucun remboursement n'est en attente",
    ],
)
def test_it_sees_nothing_dangled(text: str) -> None:
    assert values(text, "lure") == set()


def test_it_takes_a_thing_for_bait_where_the_reader_is_pushed_elsewhere() -> None:
    assert values("Ameli : votre carte Vitale vole.example", "lure") == {"lure_card"}
    assert values("Ameli : votre carte Vitale www.ameli.fr", "lure") == set()


@pytest.mark.parametrize(
    ("text", "lure"),
    [
        ("Votre colis est en attente, réglez les frais sur colis.example", "lure_parcel"),
        ("Coucou maman, j'ai cassé mon téléphone, écris-moi sur ce numéro", "lure_relative"),
        ("Votre amende de 35 € est impayée : amende.example", "lure_fine"),
        ("Votre remboursement d'impôts vous attend : impots.example", "lure_tax"),
        ("Votre CPF expire bientôt : cpf.example", "lure_training"),
        ("Votre compte bancaire a été débité, opération suspecte : banque.example", "lure_bank"),
        ("Votre abonnement Netflix est suspendu : flix.example", "lure_subscription"),
        ("Félicitations, vous avez gagné un iPhone, cliquez ici", "lure_prize"),
        ("J'ai votre vidéo intime, payez en bitcoin", "lure_sextortion"),
        (
            "Mam c moi, mon tel est tombé dans les wc, c'est le numéro d'une copine, écris-moi sur whatsapp",
            "lure_relative",
        ),
        (
            "Votre carte est piratée : coupez-la en deux, notre coursier passe la prendre, dit la banque",
            "lure_courier",
        ),
        ("Un collègue passera demain, préparez la carte bancaire et les espèces", "lure_visit"),
        ("Soyez seule quand il passera chez vous, il aura un badge", "lure_isolation"),
        ("Mamie j'ai renversé quelqu'un, l'avocat veut la caution en liquide", "lure_emergency"),
        ("18 euros en coupon, à prendre chez le buraliste", "lure_coupon"),
        ("Mettez votre épargne sur un compte de secours", "lure_safe_account"),
        ("Pour l'héritage de 40 000 €, une consignation est due", "lure_advance_fee"),
        ("On gagne 90 € par jour à noter des hôtels", "lure_easy_money"),
        ("Prélèvement de 89 euros ce jour, appuyez sur 1", "lure_press_key"),
        ("Ça a sonné une fois, j'ai rappelé : huit minutes de musique", "lure_one_ring"),
        ("Elle a demandé si je vivais seule, et à quelle heure sort mon fils", "lure_isolation"),
        ("Il voulait savoir si je vis seule, un collègue passera chez moi", "lure_visit"),
        ("Document protégé : activez le contenu pour le voir", "lure_disarm"),
        ("Je t'ai envoyé un code par erreur, tu peux me le transmettre ?", "lure_code"),
        ("Tu vas recevoir 6 chiffres par SMS, renvoie-les moi", "lure_code"),
        (
            "J'ai tapé ton numéro au lieu du mien, tu as dû recevoir 6 chiffres : tu me les donnes ?",
            "lure_code",
        ),
        ("Il y a 6 chiffres qui arrivent sur ton tel, tu me les recopies ici", "lure_code"),
        ("Hi, I sent you a 6-digit code by mistake, can you forward it to me?", "lure_code"),
        ("Nous changeons de banque : votre loyer est à verser sur le nouveau compte", "lure_account_change"),
        (
            "C'est ta logeuse, j'ai changé de banque, faites le virement du loyer sur le nouveau RIB",
            "lure_account_change",
        ),
        ("La paie de mai peut-elle être versée sur mon nouveau compte ?", "lure_account_change"),
        ("Tonton c'est Zoé, tu peux faire un virement à mon amie ?", "lure_relative"),
        ("Télétravail facile, 200 € par jour, écrivez-nous sur Telegram", "lure_messenger"),
        ("Achat de 489 € en cours. Pas vous ? Appelez le 01 99 00 12 34", "lure_bank"),
        ("Réglez 54 € sur BE00 0000 0000 0000 avant samedi", "lure_foreign_account"),
        ("Virez l'acompte chez mon associé (IBAN LT en dessous… LT12 ****)", "lure_foreign_account"),
        ("Le loyer est à verser sur l'IBAN portugais en pied de page", "lure_foreign_account"),
        ("Votre passage au péage reste impayé : peage.example", "lure_toll"),
    ],
)
def test_it_finds_a_pretext_in_another_name(text: str, lure: str) -> None:
    assert lure in values(text, "lure")


@pytest.mark.parametrize(
    "text",
    [
        "Ton colis est chez la voisine",
        "Le cadenas du vélo a 4 chiffres, tu me les redonnes ?",
        "Tu as dû recevoir trois mails de la compta, tu me les transfères ?",
        "Ça a sonné une fois, c'était la mairie",
        "J'ai rappelé le docteur, huit minutes de musique",
        "Mémé vit seule depuis mars",
        "La traceuse a demandé qui vivait avec moi",
        "Coucou maman, je rentre à 18 h",
        "On se fait un Netflix ?",
        "J'ai payé mes impôts hier",
        "La banque ouvre à 9 h",
        "Maman, j'ai perdu mon écharpe, tu peux regarder dans la voiture ?",
        "J'ai acheté un antivirus hier",
        "Mon livreur passe chercher le carton demain",
        "L'infirmière passera demain, préparez votre carte Vitale",
        "Ne dites rien à Léa, c'est une surprise",
        "Papa sort de l'hôpital, tu peux passer prendre son sac ?",
        "J'ai acheté un ticket à gratter au tabac",
        "Le notaire demande une provision pour les frais",
        "Il court dix kilomètres par jour",
        "Pour prendre rendez-vous, tapez 1",
        "Le code du portail a changé, tu vas le recevoir par la gardienne",
        "Il a changé de banque et il en est content",
        "J'ai changé de banque, il faut que je fasse suivre mes papiers",
        "La paie de mai est versée, tu as regardé ton compte ?",
        "Tonton c'est Zoé, je suis bien arrivée",
        "On en parle sur WhatsApp ce soir",
        "Le loyer est payé, c'est fait",
        "Mon nouveau travail est à 200 mètres de la maison",
        "Bravo pour ton nouveau travail !",
        "Virement à faire sur FR76 3000 0000 0000 0000",
        "Mon compte belge est ouvert depuis dix ans",
        "On paye le compte de nos amis espagnols au restaurant, c'est réglé",
    ],
)
def test_it_sees_no_pretext_in_everyday_life(text: str) -> None:
    assert values(text, "lure") == set()


# ---- what the reader owes, and what the institution does not have


@pytest.mark.parametrize(
    ("text", "lure"),
    [
        ("Une somme de 145 € vous attend", {"lure_refund"}),
        ("We owe you a refund of £145", {"lure_refund"}),
        ("Montant dû : 39 € et 10 € de majoration", set()),
        ("Chargé de recouvrer amiablement la somme de 384,20 euros", set()),
        ("Balance owing: a sum of €312", set()),
    ],
)
def test_a_sum_that_the_reader_owes_is_no_refund(text: str, lure: set[str]) -> None:
    found = reader().lures.find_institution_lures(shape(text), pushed=True)
    assert {e.value for e in found} & {"lure_refund"} == lure


def test_a_card_is_a_lure_only_where_the_institution_has_one() -> None:
    text = shape("Votre carte expire, cliquez ici")
    finder = reader().lures
    assert "lure_card" in {e.value for e in finder.find_institution_lures(text, True, reader().words.things)}
    assert "lure_card" not in {e.value for e in finder.find_institution_lures(text, True, frozenset())}


# ---- pressure


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dernier rappel avant suspension", "urgency"),
        ("Répondez sous 24h", "urgency"),
        ("URGENT", "urgency"),
        ("urg\u200bent", "urgency"),
        ("Dans les plus brefs délais", "urgency"),
        ("Act now", "urgency"),
        ("Sous peine de poursuites", "threat"),
        ("vous perdrez vos droits", "threat"),
        ("legal action", "threat"),
    ],
)
def test_it_feels_the_pressure(text: str, kind: str) -> None:
    assert kind in values(text, "pressure")


@pytest.mark.parametrize(
    "text", ["Bonjour, à bientôt", "Prenez votre temps", "Ce soir on dîne, tu viens ?", "Merci pour tout"]
)
def test_it_feels_no_pressure(text: str) -> None:
    assert values(text, "pressure") == set()


# ---- disguise


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("votre am\u200beli", "am\u200beli"),
        ("la c\u00adarte", "c\u00adarte"),
        ("votre аmеli", "аmеli"),
        ("Ａmeli info", "Ａmeli"),
        ("𝐚𝐦𝐞𝐥𝐢 info", "𝐚𝐦𝐞𝐥𝐢"),
        ("ⓐⓜⓔⓛⓘ info", "ⓐⓜⓔⓛⓘ"),
        ("carte v1tale", "v1tale"),
        ("carte v*tale", "v*tale"),
        ("cher a.m.e.l.i", "a.m.e.l.i"),
        ("la ᴄaʀte", "ᴄaʀte"),
        ("votre сpam", "сpam"),
        ("v\u2060o\u2060s droits", "v\u2060o\u2060s"),
        ("Vötrë cärtë", "Vötrë"),
        ("cliquez \u202elmth.x ici", "\u202elmth.x ici"),
    ],
)
def test_it_quotes_a_disguise(text: str, quote: str) -> None:
    assert quote in [e.raw for e in shown(text, "disguise")]


@pytest.mark.parametrize(
    "text",
    [
        "Amélie à l'hôpital, ça va ?",
        "naïve Noël aiguë, maïs haïr",
        "L'Haÿ-les-Roses",
        "Œuvre, cœur, ex æquo",
        "can’t l’été « ok »",
        "Привет как дела",
        "مرحبا كيف حالك",
        "你好吗",
        "Καλημέρα σας",
        "שלום",
        "famille 👨\u200d👩\u200d👧 ❤️",
        "n° 3, m², x³, 5 µm",
        "São Paulo, ação",
        "Dvořák à Łódź",
        "Monsieur Nguyễn, Madame Đặng",
        "İstanbul'da görüşürüz",
        "10 h \u200e ok",
        "25 % — 30 €",
        "\ufeffBonjour",
        "Ch\u00e8re\u00a0Madame\u202f!",
        "e\u0301te\u0301 de\u0301ja\u0300",
        "A. B. Martin",
        "1er, 2e, 3e",
        "Acceda con su certificado o Cl@ve.",
    ],
)
def test_it_sees_no_disguise_in_honest_writing(text: str) -> None:
    assert [e.raw for e in shown(text, "disguise")] == []


@given(anything)
def test_it_quotes_what_it_finds_in_any_text(text: str) -> None:
    for found in shown("Ameli : votre carte Vitale " + text):
        if found.field == "text" and found.raw:
            assert found.raw == ("Ameli : votre carte Vitale " + text)[found.start : found.end]
