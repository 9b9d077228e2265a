"""Write src/tocsin/evidence/data/suffixes.txt from the public suffix list that `publicsuffixlist` carries."""

import re
from pathlib import Path

import publicsuffixlist

TARGET = Path(__file__).parents[1] / "src/tocsin/evidence/data/suffixes.txt"


def main() -> None:
    """Keep the rules, in ASCII, and the version."""
    source = Path(publicsuffixlist.__file__).with_name("public_suffix_list.dat").read_text(encoding="utf-8")
    version = re.search(r"VERSION: (\S+)", source)
    rules = [line.split()[0] for line in source.splitlines() if line.strip() and not line.startswith("//")]
    ascii_rules = sorted({rule.encode("idna").decode() if not rule.isascii() else rule for rule in rules})
    header = (
        f"# Public suffix list (publicsuffix.org, MPL-2.0), version {version[1] if version else 'unknown'}"
    )
    TARGET.write_text("\n".join([header, *ascii_rules]) + "\n", encoding="ascii")
    print(f"{len(ascii_rules)} rules -> {TARGET}")


if __name__ == "__main__":
    main()
