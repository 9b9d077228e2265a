"""A small RSA key, made in the test that needs it: no key is ever stored, and no program is called."""

import base64
import random
from typing import NamedTuple

EXPONENT = 65_537
_ALGORITHM = bytes.fromhex("300d06092a864886f70d0101010500")  # rsaEncryption, no parameters


class Key(NamedTuple):
    """Both halves, as DKIM wants them."""

    private: bytes
    """PEM."""
    record: bytes
    """What stands in the DNS."""


def make(bits: int = 1024) -> Key:
    """A key; not a secret one, since its chance is that of a test."""
    chance = random.Random()
    while True:
        p, q = (_prime(bits // 2, chance) for _ in range(2))
        phi = (p - 1) * (q - 1)
        if p != q and phi % EXPONENT and (p * q).bit_length() == bits:
            break
    d = pow(EXPONENT, -1, phi)
    numbers = (0, p * q, EXPONENT, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    pem = base64.encodebytes(_sequence(*map(_integer, numbers)))
    bare = _sequence(_integer(p * q), _integer(EXPONENT))
    public = _sequence(_ALGORITHM, _tagged(0x03, b"\0" + bare))
    return Key(
        b"-----BEGIN RSA PRIVATE KEY-----\n" + pem + b"-----END RSA PRIVATE KEY-----\n",
        b"v=DKIM1; k=rsa; p=" + base64.b64encode(public),
    )


def _prime(bits: int, chance: random.Random) -> int:
    while True:
        number = chance.getrandbits(bits) | (3 << (bits - 2)) | 1
        if all(number % small for small in (3, 5, 7, 11, 13, 17, 19, 23)) and _passes(number, chance):
            return number


def _passes(number: int, chance: random.Random) -> bool:
    """Miller and Rabin, twenty times."""
    odd, twos = number - 1, 0
    while not odd % 2:
        odd, twos = odd // 2, twos + 1
    for _ in range(20):
        x = pow(chance.randrange(2, number - 1), odd, number)
        if x in (1, number - 1):
            continue
        if not any((x := x * x % number) == number - 1 for _ in range(twos - 1)):
            return False
    return True


def _integer(number: int) -> bytes:
    return _tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _tagged(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + content
