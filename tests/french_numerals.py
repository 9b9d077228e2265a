"""Numbers in words, as they are said in France: the oracle of whatever reads them."""

UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
).split()
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}


def spell_number(n: int) -> str:
    """A number from 0 to 999."""
    if n <= 16:
        return UNITS[n]
    if n < 20:
        return "dix-" + UNITS[n - 10]
    if n < 70:
        tens, unit = TENS[n // 10], n % 10
        return tens if not unit else f"{tens} et un" if unit == 1 else f"{tens}-{UNITS[unit]}"
    if n < 80:
        return "soixante et onze" if n == 71 else "soixante-" + spell_number(n - 60)
    if n < 100:
        return "quatre-vingts" if n == 80 else "quatre-vingt-" + spell_number(n - 80)
    hundreds = "cent" if n < 200 else UNITS[n // 100] + " cent" + ("s" if n % 100 == 0 else "")
    return hundreds if n % 100 == 0 else f"{hundreds} {spell_number(n % 100)}"
