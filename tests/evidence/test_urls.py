"""The target of a link is read as a browser reads it."""

import pytest
from hypothesis import example, given

from tocsin.evidence.urls import split_target

from .reading import anything


@pytest.mark.parametrize(
    ("href", "host"),
    [
        ("https://www.ameli.fr/a", "www.ameli.fr"),
        ("HTTP://AMELI.FR", "ameli.fr"),
        ("//ameli.fr/x", "ameli.fr"),
        (" https://ameli.fr ", "ameli.fr"),
        ("https:\\\\vole.example\\a", "vole.example"),
        ("https:/vole.example", "vole.example"),
        ("https://ameli.fr@vole.example/", "vole.example"),
        ("https://ameli.fr%2F@vole.example", "vole.example"),
        ("https://vole.example#@ameli.fr", "vole.example"),
        ("https://vole.example\\@ameli.fr", "vole.example"),
        ("https://vole.example/?u=//ameli.fr", "vole.example"),
        ("https://am\u00e9li.fr", "xn--amli-cpa.fr"),
        ("hxxps://vole.example", "vole.example"),
        ("https://ameli。fr", "ameli.fr"),
        ("https://0x7f.1/", "127.0.0.1"),
        ("https://a\tmeli.fr", "ameli.fr"),
        ("https://ameli.fr:443/", "ameli.fr"),
        ("https://[::1]/", "[::1]"),
    ],
)
def test_it_goes_where_a_browser_would_go(href: str, host: str) -> None:
    assert split_target(href)[0] == host


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#",
        "mailto:a@b.fr",
        "tel:3646",
        "javascript:alert(1)",
        "/page",
        "http://",
        "https://[",
        "data:text/html,x",
        "cid:1",
        "http://a b/",
    ],
)
def test_it_finds_no_host_where_there_is_none(href: str) -> None:
    assert split_target(href) == ("", "", "")


def test_it_gives_the_user_and_the_path_apart() -> None:
    assert split_target("https://ameli%2Efr:x@vole.example/a/b?c#d") == ("vole.example", "ameli.fr", "/a/b")


@given(anything)
@example("/\ud800")
def test_it_never_stumbles_on_a_target(href: str) -> None:
    for written in (href, f"https://{href}", f"//{href}", f"hxxp://{href}"):
        assert all(isinstance(part, str) for part in split_target(written))
