"""What institutions changed on a day: the same message gets the right answer of its own day, found by itself."""

from datetime import date

import pytest

from tocsin.verdict.check import check

FINE = "https://usagers.antai.gouv.fr"
RETURN = "HM Revenue and Customs: your Self Assessment return is due by 31 January."
PAYOUT = "Your Workfare payout for June was credited to your CPF account."
HEALTH = "Ministry of Health. Your appointment is on 4 July. This is an automated message."

SENDERS = [
    (
        "antai",
        "nepasrepondre_noreply@antai.fr",
        f"ANTAI : un avis est sur {FINE}",
        "2025-03-12",
        "2025-03-13",
    ),
    ("urssaf", "info@votre-urssaf.fr", "Urssaf : votre échéance est en ligne.", "2022-12-05", "2022-12-06"),
    ("sg_gov", "SG-Workfare", PAYOUT, "2022-07-31", "2022-08-01"),
    ("sg_gov", "CPF Board", PAYOUT, "2024-06-30", "2024-07-01"),
    ("sg_gov", "MOH", HEALTH, "2024-06-30", "2024-07-01"),
]
"""Institution, sender, text, the last day on which the sender was one of its own, and the day after."""


@pytest.mark.parametrize(("institution", "sender", "text", "last", "after"), SENDERS)
def test_a_sender_is_right_until_its_last_day(institution, sender, text, last, after):
    channel = "email" if "@" in sender else "sms"
    found = {
        day: check(text, channel=channel, sender=sender, received=date.fromisoformat(day))
        for day in (last, after)
    }
    assert {verdict.charter_id for verdict in found.values()} == {institution}
    assert found[last].level == "unproven"
    assert found[after].level in ("imposture", "suspicious")
    assert "sender_not_official" in {
        reason.kind for reason in found[after].reasons if reason.weight in ("contradicts", "warns")
    }


@pytest.mark.parametrize(
    ("on", "level"),
    [
        ("2023-06-15", "unproven"),
        ("2023-06-16", "imposture"),
        ("2024-01-30", "imposture"),
        ("2024-01-31", "unproven"),
    ],
)
def test_the_british_tax_office_writes_on_whatsapp_since_a_day(on, level):
    found = check(RETURN, channel="social", received=date.fromisoformat(on))
    assert (found.level, found.claims) == (level, ("uk_hmrc",))


@pytest.mark.parametrize(
    ("sender", "on", "said"),
    [
        ("noreply@mailing.minfin.fed.be", "2023-08-06", "point.mail.mailing"),
        ("noreply@news.minfin.fed.be", "2023-08-06", "list.mail"),
        ("noreply@news.minfin.fed.be", "2026-11-28", "point.mail.news"),
        ("noreply@minfin.fed.be", "2023-08-06", "point.mail.minfin"),
        ("noreply@minfin.fed.be", "2026-11-28", "point.mail.minfin"),
    ],
)
def test_the_belgian_tax_office_has_had_two_generations_of_addresses(sender, on, said):
    text = "SPF Finances : un nouveau document est disponible dans MyMinfin."
    found = check(text, channel="email", sender=sender, received=date.fromisoformat(on))
    assert found.claims == ("be_spf_finances",)
    assert said in {reason.clause for reason in found.reasons}


@pytest.mark.parametrize(
    ("text", "on", "advised", "not_advised"),
    [
        (
            "Service-public.fr : dossier incomplet, voyez",
            "2025-09-30",
            "service-public.fr",
            "service-public.gouv.fr",
        ),
        (
            "Service-public.fr : dossier incomplet, voyez",
            "2025-10-01",
            "service-public.gouv.fr",
            "-public.fr",
        ),
        ("Pôle emploi : dossier à compléter sur", "2023-12-31", "pole-emploi.fr", "francetravail.fr"),
        ("Pôle emploi : dossier à compléter sur", "2024-01-01", "francetravail.fr", "pole-emploi.fr"),
    ],
)
def test_who_doubts_is_sent_to_the_site_of_that_day(text, on, advised, not_advised):
    found = check(f"{text} https://dossier-citoyen.example", received=date.fromisoformat(on))
    told = " ".join(piece.text for piece in found.advice)
    assert found.level in ("imposture", "suspicious")
    assert advised in told
    assert not_advised not in told
