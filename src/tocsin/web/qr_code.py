"""QR codes as SVG: dark on light in every colour scheme, without any style in them."""

import segno


def render_qr_code(text: str) -> str:
    """A QR code, which a page holds as it is."""
    return str(
        segno.make(text, error="m").svg_inline(
            border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
        )
    )
