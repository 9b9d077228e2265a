"""The proxy and the alerts that an operator copies: true of the code, and taken by the programs."""

import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.docs.paper import ROOT, page
from tocsin.metrics.reach.metrics_snapshot import QueueCounts
from tocsin.web import middleware
from tocsin.web.api import fhir_intake, message_check
from tocsin.web.api.openapi import list_operations
from tocsin.web.api.worker_metrics import WorkerMetrics
from tocsin.web.incoming_body import BodyBounds

NGINX = (ROOT / "deploy/nginx/tocsin.conf").read_text(encoding="utf-8")
RULES = ROOT / "deploy/prometheus/tocsin.rules.yaml"
ALERTS = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"][0]["rules"]
GUIDE = page("operate/deploy.md")


# ---- the proxy


def size(place: str) -> int:
    """The bytes that may be sent to a place."""
    block = NGINX if place == "/" else NGINX.split(f"location = {place} {{")[1].split("}")[0]
    return int(re.search(r"client_max_body_size (\d+)m;", block)[1]) * 1_000_000


def test_the_proxy_lets_through_what_the_site_takes():
    assert middleware.MOST <= size("/") < BodyBounds().held
    assert size("/api/v1/check") >= message_check.MOST
    assert size("/api/v1/fhir") >= fhir_intake.MOST


def test_every_place_of_its_own_is_an_address_that_there_is():
    places = set(re.findall(r"location = (\S+) ", NGINX))
    assert places <= {path for path, _, _ in list_operations()}


def test_nothing_that_people_send_or_look_up_is_written_down():
    """As the site itself, which keeps nothing: a body that is too large for memory would go to a file."""
    for block in re.findall(r"\{[^{}]*\}", NGINX):
        limit = re.search(r"client_max_body_size (\d+m);", block)
        if limit:
            assert f"client_body_buffer_size {limit[1]};" in block
    assert "client_max_body_size 11m;" in NGINX
    assert "client_body_buffer_size 11m;" in NGINX
    assert "access_log off;" in NGINX
    assert "proxy_max_temp_file_size 0;" in NGINX


def test_the_site_is_told_who_asks_and_how():
    for line in ("Host $host", "X-Forwarded-For $proxy_add_x_forwarded_for", "X-Forwarded-Proto https"):
        assert f"proxy_set_header {line};" in NGINX
    assert "TOCSIN_API_PROXIES=1" in NGINX


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_it(tmp_path):
    certified(tmp_path)
    paths = " ".join(f"{name}_temp_path {tmp_path}/{name};" for name in TEMPORARY)
    (tmp_path / "site.conf").write_text(NGINX.replace("/etc/tocsin/tls", str(tmp_path)))
    whole = f"access_log off; {paths} include {tmp_path}/site.conf;"
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {whole} }}"
    )
    done = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False
    )
    assert "test is successful" in done.stderr, done.stderr


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def certified(folder: Path) -> None:
    """A key, and a certificate that nobody should believe."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "verifier.example")])
    now = datetime.now(UTC)
    found = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(found.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


# ---- the alerts


def metrics() -> set[str]:
    """Every metric that the site gives."""
    figures = (ROOT / "src/tocsin/web/api/health.py").read_text(encoding="utf-8")
    found = set(re.findall(r'"(tocsin_\w+)"', figures)) | {"up"}
    for metric in WorkerMetrics()._registry.collect():
        found.add(metric.name + ("_total" if metric.type == "counter" else ""))
    return found


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_is_about_figures_that_there_are_and_says_what_to_do(rule):
    expression = rule["expr"]
    named = set(re.findall(r"\b(tocsin_\w+|up)\{", expression))
    assert named
    assert named <= metrics()
    assert expression.count("(") == expression.count(")")
    assert re.fullmatch(r"\d+[mh]", rule["for"])
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"]
    place, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert place == "docs/operate/deploy.md"
    headings = {found.lower() for found in re.findall(r"^### (\w+)$", GUIDE, re.M)}
    assert anchor in headings, f"the guide does not say what to do about {rule['alert']}"


def test_the_guide_speaks_of_no_alert_that_there_is_not():
    assert set(re.findall(r"^### (Tocsin\w+)$", GUIDE, re.M)) == {rule["alert"] for rule in ALERTS}


def test_labels_of_an_alert_are_those_that_a_figure_has():
    from tocsin.web.api import health

    text = " ".join(rule["expr"] for rule in ALERTS)
    assert set(re.findall(r'level="(\w+)"', text)) <= set(health._LEVELS)
    assert set(re.findall(r'state="(\w+)"', text)) <= set(health._STATES)
    assert set(re.findall(r'\bkind="(\w+)"', text)) <= {"engine", "gateway", "chores", "case", "contact"}
    assert {"inbox", "inbox_age", "quarantine"} <= set(QueueCounts.__struct_fields__)


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed")
def test_prometheus_takes_them():
    for what in (["rules", str(RULES)], ["config", "--syntax-only", str(RULES.with_name("prometheus.yaml"))]):
        done = subprocess.run(["promtool", "check", *what], capture_output=True, text=True, check=False)
        assert not done.returncode, done.stdout + done.stderr


# ---- the guide


def test_commands_of_the_guide_are_understood():
    from tests.docs.paper import blocks
    from tocsin.cli.command_parser import build_parser

    found = [
        shlex.split(words.partition("#")[0])
        for _, kind, body in blocks(GUIDE)
        if kind in ("sh", "console")
        for words in re.findall(r"^(?:\$ )?sudo tocsin ([a-z].*)$", body, re.M)
    ]
    found += [shlex.split(words) for words in re.findall(r"`sudo tocsin ([^`]+)`", GUIDE)]
    assert {words[0] for words in found} == {"keys", "db", "deploy"}
    assert len(found) >= 7
    for words in found:
        assert build_parser(words[0]).parse_args(words).command == words[0]


def test_every_unit_is_in_the_guide():
    from tests.deploy.units import SERVICES

    assert {unit.stem.partition("@")[0] for unit in SERVICES} == set(
        re.findall(r"^\| `(tocsin-[\w-]+)(?:@\w+)?` \|", GUIDE, re.M)
    )


def test_every_credential_of_a_unit_is_in_the_guide():
    from tests.deploy.units import SERVICES, whole

    lines = [line for unit in SERVICES for line in whole(unit)["Service.LoadCredential"]]
    files = {line.rpartition("/")[2].replace("%i", "38663") for line in lines}
    assert files == set(re.findall(r"^\| `([A-Z][\w-]+)` \|", GUIDE, re.M))
