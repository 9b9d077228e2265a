"""Write src/tocsin/evidence/data/fold.json: which character reads as which ASCII letter, digit or sign, by Unicode's NFKD and the
look-alikes of Technical Report 39.

Run by hand with a confusables.json of Unicode TR39 (the `confusable_homoglyphs` package carries one):

    python tools/build_fold.py path/to/confusables.json
"""

import json
import re
import sys
import unicodedata
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/tocsin/evidence/data/fold.json"
SCRIPTS = ("CYRILLIC", "GREEK", "LATIN", "ARMENIAN", "CHEROKEE", "LISU", "COPTIC")
SIGNS = {
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
    "«": '"', "»": '"', "‹": '"', "›": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-",
    "−": "-", "…": ".", "․": ".", "。": ".", "．": ".", "｡": ".", "·": ".", "•": ".", "∙": ".", "⁄": "/",
    "∕": "/", "：": ":", "∶": ":", "ː": ":", "؟": "?", "،": ",", "؛": ";", "€": "\x05", "£": "\x05",
    "œ": "o", "Œ": "o", "æ": "a", "Æ": "a", "ß": "s", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d",
    "¢": "c", "є": "e", "м": "m", "т": "t", "н": "h", "к": "k", "в": "b", "я": "r", "σ": "o", "υ": "u",
    "ν": "v", "ι": "i", "η": "n", "г": "r", "ц": "u", "ш": "w", "נ": "j", "и": "n", "д": "a", "л": "n",
    "з": "e", "ʏ": "y", "Đ": "d", "°": "o", "ð": "d", "þ": "t", "ı": "i", "İ": "i", "ĸ": "k", "ƒ": "f",
    "¡": "!", "¿": "?", "✉": " ",
}  # fmt: skip
INVISIBLE = {0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0}
INVISIBLE |= {*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)}
PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789"


def enclosed() -> dict[str, str]:
    """Squared, circled and negative letters, which NFKD does not all take apart."""
    table = {}
    for first in (0x1F130, 0x1F150, 0x1F170):
        table |= {chr(first + i): chr(97 + i) for i in range(26)}
    return table


def confusable(char: str, known: dict[str, list[dict[str, str]]]) -> str:
    """The one ASCII letter that this letter of another script looks like, or nothing."""
    name = unicodedata.name(char, "")
    if not name.startswith(SCRIPTS) or "LETTER" not in name:
        return ""
    twins = {t["c"] for t in known.get(char, ())}
    plain = sorted(t for t in twins if len(t) == 1 and t.isascii() and t.isalnum())
    letters = [t for t in plain if t.isalpha()] or plain
    same = [t for t in letters if t.isupper() == char.isupper()] or letters
    found = same[0].lower() if same else ""
    return "i" if found in ("l", "1") and ("IOTA" in name or name.endswith(" I")) else found


def target(char: str, known: dict[str, list[dict[str, str]]]) -> str:
    """What a character folds to; empty where it is left as an unknown sign."""
    category = unicodedata.category(char)
    if char in SIGNS:
        return SIGNS[char]
    if ord(char) in INVISIBLE or category in ("Mn", "Me"):
        return "\x7f"
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    base = unicodedata.normalize("NFKD", char)
    base = "".join(c for c in base if unicodedata.category(c) not in ("Mn", "Me"))
    if len(base) >= 1 and base[0].isascii() and (len(base) == 1 or not base[1:].isalnum()):
        picked = base[0] if base[0].isalnum() or len(base) == 1 else base.strip("().")[:1] or base[0]
        return picked.lower()
    named = re.fullmatch(
        r"LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?",
        unicodedata.name(char, ""),
    )
    if named:
        return named[1].lower()
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    return confusable(char, known) or (confusable(base[0], known) if len(base) == 1 else "")


def main() -> None:
    """Write the table."""
    known = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    table = {}
    for point in [
        *range(0x80, 0x3100),
        *range(0xA000, 0xB000),
        *range(0xFB00, 0x10000),
        *range(0x1D400, 0x1D800),
    ]:
        char = chr(point)
        if 0xD800 <= point < 0xE000:
            continue
        if found := target(char, known):
            table[char] = found
    table |= enclosed()
    table |= {chr(0xE0000 + i): "\x7f" for i in range(128)}
    by_target: dict[str, list[str]] = {}
    for char, found in table.items():
        by_target.setdefault(found, []).append(char)
    lines = (f" {json.dumps(found)}: {json.dumps(''.join(by_target[found]))}" for found in sorted(by_target))
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="ascii")
    print(f"{len(table)} characters -> {TARGET}")


if __name__ == "__main__":
    main()
