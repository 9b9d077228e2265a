"""The accessibility statement, as the RGAA (the French rules for accessible sites) wants it."""

from django.http import HttpRequest, HttpResponse

from tocsin import __version__
from tocsin.web import check_form, error_pages, language, page_rendering
from tocsin.web.accessibility_audit import pick_wording
from tocsin.web.site_operator import format_contact, read_site_operator


@error_pages.allow_methods("GET", "HEAD")
def show_accessibility_statement(request: HttpRequest) -> HttpResponse:
    """The page."""
    operator = read_site_operator()
    lang = language.request_language(request)
    audit = operator.audit
    contacts = operator.accessibility_contacts or operator.contacts
    return page_rendering.render_page(
        request,
        "accessibility",
        contacts=[(contact, format_contact(contact)) for contact in contacts],
        status=f"s_{operator.accessibility}",
        audit=audit,
        auditor=pick_wording(audit.auditor, lang),
        means=pick_wording(audit.means, lang),
        met=audit.count("met"),
        applying=audit.count("met") + audit.count("fails"),
        current=audit.is_current(check_form.today_in_paris()),
        failing=audit.list_failing(lang),
        version=__version__,
    )
