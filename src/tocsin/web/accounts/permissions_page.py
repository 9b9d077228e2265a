"""Who may do what: the matrix, shown to all who work here."""

from django.http import HttpRequest, HttpResponse

from tocsin.web import error_pages, language, page_rendering
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.permission_matrix import ROLES, load_permission_matrix


def render_matrix_markdown() -> str:
    """The same as a page of the documentation, which a test holds to be up to date."""
    heads = [load_permission_matrix().roles[role].en for role in ROLES]
    lines = ["| action | what | " + " | ".join(heads) + " | a person's file | where |"]
    lines.append("|" + "---|" * (len(heads) + 4))
    t = page_sentences("roles.matrix", "en")
    for name, action in load_permission_matrix().actions.items():
        marks = " | ".join("yes" if role in action.roles else "" for role in ROLES)
        file, scope = t[f"file_{action.file}"], t[f"scope_{action.scope}"]
        lines.append(f"| `{name}` | {action.en} | {marks} | {file} | {scope} |")
    return "\n".join(lines) + "\n"


@error_pages.allow_methods("GET", "HEAD")
def show_permission_matrix(request: HttpRequest) -> HttpResponse:
    """Every action and every role."""
    lang = language.request_language(request)
    t = page_sentences("roles.matrix", lang)
    rows = [
        (action.label(lang), t[f"file_{action.file}"], t[f"scope_{action.scope}"],
         [role in action.roles for role in ROLES])
        for action in load_permission_matrix().actions.values()
    ]  # fmt: skip
    heads = [load_permission_matrix().roles[role].in_language(lang) for role in ROLES]
    return page_rendering.render_page(request, "roles.matrix", rows=rows, heads=heads)
