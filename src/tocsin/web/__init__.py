"""The site: public pages for a person with a strange message, and the inside for those who work here.

A page is four things, each in a file of its own, so that pages are built side by side:

1. A view in the package of its audience (``public/``, ``calls/``...): ``show_..._page(request, **parts) ->
   HttpResponse``, which ends in ``page_rendering.render_page(request, "NAME", ...)``. It keeps no state, and calls
   the rooms below for everything that is decided.
2. Its sentences: ``msgctxt "NAME"`` in ``locale/<language>/LC_MESSAGES/site.po``, each under a stable
   name; those of the context *common* are shared by every page.
3. ``templates/NAME.html``: extends ``templates/base.html``, fills ``{% block main %}``. A sentence is ``{{ t.title
   }}``; one with blanks is ``{% say t.dated day=day %}``; another page is ``{% address "check" %}``; a file
   of ``static/`` is ``{% asset "site.css" %}``. A name that does not exist is an error, never an empty
   place.
4. A :class:`page_urls.PageRoute` in ``urls``: its name, its address in French and in English, and for a page
   of the inside the ``action`` of ``staff/matrix.yaml`` that it needs.

What comes with the frame: both languages and the link between them, the security headers (no inline script
or style passes), error pages (``error_pages.render_error_page(request, 429, retry=60)``), bounds on what is
sent, static files with a hash in their name, and lines of log that name a page and never what was sent to it.

No public page has a session or a cookie, and none writes what a person pasted. That is also why they have no
CSRF token: a token protects what a visitor's browser is logged in to, and nobody is logged in there. A form
that another site sends in a visitor's browser is refused all the same (``middleware``).

The inside is one package an area (``calls``, ``supervision``, ``dashboards``...), each with its ``PAGES``. Its pages are opened by
:mod:`tocsin.web.accounts.access` alone: it knows who is there, asks the matrix, and takes forms from our own
pages only. Names of these pages have a dot, and their templates a folder.
"""
