"""Mails as people forward them: Camille forwards, a fraudster has written."""

from datetime import date

TODAY = date(2025, 3, 20)
CAMILLE = "camille.martin@exemple.example"
DESK = "verifier@service.example"
MX = "mx.service.example"
RESULTS = "dkim=pass header.d=exemple.example; dmarc=pass header.from=exemple.example"
PROVED = f"Authentication-Results: {MX}; {RESULTS}"
RECEIVED = f"Received: from mail.exemple.example by {MX} with ESMTPS; Wed, 19 Mar 2025 09:12:45 +0100"
FRAUD = (
    "Assurance Maladie : un remboursement de 234,95 euros vous attend.\n"
    "Donnez votre RIB sur https://ameli-sante.example/rib\n"
)
FRAUD_SMS = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"


def mail(body, *, subject="TR: Votre remboursement", headers=(PROVED, RECEIVED), kind="text/plain", **fields):
    """The source of a mail from Camille; ``fields`` replaces or adds headers, None takes one away."""
    given = {
        "From": f"Camille Martin <{CAMILLE}>", "To": DESK, "Date": "Wed, 19 Mar 2025 09:12:41 +0100",
        "Message-ID": "<one@exemple.example>", "Subject": subject, "MIME-Version": "1.0",
        "Content-Type": kind if "boundary" in kind else f"{kind}; charset=utf-8",
    }  # fmt: skip
    given |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [*headers, *(f"{name}: {value}" for name, value in given.items() if value is not None)]
    return ("\n".join(lines) + "\n\n" + body).encode()


def original(body=FRAUD, subject="Votre remboursement"):
    """The source of the fraud itself, as it came."""
    return (
        "From: Ameli <service@ameli-sante.example>\nTo: camille.martin@exemple.example\n"
        "Date: Tue, 18 Mar 2025 08:00:00 +0100\nMessage-ID: <fraud@ameli-sante.example>\n"
        f"Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    )


def parts(*pieces, **fields):
    """A mail of several parts; each is its headers and its body."""
    body = "".join(f"--cut\n{piece}\n" for piece in pieces) + "--cut--\n"
    return mail(body, kind='multipart/mixed; boundary="cut"', **fields)


def words(text):
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def attached(source):
    return f"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n{source}"
