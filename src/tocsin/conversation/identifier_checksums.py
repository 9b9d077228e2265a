"""Identifiers that check themselves: a social security number, a payment card, an IBAN."""

from collections.abc import Iterator

from tocsin.conversation.iban_lengths import LENGTHS


def is_nir(value: str) -> bool:
    """Whether these 13 or 15 characters are a social security number.

    With its key (15): sex 1 to 4, 7 or 8; month 01 to 12 or a pseudo-month of incomplete records; the key
    must fit, Corsica's 2A and 2B counting as 19 and 18. Without (13), the shape must be the common one, or
    any long number would do: sex 1 or 2, month 01 to 12, a department. Source: INSEE, structure of the NIR.

    >>> is_nir("269054958815780"), is_nir("269054958815781"), is_nir("184122A451025")
    (True, False, True)
    """
    if len(value) not in (13, 15) or value[0] not in "123478":
        return False
    number = value[:5] + {"2A": "19", "2B": "18"}.get(value[5:7], value[5:7]) + value[7:13]
    if not (number.isdecimal() and (value[13:].isdecimal() or len(value) == 13)):
        return False
    month, department = int(number[3:5]), int(number[5:7])
    if len(value) == 13:
        return value[0] in "12" and 1 <= month <= 12 and 1 <= department != 96
    known = 1 <= month <= 12 or month == 20 or 30 <= month <= 42 or month >= 50
    return known and 97 - int(number) % 97 == int(value[13:])


def is_mistyped_nir(value: str) -> bool:
    """Whether these 15 characters are a social security number (sex 1 or 2) of which one digit is wrong.

    >>> is_mistyped_nir("269054958815781"), is_mistyped_nir("269054958815780")
    (True, False)
    """
    if len(value) != 15 or is_nir(value):
        return False
    return any(one[0] in "12" and is_nir(one) for one in _list_corrections(value))


_PLACES = tuple(pow(10, -(12 - at), 97) for at in range(13))
"""For each digit of a number, what a remainder modulo 97 is multiplied by to give the change of the digit that makes it."""


def _list_corrections(value: str) -> Iterator[str]:
    """The numbers with one other digit in which the key may fit: one change of each digit at most does that."""
    corsican = value[6] in "AB"
    number = value[:5] + {"2A": "19", "2B": "18"}.get(value[5:7], value[5:7]) + value[7:13]
    if corsican and value[5] != "2":
        yield value[:5] + "2" + value[6:]
        return
    if not number.isdecimal() or not value[13:].isdecimal():
        return
    rest = int(number) % 97
    wanted = 97 - int(value[13:]) - rest
    for at, place in enumerate(_PLACES):
        if corsican and at in (5, 6):
            continue
        change = wanted * place % 97
        for digit in (int(value[at]) + change, int(value[at]) + change - 97):
            if 0 <= digit <= 9:
                yield f"{value[:at]}{digit}{value[at + 1 :]}"
    key = f"{97 - rest:02}"
    if (key[0] != value[13]) + (key[1] != value[14]) == 1:
        yield value[:13] + key


def is_payment_card(value: str) -> bool:
    """Whether these digits can be a payment card: 13 to 19, first digit 2 to 6, Luhn's sum.

    >>> is_payment_card("4111111111111111"), is_payment_card("4111111111111112")
    (True, False)
    """
    if not (13 <= len(value) <= 19 and value.isdecimal() and value[0] in "23456"):
        return False
    doubled = (int(c) * 2 for c in value[-2::-2])
    return (sum(map(int, value[-1::-2])) + sum(d - 9 * (d > 9) for d in doubled)) % 10 == 0


def is_iban(value: str) -> bool:
    """Whether this is an IBAN: its country's length, and remainder 1 modulo 97 (ISO 13616).

    >>> is_iban("FR7630006000011234567890189"), is_iban("FR7630006000011234567890188")
    (True, False)
    """
    if len(value) != LENGTHS.get(value[:2]) or not (
        value.isascii() and value.isalnum() and value[2:4].isdecimal()
    ):
        return False
    return int("".join(str(int(c, 36)) for c in value[4:] + value[:4])) % 97 == 1
