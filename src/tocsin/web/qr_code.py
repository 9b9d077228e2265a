"""QR codes as SVG: dark on light in every colour scheme, without any style in them."""

import segno


def render_qr_code(text: str) -> str:
    return str(
        segno.make(text, error="m").svg_inline(
            border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
        )
    )
