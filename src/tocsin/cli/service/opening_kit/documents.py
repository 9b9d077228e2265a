"""The papers of the kit, as Markdown in French: they are written for the body's own officers."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from tocsin import __version__
from tocsin.cli.service.opening_kit.processing import (
    ProcessingActivity,
    list_kept_rows,
    load_processing_declaration,
)
from tocsin.cli.service.opening_kit.risks import RISKS, SECURITY_MEASURES
from tocsin.privacy.legal_base import describe_months, find_legal_base, load_legal_bases
from tocsin.web.accessibility_audit import AccessibilityAudit
from tocsin.web.site_operator import SiteOperator, format_contact
from tocsin.web.staff.staff_member import load_permission_matrix

TO_FILL: Final = "**À COMPLÉTER**"
"""What only the body can say."""
_STATUS: Final = {"met": "conforme", "fails": "**non conforme**", "none": "non applicable"}
_VERDICTS: Final = {
    "full": "totalement conforme",
    "partial": "partiellement conforme",
    "none": "non conforme",
}


def write_register(operator: SiteOperator, today: date) -> str:
    """The entries of the register of processing (article 30 of the GDPR)."""
    lines = [
        "# Registre des activités de traitement",
        "",
        *_write_head(operator, today),
        "Fiches préparées pour le registre de l'article 30 du RGPD, à partir de ce que fait le programme. Une fiche par "
        "activité ; retirez celles que vous n'ouvrez pas.",
    ]
    for number, activity in enumerate(load_processing_declaration().activities, 1):
        lines += ["", f"## {number}. {activity.name}", "", *_write_activity(activity)]
    lines += ["", "## Bases juridiques et durées", "", *_write_legal_bases(today)]
    nobody = ", ".join(f"`{table}`" for table in load_processing_declaration().nobody)
    lines += ["", "## Tables où rien ne concerne une personne", "", f"{nobody}."]
    return "\n".join(lines) + "\n"


def _write_legal_bases(today: date) -> Iterator[str]:
    """The base in force, and those that the program knows."""
    known, chosen = load_legal_bases(), find_legal_base()
    ended = "" if chosen.is_in_force(today) else f" Ce texte n'est plus en vigueur : {TO_FILL}"
    yield (
        f"Base retenue (`TOCSIN_LEGAL_BASE`) : {chosen.name['fr']}, {chosen.text['fr']} ; données identifiées gardées "
        f"{describe_months(chosen.months, 'fr')}.{ended}"
    )
    yield from ("", "| base | texte | en vigueur | données | durée | source |", "|---|---|---|---|---|---|")
    for base in known.bases.values():
        until = f"{base.until:%d/%m/%Y}" if base.until else "sans fin connue"
        for period in base.periods:
            length = describe_months(period.months, "fr") if period.months else f"non fixée : {TO_FILL}"
            yield (
                f"| {base.name['fr']} | {base.text['fr']} | {base.since:%d/%m/%Y} – {until} | "
                f"{known.categories[period.category]['fr']} | {length} | {period.source} |"
            )


def _write_activity(activity: ProcessingActivity) -> Iterator[str]:
    yield "| | |"
    yield "|---|---|"
    for name, said in (
        ("Finalité", activity.purpose),
        ("Base juridique", activity.basis),
        ("Personnes concernées", activity.people),
        ("Données", activity.data),
        ("Ce qui en est fait", activity.content),
        ("Destinataires", activity.recipients),
        (
            "Transferts hors de l'Union européenne",
            f"Aucun par le programme ; ceux de l'hébergeur : {TO_FILL}",
        ),
        ("Sécurité", "Voir l'analyse d'impact, partie 3"),
    ):
        yield f"| {name} | {said} |"
    yield from ("", "| où | ce qui y est | durée | protection |", "|---|---|---|---|")
    for row in list_kept_rows(activity):
        yield f"| `{row.place}` | {row.what} | {row.kept} | {row.protected} |"


def write_impact_assessment(operator: SiteOperator, today: date) -> str:
    """A draft of the impact assessment (article 35 of the GDPR), in the order of the method of the CNIL."""
    activities = load_processing_declaration().activities
    lines = [
        "# Analyse d'impact relative à la protection des données : projet",
        "",
        *_write_head(operator, today),
        "Projet, dans l'ordre de la méthode de la CNIL. Le programme dit ce qu'il fait ; la nécessité, la gravité et la "
        "vraisemblance se jugent chez vous.",
        "",
        "## 1. Le contexte",
        "",
        *(f"- **{one.name}.** {one.purpose}. {one.content}." for one in activities),
        "",
        f"Responsable de traitement : {operator.name or TO_FILL}. Sous-traitants (hébergeur, opérateur de SMS) : "
        f"{operator.host or TO_FILL}.",
        "",
        "## 2. Les principes fondamentaux",
        "",
        "| principe | ce que fait le programme | à juger |",
        "|---|---|---|",
        *(f"| Base juridique : {one.name} | {one.basis} | {TO_FILL} |" for one in activities),
        f"| Minimisation | Ce qui est gardé est dans le registre, table par table ; le reste n'est pas écrit | {TO_FILL} |",
        f"| Durée | Une nuit, ce qui est dû est effacé et la clé du jour détruite, avec une déclaration signée | {TO_FILL} |",
        f"| Information | Mentions légales du site ; les SMS disent qui écrit et pourquoi | {TO_FILL} |",
        f"| Accès, rectification, effacement | `tocsin rights`, et la page des droits d'une personne | {TO_FILL} |",
        "",
        "Qui peut ouvrir ou changer le dossier d'une personne :",
        "",
        "| action | dossier | rôles |",
        "|---|---|---|",
        *_write_permissions(),
        "",
        "## 3. Les risques",
        "",
        "Mesures en place :",
        "",
        *(f"- {measure}" for measure in SECURITY_MEASURES),
    ]
    for risk in RISKS:
        lines += [
            "",
            f"### {risk.name}",
            "",
            f"- Sources : {risk.sources}",
            f"- Effets pour les personnes : {risk.effects}",
            f"- Mesures : {risk.measures}",
            f"- Ce qui reste : {risk.remains}",
            f"- Gravité : {TO_FILL} · Vraisemblance : {TO_FILL}",
        ]
    officer = ", ".join(map(format_contact, operator.data_protection_contacts)) or TO_FILL
    lines += [
        "",
        "## 4. La validation",
        "",
        f"- Avis du délégué à la protection des données ({officer}) : {TO_FILL}",
        f"- Avis des personnes concernées ou de leurs représentants : {TO_FILL}",
        f"- Décision du responsable de traitement, date : {TO_FILL}",
    ]
    return "\n".join(lines) + "\n"


def _write_permissions() -> Iterator[str]:
    matrix = load_permission_matrix()
    for action in matrix.actions.values():
        if action.file != "none":
            roles = ", ".join(matrix.roles[role].fr for role in action.roles)
            yield f"| {action.fr} | {'lu' if action.file == 'reads' else 'changé'} | {roles} |"


def write_accessibility(operator: SiteOperator, today: date) -> str:
    """The grid of every criterion, from which the statement on the site is made."""
    audit: AccessibilityAudit = operator.audit
    contacts = operator.accessibility_contacts or operator.contacts
    lines = [
        f"# Accessibilité : grille du {audit.standard}",
        "",
        *_write_head(operator, today),
        f"{audit.rate} % des critères qui s'appliquent sont respectés : {audit.count('met')} conformes, "
        f"{audit.count('fails')} non conformes, {audit.count('none')} non applicables. Le site est "
        f"{_VERDICTS[operator.accessibility]}. Examen : {audit.auditor['fr']}, le {audit.day:%d/%m/%Y}. "
        f"{audit.means['fr'].strip()}",
        "",
        f"Pages : {', '.join(audit.pages)}. Signaler un obstacle : "
        f"{', '.join(map(format_contact, contacts)) or TO_FILL}.",
        "",
        "| critère | ce qu'il demande | état | constat |",
        "|---|---|---|---|",
        *(
            f"| {number} | {one.title['fr']} | {_STATUS[one.status]} | {one.found['fr']} |"
            for number, one in audit.criteria.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def _write_head(operator: SiteOperator, today: date) -> Iterator[str]:
    yield f"{operator.name or TO_FILL} · Tocsin {__version__} · établi le {today:%d/%m/%Y}"
    yield ""


DOCUMENTS: Final[dict[str, Callable[[SiteOperator, date], str]]] = {
    "registre.md": write_register,
    "analyse-d-impact.md": write_impact_assessment,
    "accessibilite.md": write_accessibility,
}
"""Name of a file -> what writes it."""
