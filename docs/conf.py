"""The documentation as a site, by Sphinx: ``./dev docs`` builds it, and any warning is an error.

The source folder is the root of the repository, so that README, SECURITY and the changelog are pages
of the site and every link between them is checked.
"""

import re
from typing import ClassVar

import mmdr
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tocsin import __version__

project = "Tocsin"
version = release = __version__
copyright = "the authors of Tocsin, Apache-2.0"
root_doc = "docs/index"
include_patterns = ["docs/**", "evals/README.md", "evals/LEDGER.md", "evals/disputed.md", "*.md"]
exclude_patterns = [
    ".*",
    "src",
    "tests",
    "benchmarks",
    "deploy",
    "tools",
    "dist",
    "build",
    "docs/_site",
    "docs/_static",
]
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
suppress_warnings = ["myst.xref_ambiguous"]

myst_heading_anchors = 4  # the names that other viewers of Markdown give to headings
myst_fence_as_directive = ["mermaid"]
myst_enable_extensions = ["attrs_block"]

# No typographic quotes: commands and texts of SMS are quoted as they are.
smartquotes = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"

html_theme = "furo"
html_title = f"Tocsin {__version__}"
html_extra_path = ["_site"]  # the address of the site itself leads to its first page
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {
        "font-stack": "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif",
        "font-stack--monospace": "ui-monospace, 'Liberation Mono', 'DejaVu Sans Mono', monospace",
    },
}


def complete_page(app: Sphinx, name: str, template: str, context: dict[str, object], doctree: object) -> None:
    """A page in French says so to screen readers; a long line of code can be scrolled by keyboard."""
    if "/fr/" in name:
        context["language"] = "fr"
    if isinstance(body := context.get("body"), str):
        context["body"] = body.replace("<pre>", '<pre tabindex="0">')


def fold_navigation(
    app: Sphinx, name: str, template: str, context: dict[str, object], doctree: object
) -> None:
    """Only the chapter that is read is listed page by page: to list all of them on each was half the work."""
    whole = context.get("toctree")
    if callable(whole):
        context["toctree"] = lambda **how: whole(**how | {"collapse": True})


ENTRY = re.compile(r"(?:^- |\| )\[[^]]+\]\(([^)\s]+)\.md\)", re.M)


def list_entries(app: Sphinx, name: str, source: list[str]) -> None:
    """The pages that an index page lists are its table of contents: nothing is listed twice."""
    if name.endswith("/index"):
        entries = "\n".join(ENTRY.findall(source[0]))
        source[0] += f"\n```{{toctree}}\n:hidden:\n\n{entries}\n```\n"


class Mermaid(SphinxDirective):
    """A Mermaid diagram, drawn while the site is built: the reader's browser runs no script for it."""

    has_content = True
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        source = "\n".join(self.content)
        title = re.search(r"accTitle: (.*)", source)
        name = f"diagram-{self.env.new_serialno('mermaid')}"
        drawn = mmdr.render(source).svg().replace("chart-title-merman", f"{name}-title")
        drawn = re.sub(r"#merman\b", f"#{name}", drawn).replace('id="merman"', f'id="{name}"')
        label = title[1] if title else "diagram"
        return [
            nodes.raw(
                "", f'<div class="diagram" role="img" aria-label="{label}">{drawn}</div>', format="html"
            )
        ]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register what is ours."""
    app.connect("source-read", list_entries)
    app.connect("html-page-context", complete_page)
    app.connect("html-page-context", fold_navigation, priority=400)  # before the theme reads it
    app.add_directive("mermaid", Mermaid)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
