"""Calls and texts of contact tracing, while it ran and when it did not."""

from datetime import date

from tests.verdict.levels import level

TRACED = "Quelqu'un de la CPAM m'a appelée pour mon test positif, elle a demandé qui j'ai vu et si j'ai de la fièvre."


def test_tracing_is_known_by_what_is_spoken_of_while_it_runs() -> None:
    assert level(TRACED, on=date(2021, 3, 2)) == "unproven"
    assert (
        level(TRACED + " Il lui fallait 50 euros par carte, elle a insisté.", on=date(2021, 3, 2))
        == "imposture"
    )


def test_a_tracer_is_known_by_less_where_the_number_shown_is_its_own() -> None:
    traced = "Il a vérifié mon adresse et demandé mon numéro de sécu pour que le test soit gratuit. Sept jours dedans."
    assert level(traced, on=date(2020, 9, 23), sender="3646") == "unproven"
    assert level(traced, on=date(2023, 9, 23), sender="3646") != "unproven"
    asked = traced + " Il voulait le numéro de ma carte bancaire aussi."
    assert level(asked, on=date(2020, 9, 23), sender="3646") in ("suspicious", "imposture")


def test_no_test_was_ever_billed_by_any_way() -> None:
    kit = (
        "TRACAGE CPAM - contact a risque. Kit de test envoye contre 12E, reglement ici : kit-contact.example"
    )
    assert level(kit, "sms", date(2020, 9, 8)) == "imposture"
    assert level(kit, "sms", date(2020, 6, 8)) == "suspicious", "before it was said"


def test_a_mask_is_no_masked_number() -> None:
    told = "La CPAM a appelé, elle a demandé si je portais un masque avec mes contacts."
    assert level(told, on=date(2021, 3, 2)) == "unproven"


def test_the_number_that_a_caller_showed_leads_nowhere_else() -> None:
    told = "Rappel du traçage vers 13 h 30 (09 74 75 76 78), jour de fin d'isolement, rien d'autre."
    assert level(told, on=date(2022, 4, 6), sender="09 74 75 76 78") == "unproven"
