"""Links are found from their dots, however they are disguised; a sentence without a space is none."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.evidence.fold import fold_text
from tocsin.evidence.links import scan_links
from tocsin.evidence.model import LinkTarget
from tocsin.verdict.check import check

from .reading import anything, shape, shown

labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True).filter(lambda s: "--" not in s)
hosts = st.tuples(
    st.lists(labels, min_size=1, max_size=3), st.sampled_from(["example", "fr", "com", "info", "test"])
).map(lambda parts: ".".join([*parts[0], parts[1]]))
DOTS = [".", "[.]", "(.)", " [.] ", "{.}", "(dot)", "[point]", " (point) "]
SCHEMES = ["http://", "https://", "HTTPS://", "hxxp://", "hxxps://", "h**p://", "http:\\\\", "https[:]//"]


def found(text: str) -> list[str]:
    return [link.host for link in shape(text).links]


def quotes(text: str) -> list[str]:
    told = shape(text)
    return [
        text[told.original_place(link.start) : told.original_place(link.end, end=True)] for link in told.links
    ]


@given(
    hosts,
    st.sampled_from(SCHEMES),
    st.sampled_from(DOTS),
    st.sampled_from(["", "/", "/a/b?c=d#e", ":8080/x"]),
)
def test_it_finds_a_link_with_a_scheme_however_it_is_broken(
    host: str, scheme: str, dot: str, path: str
) -> None:
    written = scheme + host.replace(".", dot) + path
    assert found(f"Cliquez {written} vite") == [host]
    assert quotes(f"Cliquez {written} vite") == [written]


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("ameli-vitale.example", "ameli-vitale.example"),
        ("www.ameli.fr", "www.ameli.fr"),
        ("ameli.fr/mes-droits", "ameli.fr"),
        ("ameli[.]vitale[.]example", "ameli.vitale.example"),
        ("ameli(point)vitale(point)example", "ameli.vitale.example"),
        ("ameli-vitale point info", "ameli-vitale.info"),
        ("ameli-vitale dot com", "ameli-vitale.com"),
        ("ameli tiret vitale point example", "ameli-vitale.example"),
        ("www point ameli tiret vitale tiret 3 point fr", "www.ameli-vitale-3.fr"),
        ("ameli-vitale . example/a", "ameli-vitale.example"),
        ("ameli-vitale.\nexample/a", "ameli-vitale.example"),
        ("http://ameli-\nvitale.example/a", "ameli-vitale.example"),
        ("http://ameli.\nvitale.example/a", "ameli.vitale.example"),
        ("ameli-vitale .example", "ameli-vitale.example"),
        ("AMELI-VITALE.EXAMPLE", "ameli-vitale.example"),
        ("ａｍｅｌｉ．example", "ameli.example"),
        ("ame\u200bli-vitale\u00ad.example", "ameli-vitale.example"),
        ("http://192.168.12.4/cpam", "192.168.12.4"),
        ("http://xn--amli-cpa.example", "xn--amli-cpa.example"),
        ("ftp://ameli.example/f", "ameli.example"),
        ("ameli.example:8443/x", "ameli.example"),
    ],
)
def test_it_finds_a_link_as_it_is_written(written: str, host: str) -> None:
    assert found(f"Votre carte : {written} merci") == [host]
    assert quotes(f"Votre carte : {written} merci") == [written]


@pytest.mark.parametrize(
    "wrapped",
    ["({})", "« {} »", "<{}>", "{}.", "{}, merci", "{} !", '"{}"', "[{}]", "{};", "{}\nCordialement"],
)
def test_it_leaves_the_signs_around_a_link_outside(wrapped: str) -> None:
    assert quotes("Voir " + wrapped.format("ameli-vitale.example")) == ["ameli-vitale.example"]
    assert quotes("Voir " + wrapped.format("http://a.example/b")) == ["http://a.example/b"]


def test_it_takes_what_stands_before_the_at_for_what_it_is() -> None:
    [link] = shape("https://www.ameli.fr@vole.example/compte").links
    assert (link.user, link.host, link.path) == ("www.ameli.fr", "vole.example", "/compte")


@pytest.mark.parametrize(
    ("written", "disguised"),
    [("http://a.example", False), ("a.example", False), ("hxxp://a.example", True), ("a[.]b.example", True),
     ("http://a-\nb.example", True), ("ameli-vitale point info", True), ("https://boxx.example", False)],
)  # fmt: skip
def test_it_says_where_a_link_was_written_so_as_not_to_be_seen(written: str, disguised: bool) -> None:
    [link] = shape(f"voir {written} ici").links
    assert link.disguised is disguised


@pytest.mark.parametrize(
    "sentence",
    [
        "Votre carte est prête.Merci de patienter",
        "Il est là.Et vous",
        "à bientôt.Le service",
        "fin du mois.En attendant",
        "votre dossier.Il manque une pièce",
        "le conseiller.La suite",
        "au revoir.Au plaisir",
        "dossier.Si besoin",
        "c'est fait.On verra",
        "p.ex. cela",
        "M.Durand",
        "etc...",
        "1.5 km",
        "12.30 h",
        "le 01.02.2024",
        "n.b.",
        "a.b",
        "S.A.S",
        "U.S.A.",
        "...",
        "Dr. Martin",
        "page 3.De plus",
        "oui.Non",
        "e.g. this",
        "bonjour.ça va",
        "à 18h.Sa mère",
        "il dort.Je sors",
        "Ameli.Votre carte",
        "C'est bon . Merci de rappeler",
        "Voici le site.\nInfo : il ferme",
        "un tiret deux tiret trois",
        "droits.Pour cela",
    ],
)
def test_it_sees_no_link_where_a_space_is_missing_after_the_full_stop(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    "mail",
    [
        "moi@ameli.example",
        "a.b+c@mail.ameli.fr",
        "moi(at)ameli.fr",
        "moi [at] ameli.fr",
        "moi arobase ameli.fr",
    ],
)
def test_it_tells_a_mailbox_from_a_link(mail: str) -> None:
    told = shape(f"écrire à {mail} svp")
    assert told.links == []
    assert [host for *_, host in told.mails] == [
        mail.rpartition("@")[2].split(")")[-1].split("]")[-1].split()[-1]
    ]


@pytest.mark.parametrize("masked", ["g.mo****@***", "j.com**@or***.fr"])
def test_a_mailbox_that_is_masked_is_no_link(masked: str) -> None:
    assert found(f"votre adresse {masked} est enregistrée") == []


@given(anything)
def test_it_gives_places_inside_any_text_in_order(text: str) -> None:
    links, mails = scan_links(fold_text(text))
    spans = [(link.start, link.end) for link in links]
    assert all(0 <= start < end <= len(text) for start, end in [*spans, *((m[0], m[1]) for m in mails)])
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.text("a.-@:/[]() \nhtp\xff1", max_size=60))
def test_it_gives_a_host_of_labels_or_nothing(text: str) -> None:
    links, _ = scan_links(text)
    assert all("." in link.host and all(link.host.split(".")) for link in links)


@pytest.mark.parametrize(
    "piece", ["a.", "http://", "a.example ", "a-\n", "h**p", "[.]", "a@", "point ", "." * 5, "x" * 70 + "."]
)
def test_it_finds_no_more_than_there_is_in_a_long_text(piece: str) -> None:
    links, mails = scan_links(piece * 3000)
    assert len(links) + len(mails) <= 3000


# ---- whose they are


def standing(text: str, sender: str = "") -> list[tuple[str, str]]:
    return [
        (e.about.host, e.about.standing)
        for e in shown(text, "link", sender=sender)
        if isinstance(e.about, LinkTarget)
    ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ameli.fr", "official"),
        ("https://www.ameli.fr/x", "official"),
        ("https://assure.ameli.fr", "official"),
        ("https://a.b.ameli.fr", "official"),
        ("monespacesante.fr", "official"),
        ("https://sante.gouv.fr", "public"),
        ("service-public.fr", "public"),
        ("https://bit.ly/3x", "shortener"),
        ("ameli-vitale.example", "lookalike"),
        ("https://ameli.fr.vole.example", "lookalike"),
        ("xameli.fr", "lookalike"),
        ("jardin.example", "foreign"),
        ("https://faux-gouv.fr", "foreign"),
        ("https://ameli.fr@vole.example/", "lookalike"),
        ("https://vole.example/www.ameli.fr/compte", "lookalike"),
        ("https://аmeli.fr", "lookalike"),
    ],
)
def test_it_says_whose_a_link_is(url: str, expected: str) -> None:
    [(_, found_standing)] = standing(f"Assurance Maladie : {url}")
    assert found_standing == expected


def test_it_quotes_each_link_as_it_stands_in_the_text() -> None:
    text = "Ameli : hxxps://ame\u200bli-vitale[.]example/x puis www.ameli.fr."
    assert [text[e.start : e.end] for e in shown(text, "link")] == [
        "hxxps://ame\u200bli-vitale[.]example/x",
        "www.ameli.fr",
    ]


def test_a_hyphen_of_a_host_that_is_said_is_not_heard() -> None:
    said = "Bonjour, c'est l'assurance maladie, commandez le kit sur mon kit point {}colorectal point fr ou en pharmacie"
    voicemail = {"channel": "voicemail", "sender": "3646", "received": date(2024, 5, 16)}
    assert check(said.format("dépistage "), **voicemail).level == "unproven"
    assert check(said.format(""), **voicemail).level == "suspicious"
