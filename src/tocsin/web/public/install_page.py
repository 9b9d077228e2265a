"""How to have the check where messages are read: on a telephone, beside the pages of a browser."""

from django.http import HttpRequest, HttpResponse

from tocsin.web import error_pages, page_rendering


@error_pages.allow_methods("GET", "HEAD")
def show_install_page(request: HttpRequest) -> HttpResponse:
    """The steps, with the address of this site in them."""
    return page_rendering.render_page(request, "install", home=request.build_absolute_uri("/").rstrip("/"))
