"""Why a file is opened: without a reason nobody reads one."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.web import page_rendering

WHYS: Final = {
    "call": "why_call", "rings": "why_rings", "mistake": "why_mistake", "chain": "why_chain",
    "quality": "why_quality",
}  # fmt: skip
"""A call that is being made; the person rings; something is to be put right; who infected whom; a check. Each
with its sentence."""


def read_access_reason(request: HttpRequest) -> str:
    """The reason that was given; empty where there is none of ours."""
    given = request.POST.get("why") or request.GET.get("why", "")
    return given if given in WHYS else ""


def ask_for_access_reason(request: HttpRequest) -> HttpResponse:
    """The page that asks for the reason, and opens the same address with it."""
    return page_rendering.render_page(request, "desk.why", whys=WHYS)
