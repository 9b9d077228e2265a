"""The page of the API, in both languages: everything that can be asked, with examples, and every refusal."""

from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import msgspec

from tocsin.charter.words import said
from tocsin.web.api import openapi
from tocsin.web.api.asked import Asked
from tocsin.web.api.operation import Operation
from tocsin.web.api.operations import OPERATIONS
from tocsin.web.api.page_words import WORDS
from tocsin.web.api.problem import KINDS
from tocsin.web.api.reply import HTML, Reply

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

CSS: Final = "text/css; charset=utf-8"
_FRESH: Final = (("Cache-Control", "max-age=300"),)
_ADDRESSES: Final = {"fr": "/api/", "en": "/en/api/"}


def document(_api: "Api", asked: Asked) -> Reply:
    """The OpenAPI document."""
    asked.request.query()
    return Reply(_document(), headers=_FRESH)


def french(_api: "Api", asked: Asked) -> Reply:
    """The page in French."""
    asked.request.query()
    return Reply(_page("fr"), HTML, headers=_FRESH)


def english(_api: "Api", asked: Asked) -> Reply:
    """The page in English."""
    asked.request.query()
    return Reply(_page("en"), HTML, headers=_FRESH)


def style(_api: "Api", asked: Asked) -> Reply:
    """What the page looks like."""
    asked.request.query()
    return Reply(_style(), CSS, headers=_FRESH)


@cache
def _document() -> bytes:
    return msgspec.json.format(msgspec.json.encode(openapi.document()), indent=1)


@cache
def _style() -> bytes:
    return files(__package__).joinpath("style.css").read_bytes()


@cache
def _page(lang: str) -> bytes:
    other = "en" if lang == "fr" else "fr"
    t = {name: escape(said(wording, lang)) for name, wording in WORDS.items()}
    parts = [
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<title>{t["title"]}</title>\n<link rel="stylesheet" href="/api/style.css">\n</head>\n<body>',
        f'<a class="skip" href="#main">{t["skip"]}</a>',
        f'<header><p>Tocsin</p><a href="{_ADDRESSES[other]}" lang="{other}" hreflang="{other}">',
        f"{t['other']}</a></header>",
        f'<main id="main">\n<h1>{t["title"]}</h1>\n<p class="lead">{t["what"]}</p>',
        f'<p><a href="/api/v1/openapi.json">{t["document"]}</a></p>',
        _contents(t, lang),
        f'<section aria-labelledby="keys"><h2 id="keys">{t["keys"]}</h2>',
        "".join(f"<p>{t[name]}</p>" for name in ("keys_1", "keys_2", "signing")),
        "</section>",
        *(_operation(one, t, lang) for one in OPERATIONS),
        _refusals(t, lang),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode()


def _contents(t: dict[str, str], lang: str) -> str:
    links = [("keys", t["keys"])]
    links += [(one.id, escape(said(one.title, lang))) for one in OPERATIONS]
    links.append(("refusals", t["refusals"]))
    listed = "".join(f'<li><a href="#{id}">{title}</a></li>' for id, title in links)
    return f'<nav aria-labelledby="contents"><h2 id="contents">{t["contents"]}</h2><ul>{listed}</ul></nav>'


def _operation(one: Operation, t: dict[str, str], lang: str) -> str:
    parts = [
        f'<section aria-labelledby="{one.id}"><h2 id="{one.id}">{escape(said(one.title, lang))}</h2>',
        f'<p class="call"><b>{one.method.upper()}</b> <code>{escape(one.path)}</code></p>',
        f"<p>{escape(said(one.what, lang))}</p>",
    ]
    if one.scope:
        needed = t["key_needed"] if one.key else t["key_possible"]
        parts.append(f"<p>{needed} <code>{one.scope}</code>.</p>")
    elif "bad_signature" in one.problems:
        parts.append(f"<p>{t['signed']}</p>")
    if one.parameters:
        parts.append(_parameters(one, t, lang))
    if one.example:
        parts.append(f'<h3>{t["example"]}</h3><pre tabindex="0"><code>{escape(_curl(one))}</code></pre>')
    if one.takes:
        types = " · ".join(f"<code>{media}</code>" for media in one.takes)
        parts.append(f"<h3>{t['body']}</h3><p>{types}</p>{_fields(one.body, t)}")
    parts.append(f"<h3>{t['answer']}</h3><p><code>{one.gives}</code></p>{_fields(one.answer, t)}")
    kinds = ", ".join(f'<a href="#{kind}"><code>{kind}</code></a>' for kind in one.problems)
    parts.append(f'<p>{t["refused"]} : {kinds}</p></section>' if lang == "fr" else
                 f'<p>{t["refused"]}: {kinds}</p></section>')  # fmt: skip
    return "\n".join(parts)


def _curl(one: Operation) -> str:
    media = f" \\\n  -H 'Content-Type: {one.takes[0]}'"
    key = ' \\\n  -H "Authorization: Bearer $TOCSIN_KEY"' if one.key else ""
    return f"curl http://127.0.0.1:8080{one.path}{media}{key} \\\n  --data-binary '{one.example.strip()}'"


def _parameters(one: Operation, t: dict[str, str], lang: str) -> str:
    rows = "".join(
        f"<tr><td><code>{p.name}</code></td><td>{escape(said(p.what, lang))}</td>"
        f"<td>{', '.join(p.schema.get('enum', [])) or p.schema.get('format', p.schema['type'])}</td>"
        f"<td>{t['needed'] if p.required else t['possible']}</td></tr>"
        for p in one.parameters
    )
    return _table(rows, t["parameter"], t["means"], t["values"], "")


def _fields(kind: Any, t: dict[str, str]) -> str:
    """The fields of a record, by the schema that is published."""
    name = getattr(kind, "__name__", "")
    if name == "list":
        name = kind.__args__[0].__name__
    schema = openapi.document()["components"]["schemas"].get(name)
    if schema is None:
        return ""
    rows = "".join(
        f"<tr><td><code>{field}</code></td><td>{escape(_kind(of))}</td>"
        f'<td lang="en">{_plain(of.get("description", ""))}</td></tr>'
        for field, of in schema["properties"].items()
    )
    return _table(rows, t["field"], t["type"], t["means_en"])


def _plain(text: str) -> str:
    """A sentence, with what stands between back quotes as code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


def _table(rows: str, *heads: str) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _kind(schema: dict[str, Any]) -> str:
    """A type in few words.

    >>> _kind({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})
    'date | null'
    >>> _kind({"type": "array", "items": {"$ref": "#/components/schemas/Reason"}})
    '[Reason]'
    """
    if "anyOf" in schema and "type" not in schema:
        return " | ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        inner = schema.get("items") or {}
        if "prefixItems" in schema:
            return "[" + ", ".join(_kind(one) for one in schema["prefixItems"]) + "]"
        return f"[{_kind(inner)}]"
    if "const" in schema:
        return str(schema["const"])
    return str(schema.get("format") or schema.get("type") or "any")


def _refusals(t: dict[str, str], lang: str) -> str:
    rows = "".join(
        f'<tr id="{kind}"><td>{status}</td><td><code>{kind}</code></td>'
        f"<td>{escape(fr if lang == 'fr' else en)}</td></tr>"
        for kind, (status, en, fr) in KINDS.items()
    )
    table = _table(rows, t["status"], t["kind"], t["means"])
    return (
        f'<section aria-labelledby="refusals"><h2 id="refusals">{t["refusals"]}</h2>'
        f"<p>{t['refusals_1']}</p>{table}</section>"
    )
