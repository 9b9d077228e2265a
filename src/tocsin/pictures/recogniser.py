"""The process that reads one picture: bytes in at standard input, a record out as JSON.

It is handed hostile bytes, and libraries in C open them: it therefore has no more memory, time, pixels or descriptors
than a picture takes, and may write no file at all. Run as ``python -I -m tocsin.pictures.recogniser``.
"""

import io
import os
import resource
import sys
import warnings
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from tocsin.message.picture.model import CODES, WORDS, PictureWord, PictureWords

MEMORY: Final = 1_500_000_000
"""Bytes of address space; a page of 12 million pixels takes 300 MB, most of it libraries."""
PROCESSOR: Final = 25
"""Seconds; a screenshot takes 0.4, a full page of small print 4."""
MOST_PIXELS: Final = 50_000_000
"""Of the picture as sent: telephones take 12 to 50 million. More is refused from the header, before it is opened."""
_LONG_SIDE: Final = 3_000
"""Pixels to which a larger picture is made smaller: letters of a page are 20 high then."""
_NARROW: Final = 640
"""Pixels of width below which it is doubled: letters of a screenshot that was made smaller are 10 high."""
FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "HEIF")
DATA: Final = Path(__file__).with_name("data")
LANGUAGE: Final = "fra"


class RecogniserProblem(Struct, frozen=True, tag="problem", tag_field="kind"):
    """Why nothing was read."""

    name: str
    """``not_installed``, ``broken``, ``large`` or ``memory``."""
    detail: str = ""


class RecogniserAnswer(Struct, frozen=True, tag="found", tag_field="kind"):
    words: PictureWords


def main() -> int:
    """Read one picture, and say what was found."""
    set_limits()
    os.nice(5)
    try:
        said: RecogniserAnswer | RecogniserProblem = RecogniserAnswer(find_words(sys.stdin.buffer.read()))
    except ImportError as error:
        said = RecogniserProblem("not_installed", str(error.name))
    except MemoryError:
        said = RecogniserProblem("memory")
    except PictureTooLarge:
        said = RecogniserProblem("large")
    except Exception as error:  # whatever a library makes of hostile bytes
        said = RecogniserProblem("broken", type(error).__name__)
    sys.stdout.buffer.write(msgspec.json.encode(said))
    return 0


def set_limits() -> None:
    """Give up what a picture does not take: no way back."""
    for limit, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(limit, (most, most))


class PictureTooLarge(ValueError):
    """It has more pixels than are opened."""


def find_words(data: bytes) -> PictureWords:
    """Words and codes of a picture. Raises PictureTooLarge, and whatever its libraries raise."""
    picture = open_picture(data)
    return PictureWords(
        width=picture.width,
        height=picture.height,
        lines=_recognise_lines(picture),
        codes=_decode_codes(picture),
    )


def open_picture(data: bytes) -> Any:
    """A picture upright, in grey, of a size at which words are read best."""
    from PIL import Image, ImageOps

    if data[4:8] == b"ftyp":  # as telephones of Apple keep photographs
        import pi_heif

        pi_heif.register_heif_opener()
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # we look ourselves, at once
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise PictureTooLarge
        opened.draft("L", (_LONG_SIDE, _LONG_SIDE))
        picture = ImageOps.exif_transpose(opened)
        if picture.has_transparency_data:
            picture = picture.convert("RGBA")
            ground = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(ground, picture)
        picture = picture.convert("L")
    if max(picture.size) > _LONG_SIDE:
        picture.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.LANCZOS)
    elif picture.width < _NARROW:
        picture = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.LANCZOS)
    return picture


def _recognise_lines(picture: Any) -> tuple[tuple[PictureWord, ...], ...]:
    from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level

    lines: list[list[PictureWord]] = []
    with PyTessBaseAPI(path=str(DATA), lang=LANGUAGE, psm=PSM.AUTO, oem=OEM.LSTM_ONLY) as reader:
        reader.SetImage(picture)
        reader.Recognize()
        found = reader.GetIterator()
        count = 0
        for word in iterate_level(found, RIL.WORD) if found else ():
            if word.Empty(RIL.WORD) or (count := count + 1) > WORDS:
                continue
            if not lines or word.IsAtBeginningOf(RIL.TEXTLINE):
                lines.append([])
            text = word.GetUTF8Text(RIL.WORD)
            left, top, right, bottom = word.BoundingBox(RIL.WORD)
            lines[-1].append(PictureWord(text[:400], word.Confidence(RIL.WORD), left, top, right, bottom))
    return tuple(tuple(line) for line in lines if line)


def _decode_codes(picture: Any) -> tuple[str, ...]:
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    wanted = zxingcpp.BarcodeFormats([kinds.QRCode, kinds.MicroQRCode, kinds.DataMatrix, kinds.Aztec])
    found = zxingcpp.read_barcodes(picture, formats=wanted)
    return tuple(dict.fromkeys(code.text[:4_000] for code in found if code.text))[:CODES]


if __name__ == "__main__":
    raise SystemExit(main())
