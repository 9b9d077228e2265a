"""The pages of the door: the way in, the way out, the front page, one's own account, and who may do what."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.web import language, render, words
from tocsin.web.page import Page
from tocsin.web.staff import admin, audit, entering, own, roles, steps
from tocsin.web.staff.door import own_form, staff
from tocsin.web.staff.matrix import matrix
from tocsin.web.staff.oidc import pages as oidc
from tocsin.web.staff.territory import name_of


def home(request: HttpRequest) -> HttpResponse:
    """What somebody may do here, and as what."""
    lang = language.of(request)
    t = words.of("inside.home", lang)
    roles = [
        (matrix().roles[grant.role].in_(lang), name_of(grant.territory) or t["nation"])
        for grant in staff(request).grants
    ]
    return render.page(request, "inside.home", roles=roles)


PAGES: Final = (
    Page("inside.enter", "entrer", "sign-in", own_form(entering.enter)),
    Page("inside.code", "entrer/code", "sign-in/code", own_form(steps.code)),
    Page("inside.phone", "entrer/telephone", "sign-in/telephone", own_form(steps.phone)),
    Page("inside.renew", "entrer/mot-de-passe", "sign-in/password", own_form(steps.renew)),
    Page("inside.provider", "entrer/fournisseur", "sign-in/provider", oidc.there),
    Page("inside.back", "entrer/retour", "sign-in/back", oidc.back),
    Page("inside.leave", "sortir", "sign-out", own_form(entering.leave)),
    Page("inside.home", "service", "service", home, "inside.home"),
    Page("account.own", "compte", "account", own.show, "account.own"),
    Page("account.phone", "compte/telephone", "account/telephone", own.phone, "account.own"),
    Page("roles.matrix", "roles", "roles", roles.show, "roles.read"),
    Page("log.search", "journal", "log", audit.search, "log.read"),
    Page("log.export", "journal.csv", "log.csv", audit.export, "log.read"),
    Page("log.check", "journal/verification", "log/check", audit.check, "log.check"),
    Page("accounts.list", "comptes", "accounts", admin.listing, "accounts.change"),
    Page("accounts.one", "comptes/<int:account>", "accounts/<int:account>", admin.one, "accounts.change"),
)
