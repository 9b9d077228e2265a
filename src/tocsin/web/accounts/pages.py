"""The pages of the door: the way in, the way out, the front page, one's own account, and who may do what."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.tracing.supervision.territory import find_territory_name
from tocsin.web import error_pages, language, page_rendering
from tocsin.web.accounts import account_administration, login_steps, my_account, password_login
from tocsin.web.accounts.access import protect_form
from tocsin.web.accounts.oidc import provider_login as oidc
from tocsin.web.page_urls import PageRoute
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.current_user import require_staff
from tocsin.web.staff.staff_member import ROLES, load_permission_matrix


@error_pages.allow_methods("GET", "HEAD")
def show_permission_matrix(request: HttpRequest) -> HttpResponse:
    lang = language.request_language(request)
    t = page_sentences("roles.matrix", lang)
    rows = [
        (action.label(lang), t[f"file_{action.file}"], t[f"scope_{action.scope}"],
         [role in action.roles for role in ROLES])
        for action in load_permission_matrix().actions.values()
    ]  # fmt: skip
    heads = [load_permission_matrix().roles[role].in_language(lang) for role in ROLES]
    return page_rendering.render_page(request, "roles.matrix", rows=rows, heads=heads)


def show_home(request: HttpRequest) -> HttpResponse:
    lang = language.request_language(request)
    t = page_sentences("inside.home", lang)
    roles = [
        (
            load_permission_matrix().roles[grant.role].in_language(lang),
            find_territory_name(grant.territory) or t["nation"],
        )
        for grant in require_staff(request).grants
    ]
    return page_rendering.render_page(request, "inside.home", roles=roles)


PAGES: Final = (
    PageRoute("inside.enter", "entrer", "sign-in", protect_form(password_login.sign_in)),
    PageRoute("inside.code", "entrer/code", "sign-in/code", protect_form(login_steps.ask_for_code)),
    PageRoute("inside.phone", "entrer/telephone", "sign-in/telephone", protect_form(login_steps.ask_for_telephone)),
    PageRoute(
        "inside.renew", "entrer/mot-de-passe", "sign-in/password", protect_form(login_steps.ask_for_new_password),
    ),
    PageRoute("inside.provider", "entrer/fournisseur", "sign-in/provider", oidc.redirect_to_provider),
    PageRoute("inside.back", "entrer/retour", "sign-in/back", oidc.handle_callback),
    PageRoute("inside.leave", "sortir", "sign-out", protect_form(password_login.sign_out)),
    PageRoute("inside.home", "service", "service", show_home, "inside.home"),
    PageRoute("account.own", "compte", "account", my_account.show_my_account, "account.own"),
    PageRoute("account.phone", "compte/telephone", "account/telephone", my_account.change_telephone, "account.own"),
    PageRoute("account.passkey", "compte/cle-d-acces", "account/passkey", my_account.add_passkey, "account.own"),
    PageRoute("roles.matrix", "roles", "roles", show_permission_matrix, "roles.read"),
    PageRoute("accounts.list", "comptes", "accounts", account_administration.show_accounts, "accounts.change"),
    PageRoute(
        "accounts.one", "comptes/<int:account>", "accounts/<int:account>", account_administration.show_account, "accounts.change",
    ),
)  # fmt: skip
