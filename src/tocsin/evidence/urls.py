"""Targets of HTML links, parsed as a browser would (WHATWG)."""

from urllib.parse import unquote


def split_target(href: str) -> tuple[str, str, str]:
    """Host, user part and path of a target; empty strings where it is not a web address.

    >>> split_target("https://ameli.fr@evil.example/a")
    ('evil.example', 'ameli.fr', '/a')
    """
    import can_ada

    href = href.strip()
    if href.startswith("//"):
        href = "https:" + href
    if not href.lower().startswith(("http:", "https:", "hxxp")):
        return "", "", ""
    try:
        url = can_ada.parse(href.replace("hxxp", "http", 1))
    except (ValueError, TypeError):  # half a surrogate pair is no text that can be encoded
        return "", "", ""
    return str(url.hostname).lower(), unquote(str(url.username)), str(url.pathname)[:500]
