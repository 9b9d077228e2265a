"""Who may do what: the matrix, shown to all who work here."""

from django.http import HttpRequest, HttpResponse

from tocsin.web import failures, language, render, words
from tocsin.web.staff.matrix import ROLES, matrix


def markdown() -> str:
    """The same as a page of the documentation, which a test holds to be up to date."""
    heads = [matrix().roles[role].en for role in ROLES]
    lines = ["| action | what | " + " | ".join(heads) + " | a person's file | where |"]
    lines.append("|" + "---|" * (len(heads) + 4))
    t = words.of("roles.matrix", "en")
    for name, action in matrix().actions.items():
        marks = " | ".join("yes" if role in action.roles else "" for role in ROLES)
        file, scope = t[f"file_{action.file}"], t[f"scope_{action.scope}"]
        lines.append(f"| `{name}` | {action.en} | {marks} | {file} | {scope} |")
    return "\n".join(lines) + "\n"


def show(request: HttpRequest) -> HttpResponse:
    """Every action and every role."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    lang = language.of(request)
    t = words.of("roles.matrix", lang)
    rows = [
        (action.label(lang), t[f"file_{action.file}"], t[f"scope_{action.scope}"],
         [role in action.roles for role in ROLES])
        for action in matrix().actions.values()
    ]  # fmt: skip
    heads = [matrix().roles[role].in_(lang) for role in ROLES]
    return render.page(request, "roles.matrix", rows=rows, heads=heads)
