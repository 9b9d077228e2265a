"""Why a file is opened: without a reason nobody reads one."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.web import render

WHYS: Final = {
    "call": "why_call", "rings": "why_rings", "mistake": "why_mistake", "chain": "why_chain",
    "quality": "why_quality",
}  # fmt: skip
"""A call that is being made; the person rings; something is to be put right; who infected whom; a check. Each
with its sentence."""


def why_of(request: HttpRequest) -> str:
    """The reason that was given; empty where there is none of ours."""
    given = request.POST.get("why") or request.GET.get("why", "")
    return given if given in WHYS else ""


def ask(request: HttpRequest) -> HttpResponse:
    """The page that asks for the reason, and opens the same address with it."""
    return render.page(request, "desk.why", whys=WHYS)
