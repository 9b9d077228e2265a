"""Pictures as people send them, made here: a message drawn by a browser in one of ten styles, as a screenshot or as a
photograph of paper."""

import html
import io
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import yaml
from msgspec import Struct, convert
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page

from tests.web.browser import PATIENCE

STYLES_FILE: Final = Path(__file__).with_name("styles.yaml")
KEYBOARD: Final = "".join(
    f"<p>{''.join(f'<b>{key}</b>' for key in row)}</p>" for row in ("azertyuiop", "qsdfghjklm", "wxcvbn")
)


class Style(Struct, frozen=True, kw_only=True):
    """How a program, or paper, shows a message."""

    channel: str
    css: str
    body: str
    """Its HTML, with the blanks ``{sender}``, ``{subject}``, ``{text}``, ``{own}`` and ``{keyboard}``."""
    width: int = 390
    scale: float = 2.0
    photographed: bool = False


class Picture(Struct, frozen=True, kw_only=True):
    """What is drawn."""

    style: str
    text: str
    sender: str = ""
    subject: str = ""
    own: str = ""
    """An answer of the person's own below it, or empty."""
    keyboard: bool = False


STYLES: Final[dict[str, Style]] = convert(yaml.safe_load(STYLES_FILE.read_text("utf-8")), dict[str, Style])


def write_html(picture: Picture, fonts: str = "") -> str:
    """The page that shows a picture; ``fonts`` are further CSS."""
    style = STYLES[picture.style]
    blanks = {
        "sender": html.escape(picture.sender),
        "initial": html.escape(picture.sender[:1]),
        "subject": html.escape(picture.subject),
        "text": html.escape(picture.text).replace("\n", "<br>"),
        "own": f'<div class="own"><span>{html.escape(picture.own)}</span><i>10:05 ✓✓</i></div>'
        if picture.own
        else "",
        "keyboard": f'<div class="keys">{KEYBOARD}</div>' if picture.keyboard else "",
    }
    body = style.body
    for name, value in blanks.items():
        body = body.replace("{" + name + "}", value)
    return f'<!doctype html><meta charset="utf-8"><style>{fonts}{style.css}</style>{body}'


@contextmanager
def picture_tab(browser: Browser, scale: float) -> Iterator[Page]:
    """A tab that draws at so many pixels for one of CSS."""
    context = browser.new_context(device_scale_factor=scale, viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def draw_pictures(browser: Browser, pictures: Iterable[Picture], fonts: str = "") -> list[bytes]:
    """PNG of each screenshot, JPEG of each photograph."""
    drawn = list(pictures)
    found: dict[int, bytes] = {}
    for scale in sorted({STYLES[one.style].scale for one in drawn}):
        with picture_tab(browser, scale) as tab:
            for number, one in enumerate(drawn):
                style = STYLES[one.style]
                if style.scale != scale:
                    continue
                tab.set_viewport_size({"width": style.width, "height": 844})
                tab.set_content(write_html(one, fonts))
                shot = tab.screenshot(full_page=style.photographed)
                found[number] = photograph(shot, seed=number) if style.photographed else shot
    return [found[number] for number in range(len(drawn))]


def photograph(png: bytes, seed: int) -> bytes:
    """A sheet as a telephone takes it by hand: askew, shaded, a little out of focus, with noise, as JPEG."""
    chance = random.Random(seed)
    sheet = Image.open(io.BytesIO(png)).convert("RGB")
    width, height = sheet.size
    edge = width // 12
    scene = Image.new("RGB", (width + 2 * edge, height + 2 * edge), (96, 78, 60))
    scene.paste(sheet, (edge, edge))
    lean = [chance.uniform(-0.018, 0.018) for _ in range(8)]
    corners = [
        (lean[0] * width, lean[1] * height),
        (scene.width + lean[2] * width, lean[3] * height),
        (scene.width + lean[4] * width, scene.height + lean[5] * height),
        (lean[6] * width, scene.height + lean[7] * height),
    ]
    scene = scene.transform(
        scene.size, Image.Transform.PERSPECTIVE, _perspective(corners, scene.size), Image.Resampling.BICUBIC
    )
    shade = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).resize(scene.size)
    shade = shade.point(lambda value: 150 + value * 105 // 255)
    scene = ImageChops.multiply(scene, Image.merge("RGB", (shade,) * 3))
    scene = scene.filter(ImageFilter.GaussianBlur(chance.uniform(0.6, 1.1)))
    noise = Image.effect_noise(scene.size, 14)
    scene = ImageChops.add(scene, Image.merge("RGB", (noise,) * 3), offset=-128)
    out = io.BytesIO()
    scene.save(out, "JPEG", quality=72)
    return out.getvalue()


def _perspective(corners: list[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    """The eight coefficients that take the corners of a scene to these places of its source."""
    from numpy import array
    from numpy.linalg import solve

    width, height = size
    rows, wanted = [], []
    for (x, y), (u, v) in zip([(0, 0), (width, 0), (width, height), (0, height)], corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(one) for one in solve(array(rows), array(wanted))]
