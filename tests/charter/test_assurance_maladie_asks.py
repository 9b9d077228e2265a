"""What the Assurance Maladie asks for and writes about, by day and channel."""

from datetime import date

import pytest

from tests.charter.assurance_maladie import on


def asked(day: str, channel: str, item: str, **more: object) -> str:
    clause = on(day).find_ask(item, channel, **more)  # type: ignore[arg-type]
    return "silent" if clause is None else f"{clause.id}: {clause.allowed}"


def contained(day: str, channel: str, kind: str, **more: object) -> str:
    clause = on(day).find_content(kind, channel, **more)  # type: ignore[arg-type]
    return "silent" if clause is None else f"{clause.id}: {clause.allowed}"


@pytest.mark.parametrize(
    ("day", "partial", "answer"),
    [
        ("2017-05-10", False, "ask.call.iban: never"),
        ("2021-03-04", True, "ask.call.iban: never"),
        ("2022-03-29", True, "ask.call.iban: never"),
        ("2022-03-30", True, "ask.call.iban.partial: only_if"),
        ("2022-03-30", False, "ask.call.iban.full: never"),
        ("2022-11-11", True, "ask.call.iban.partial: only_if"),
        ("2026-11-24", True, "ask.call.iban.partial: only_if"),
        ("2026-11-24", False, "ask.call.iban.full: never"),
    ],
)
def test_a_rib_by_telephone_never_then_never_in_full(day: str, partial: bool, answer: str) -> None:
    assert asked(day, "call", "iban", partial=partial) == answer


@pytest.mark.parametrize("day", ["2017-05-10", "2019-01-01", "2021-03-04", "2024-07-31", "2026-11-24"])
@pytest.mark.parametrize("partial", [False, True])
def test_a_bank_card_never_by_telephone_on_any_day(day: str, partial: bool) -> None:
    assert asked(day, "call", "card", partial=partial) == "ask.call.card: never"


@pytest.mark.parametrize(
    ("day", "programme", "answer"),
    [
        ("2019-06-01", "", "silent"),
        ("2021-03-04", "", "ask.call.nir: never"),
        ("2021-03-04", "tracing", "ask.call.tracing: yes"),
        ("2020-08-01", "tracing", "ask.call.tracing: yes"),
        ("2023-01-31", "tracing", "ask.call.tracing: yes"),
        ("2023-02-01", "tracing", "ask.call.nir: never"),
        ("2024-05-31", "", "ask.call.nir: never"),
        ("2024-06-01", "", "ask.call.nir.doubt: never"),
    ],
)
def test_the_social_security_number_by_telephone(day: str, programme: str, answer: str) -> None:
    assert asked(day, "call", "nir", programme=programme) == answer


def test_since_2024_asking_it_warns_and_never_makes_an_imposture() -> None:
    doubt = on("2025-01-01").find_ask("nir", "call")
    assert doubt is not None
    assert doubt.quality == "inferred"
    assert asked("2025-01-01", "call", "nir", solicited=True) == "silent"


@pytest.mark.parametrize("item", ["iban", "card", "nir", "medical"])
def test_personal_items_in_writing(item: str) -> None:
    assert asked("2020-08-26", "sms", item) == "silent"
    assert asked("2020-08-27", "sms", item) == "ask.sms.personal: never"
    assert asked("2021-03-04", "sms", item) == "ask.sms.personal: never"
    assert asked("2021-03-04", "sms", item, programme="tracing") == "ask.sms.personal: never"
    assert asked("2018-11-29", "email", item) == "silent"
    assert asked("2018-11-30", "email", item) == "ask.email.personal: never"
    assert asked("2026-11-24", "email", item) == "ask.email.personal: never"


@pytest.mark.parametrize("item", ["iban", "nir", "medical", "personal"])
@pytest.mark.parametrize("day", ["2017-05-10", "2021-03-04", "2026-11-24"])
def test_inside_the_account_personal_items_are_asked(item: str, day: str) -> None:
    assert asked(day, "email", item, inside_account=True) == "ask.account: yes"


@pytest.mark.parametrize(
    ("channel", "first"),
    [("call", "2021-09-21"), ("voicemail", "2021-09-21"), ("email", "2022-04-07"), ("sms", "2022-04-07")],
)
@pytest.mark.parametrize("item", ["password", "code"])
def test_passwords_and_codes_from_their_own_date(channel: str, first: str, item: str) -> None:
    before = date.fromordinal(date.fromisoformat(first).toordinal() - 1).isoformat()
    assert asked(before, channel, item) == "silent"
    assert asked(first, channel, item).endswith("never")
    assert asked("2026-11-24", channel, item).endswith("never")


def test_a_code_and_a_new_password_are_normal_where_the_person_started() -> None:
    assert asked("2024-01-15", "email", "code", solicited=True) == "ask.written.code.login: only_if"
    assert asked("2024-01-15", "email", "password", solicited=True) == "ask.email.password.reset: only_if"
    assert asked("2024-01-15", "sms", "password", solicited=True) == "ask.written.password: never"
    assert asked("2024-01-15", "call", "code", solicited=True) == "ask.call.code: never"


