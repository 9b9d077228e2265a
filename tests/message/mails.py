"""A small builder of e-mails, and the e-mails of our stories.

``python -m tests.message.mails`` writes them into ``eml/`` again. Names and numbers are invented: hosts end
in ``.example``, telephone numbers are those that the regulator keeps for fiction.
"""

import base64
import quopri
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "eml"
DAY = "Tue, 4 Mar 2025 10:02:11 +0100"


def mail(body: bytes | str, *, headers: Mapping[str, str] | None = None, **more: str) -> bytes:
    """A message or a part: headers (``content_type=...`` for ``Content-Type``), an empty line, the body."""
    named = dict(headers or {}) | {name.replace("_", "-").title(): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return lines.encode("utf-8") + b"\r\n" + (body.encode() if isinstance(body, str) else body)


def text(words: str, charset: str = "utf-8", **more: str) -> bytes:
    """A plain text part, in quoted-printable."""
    return _encoded(words, "text/plain", charset, more)


def html(markup: str, charset: str = "utf-8", **more: str) -> bytes:
    """An HTML part, in quoted-printable."""
    return _encoded(markup, "text/html", charset, more)


def _encoded(words: str, media: str, charset: str, more: Mapping[str, str]) -> bytes:
    return mail(
        quopri.encodestring(words.encode(charset)),
        content_type=f'{media}; charset="{charset}"',
        content_transfer_encoding="quoted-printable",
        **more,
    )


def file(name: str, media: str, content: bytes = b"content") -> bytes:
    """An attachment."""
    return mail(
        base64.encodebytes(content),
        content_type=f'{media}; name="{name}"',
        content_transfer_encoding="base64",
        content_disposition=f'attachment; filename="{name}"',
    )


def several(kind: str, *parts: bytes, boundary: str = "=_limite_1", **more: str) -> bytes:
    """Parts in a ``multipart/kind``."""
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    closing = b"--" + boundary.encode() + b"--\r\n"
    return mail(body + closing, content_type=f'multipart/{kind}; boundary="{boundary}"', **more)


def attached(inner: bytes) -> bytes:
    """A whole message, as an attachment."""
    return mail(
        inner, content_type="message/rfc822", content_disposition='attachment; filename="message.eml"'
    )


def sent(part: bytes, *, sender: str, subject: str, above: str = "", **more: str) -> bytes:
    """A part, under the headers of a message; ``above`` are raw header lines of the receiving side."""
    named = {"From": sender, "To": "claire.martin@boite.example", "Subject": subject, "Date": DAY}
    named |= {name.replace("_", "-").title(): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return above.replace("\n", "\r\n").encode() + lines.encode() + b"MIME-Version: 1.0\r\n" + part


RECEIVED = (
    "Received: from mta.expediteur.example (mta.expediteur.example [192.0.2.10])\n"
    "\tby mx.boite.example (Postfix) with ESMTPS id 4ABCD;\n"
    "\tTue, 4 Mar 2025 10:02:15 +0100 (CET)\n"
)


def results(verdicts: str, host: str = "mx.boite.example") -> str:
    """What a receiving host says that it checked."""
    return f"Authentication-Results: {host};\n\t{verdicts}\n"


PHISHING = """<html><head><title>Remboursement</title><style>.pre { display: none }</style></head>
<body bgcolor="#ffffff"><div class="pre">a8f3 conte de fées</div>
<table><tr><td><img src="cid:logo" alt="l'Assurance Maladie"></td></tr>
<tr><td><p>Bonjour,</p><p>Un remboursement de 234,50&nbsp;&euro; est en attente.</p>
<p>Rendez-vous sur <a href="http://ameli-remboursement.example/rib">https://www.ameli.fr</a></p>
<p style="font-size:0">Rdv au jardin</p><p style="color:#fefefe">mots blancs</p></td></tr></table>
<p>Une question&nbsp;? 08 99 00 12 34</p></body></html>"""

NOTICE = (
    "Bonjour,\n\nUn paiement vient d'être effectué. Détail dans votre compte ameli.\n\nL'Assurance Maladie"
)

FRAUD_TEXT = "Votre carte Vitale expire. Renouvelez-la : http://carte-vitale.example/\n\nAssurance Maladie"


def stories() -> dict[str, bytes]:
    """Every e-mail of ``eml/``, by file name."""
    logo = mail(
        base64.encodebytes(b"\x89PNG"),
        content_type="image/png",
        content_transfer_encoding="base64",
        content_id="<logo>",
    )
    fraud = sent(
        text(FRAUD_TEXT), sender="Assurance Maladie <service@carte-vitale.example>", subject="Carte expirée"
    )
    question = "Bonjour, est-ce vrai ? Claire"
    return {
        "refund.eml": sent(
            several(
                "related", several("alternative", text("Lisez en HTML"), html(PHISHING), boundary="=_2"), logo
            ),
            sender="=?utf-8?q?l=27Assurance_Maladie?= <remboursement@ameli-remboursement.example>",
            subject="=?utf-8?B?VsO0dHJlIHJlbWJvdXJzZW1lbnQ=?=",
            above=RECEIVED,
        ),
        "forwarded-inline.eml": sent(
            text(
                f"{question}\n\n-----Message d'origine-----\n"
                "De : Assurance Maladie <service@carte-vitale.example>\n"
                f"Envoyé : mardi 4 mars 2025 09:12\nÀ : Claire\nObjet : Carte expirée\n\n{FRAUD_TEXT}"
            ),
            sender="Claire Martin <claire.martin@boite.example>",
            subject="TR: Carte expirée",
        ),
        "forwarded-attached.eml": sent(
            several("mixed", text(question), attached(fraud)),
            sender="Claire Martin <claire.martin@boite.example>",
            subject="Est-ce vrai ?",
        ),
        "genuine-notice.eml": sent(
            text(NOTICE),
            sender="l'Assurance Maladie <assurance-maladie@info.ameli.fr>",
            subject="Information de paiement",
            above=results(
                "dkim=pass header.d=info.ameli.fr header.s=s1; dmarc=pass header.from=info.ameli.fr"
            )
            + RECEIVED,
        ),
        "forged-results.eml": sent(
            text(FRAUD_TEXT),
            sender="l'Assurance Maladie <assurance-maladie@info.ameli.fr>",
            subject="Carte expirée",
            above=RECEIVED + results("dkim=pass header.d=info.ameli.fr"),
        ),
        "lying-charset.eml": sent(
            mail("Votre carte a expiré".encode(), content_type="text/plain; charset=us-ascii"),
            sender="Assurance Maladié <a@b.example>",
            subject="Pièce demandée",
        ),
        "attachments.eml": sent(
            several(
                "mixed",
                text("Ouvrez la pièce jointe."),
                file("formulaire.pdf", "application/pdf"),
                file("dossier.zip", "application/zip", b"PK\x03\x04 never opened"),
            ),
            sender="CPAM <cpam@b.example>",
            subject="Formulaire",
        ),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, source in stories().items():
        (FOLDER / name).write_bytes(source)
