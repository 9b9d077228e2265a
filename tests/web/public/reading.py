"""A page as it is read: without the marks of HTML in its words, and with plain spaces."""

import html
import re


def plain(answer) -> str:
    """The text of an answer; tags are kept."""
    return html.unescape(answer.content.decode()).replace("\xa0", " ")


def headline(text: str) -> str:
    """The sentence that a page answers with."""
    found = re.search(r'<p class="says[^"]*">(.*?)</p>', text, re.S)
    assert found, text
    return found[1]