@pytest.mark.parametrize("channel", ["sms", "email", "call", "voicemail"])
@pytest.mark.parametrize("item", ["identifiers", "tax_number", "payment"])
def test_what_the_list_of_2022_added(channel: str, item: str) -> None:
    assert asked("2021-12-31", channel, item) == "silent"
    assert asked("2023-01-01", channel, item).endswith("never")


@pytest.mark.parametrize(
    "item",
    [
        "iban",
        "card",
        "nir",
        "medical",
        "password",
        "identifiers",
        "code",
        "tax_number",
        "identity_document",
        "personal",
    ],
)
def test_nothing_personal_on_social_networks(item: str) -> None:
    assert asked("2021-03-03", "social", item) == "silent"
    for day in ("2021-03-04", "2022-06-24", "2026-11-24"):
        assert asked(day, "social", item) == "ask.social.personal: never"


def test_of_what_letters_ask_only_papers_and_secrets_are_known() -> None:
    assert asked("2024-05-31", "letter", "identity_document") == "ask.letter.identity: only_if"
    assert {asked("2024-06-01", "letter", item) for item in ("iban", "nir", "medical", "payment")} == {
        "silent"
    }
    assert {asked("2024-06-01", "letter", item) for item in ("card", "password")} == {
        "ask.letter.secrets: never"
    }


def test_letters_are_held_to_what_was_said_of_them_in_2025() -> None:
    assert asked("2025-01-31", "letter", "card") == "ask.letter.secrets: never"
    assert asked("2025-02-28", "letter", "card") == "state.ask.card: never"
    assert asked("2025-09-01", "letter", "password") == "ask.letter.secrets: never"
    assert {asked("2025-09-02", "letter", item) for item in ("card", "password", "identifiers")} == {
        "ask.letter.never: never"
    }
    # One that is to be scanned is read as a code, and genuine forms want an account.
    assert asked("2025-09-02", "letter", "code") == "ask.letter.secrets: never"
    assert asked("2025-09-02", "letter", "iban") == "silent"


def test_tracers_sold_no_test_kit() -> None:
    assert asked("2020-09-01", "call", "payment", programme="tracing") == "ask.call.payment.tracing: never"
    assert asked("2020-09-01", "call", "payment") == "silent"


@pytest.mark.parametrize(
    ("day", "channel", "kind", "answer"),
    [
        ("2018-11-29", "email", "lure_refund", "silent"),
        ("2018-11-30", "email", "lure_refund", "content.email.refund: never"),
        ("2021-03-03", "sms", "lure_refund", "silent"),
        ("2021-03-04", "sms", "lure_refund", "content.sms.refund: never"),
        ("2023-01-01", "call", "lure_refund", "content.other.refund: never"),
        ("2018-12-01", "email", "lure_card", "content.email.card: never"),
        ("2022-04-30", "sms", "lure_card", "content.sms.card: never"),
        ("2024-06-30", "sms", "lure_card", "content.sms.card: never"),
        ("2024-07-31", "sms", "lure_card", "content.any.card: never"),
        ("2024-07-31", "letter", "lure_card", "content.any.card: never"),
        ("2022-12-31", "email", "attachment", "silent"),
        ("2024-01-01", "email", "attachment", "content.email.attachment: never"),
        ("2020-08-26", "call", "masked_number", "content.call.masked: never"),
        ("2023-01-31", "call", "masked_number", "content.call.masked: never"),
        ("2023-02-01", "call", "masked_number", "content.call.masked.after: never"),
        ("2025-12-31", "call", "masked_number", "content.call.masked.after: never"),
        ("2026-01-01", "call", "masked_number", "content.call.masked.weaker: unknown"),
        ("2022-12-31", "email", "lure_card_app", "silent"),
        ("2023-01-01", "email", "lure_card_app", "content.any.card.app: yes"),
        ("2025-11-18", "sms", "lure_card_app", "content.any.card.app: yes"),
        ("2026-02-01", "sms", "lure_card", "content.any.card: never"),
        ("2023-12-10", "sms", "urgency", "silent"),
        ("2025-12-10", "sms", "urgency", "content.any.urgency: yes"),
        ("2024-05-31", "letter", "threat", "content.letter.threat: unknown"),
        ("2025-06-30", "call", "threat", "content.call.threat: never"),
        ("2025-09-25", "email", "payment_notice", "silent"),
        ("2025-09-26", "email", "payment_notice", "content.email.payment_notice: yes"),
    ],
)
def test_contents_by_date(day: str, channel: str, kind: str, answer: str) -> None:
    assert contained(day, channel, kind) == answer


def test_a_card_that_was_ordered_may_be_written_about() -> None:
    assert (
        contained("2026-01-12", "email", "lure_card", solicited=True) == "content.any.card.ordered: only_if"
    )
    assert contained("2026-01-12", "email", "lure_card", solicited=None) == "content.any.card: never"
