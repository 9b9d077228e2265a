"""Pictures that the tests draw themselves, with the font that Pillow carries."""

import io

from PIL import Image, ImageDraw, ImageFont

FRAUD = ("AMELI : votre carte vitale expire.", "Payez 0,99 euro sur", "https://ameli-vitale.example/carte")


def draw(*lines: str, form: str = "PNG", size: int = 34, dark: bool = False) -> bytes:
    """Lines of text on a plain ground."""
    ground, ink = ("black", "white") if dark else ("white", "black")
    font = ImageFont.load_default(size)
    width = max((int(font.getlength(line)) for line in lines), default=200) + 80
    picture = Image.new("RGB", (width, 80 + (size * 3 // 2) * max(1, len(lines))), ground)
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((40, 40 + number * size * 3 // 2), line, fill=ink, font=font)
    return save(picture, form)


def save(picture: Image.Image, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def draw_code(content: str) -> bytes:
    """A QR code, as stands on a windscreen."""
    import segno

    out = io.BytesIO()
    segno.make(content).save(out, kind="png", scale=8)
    return out.getvalue()
