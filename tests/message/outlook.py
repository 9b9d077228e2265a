"""Items of Outlook, written by the tests: a compound file ([MS-CFB]) with the properties of a message."""

import struct
from collections.abc import Mapping

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


def text(value: str) -> bytes:
    return value.encode("utf-16-le")


def item(properties: Mapping[int, str | bytes], **folders: Tree) -> bytes:
    """An item with these properties (number -> text, or bytes) and folders."""
    return write_compound_file({**streams(properties), **folders})


def streams(properties: Mapping[int, str | bytes], listed: bytes = b"\0" * 32) -> dict[str, bytes | Tree]:
    made: dict[str, bytes | Tree] = {"__properties_version1.0": listed}
    for number, value in properties.items():
        kind, raw = (0x001F, text(value)) if isinstance(value, str) else (0x0102, value)
        made[f"__substg1.0_{number:04X}{kind:04X}"] = raw
    return made


def write_compound_file(tree: Tree) -> bytes:
    """A compound file; every stream is padded with zeros to 4,096 bytes, so that none needs the small sectors."""
    entries: list[tuple[str, int, int, int, bytes]] = []  # name, kind, next sibling, child, content

    def add(name: str, node: "bytes | Tree", kind: int) -> int:
        place = len(entries)
        entries.append((name, kind, FREE, FREE, b""))
        if isinstance(node, bytes):
            entries[place] = (name, 2, FREE, FREE, node.ljust(4_096, b"\0"))
            return place
        last = FREE
        for child in sorted(node, key=lambda one: (len(one), one.upper()), reverse=True):
            at = add(child, node[child], 1)
            entries[at] = (*entries[at][:2], last, *entries[at][3:])
            last = at
        entries[place] = (name, kind, FREE, last, b"")
        return place

    add("Root Entry", tree, 5)
    table: list[int] = []
    body = bytearray()

    def place(content: bytes) -> int:
        first = len(table)
        count = -(-len(content) // SECTOR)
        body.extend(content.ljust(count * SECTOR, b"\0"))
        table.extend([*range(first + 1, first + count), END])
        return first

    listing = bytearray()
    for name, kind, after, child, content in entries:
        start = place(content) if kind == 2 else 0 if kind == 1 else END
        raw = text(name) + b"\0\0"
        listing += raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, FREE, after, child)
        listing += b"\0" * 36 + struct.pack("<IQ", start, len(content))
    directory = place(bytes(listing))
    sectors = -(-(len(table) + 8) // 128)
    fat_start = len(table)
    table += [FAT] * sectors
    table += [FREE] * (sectors * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, sectors, directory, 0, 4_096, END, 0, END, 0
    )
    places = [fat_start + n for n in range(sectors)]
    header += struct.pack("<109I", *places, *[FREE] * (109 - sectors))
    return header + bytes(body) + struct.pack(f"<{len(table)}I", *table)
