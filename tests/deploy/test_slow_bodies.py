"""Slow clients, and the site as it is deployed: Debian's nginx with our configuration, two workers behind."""

import re
import socket
import ssl
import subprocess
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from tests.debian_packages import require_program
from tests.free_ports import find_free_port
from tests.web.conftest import running
from tocsin.web.api import batch_check

from .test_files import NGINX, TEMPORARY, certified

NAME = "verifier.example"
ANYBODY = ssl._create_unverified_context()


@pytest.fixture(scope="module")
def nginx():
    return require_program("nginx", "nginx-light")


@contextmanager
def proxied(command, folder, site):
    """Our configuration before a site, on a port of its own: that port."""
    certified(folder)
    port, plain = find_free_port(), find_free_port()
    text = NGINX.replace("/etc/tocsin/tls", str(folder))
    text = re.sub(r"listen \[::\]:\d+( ssl)?;", "", text)
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = re.sub(r"server 10\.0\.0\.11:8080", f"server {site}", text)
    text = re.sub(r".*server 10\.0\.0\.12:8080.*\n", "", text)
    (folder / "site.conf").write_text(text)
    paths = " ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/error; events {{}}"
        f" http {{ access_log off; {paths} include {folder}/site.conf; }}"
    )
    begin = [command, "-c", str(folder / "nginx.conf")]
    subprocess.run(begin, check=True, capture_output=True)  # it listens when this returns
    try:
        yield port
    finally:
        subprocess.run([*begin, "-s", "stop"], check=True, capture_output=True)


def test_who_sends_slowly_through_the_proxy_keeps_nobody_waiting(nginx, tmp_path):
    with (
        running("--workers", "2", TOCSIN_SITE_HOSTS=NAME, TOCSIN_API_PROXIES="1") as (address, _),
        proxied(nginx, tmp_path, urlsplit(address).netloc) as port,
        ExitStack() as lines,
    ):
        slow = []
        for path, media, begun in (
            ("/en/", "application/x-www-form-urlencoded", b"text=A"),
            ("/api/v1/check/batch", "application/x-ndjson", b'{"te'),
            ("/api/v1/check/batch", "application/x-ndjson", b"a" * (batch_check.WHOLE + 1)),
        ):
            for _ in range(4):
                line = ANYBODY.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=120))
                lines.enter_context(line)
                head = f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: {media}\r\n"
                line.sendall(f"{head}Content-Length: 9000000\r\n\r\n".encode() + begun)
                slow.append(line)
        assert all_are_served(port, address)
        told = [line.recv(12) for line in slow]  # each is told, or its line ends
        assert set(told[:4]) <= {b"", b"HTTP/1.1 408"}
        assert set(told[4:8]) <= {b"HTTP/1.1 408", b"HTTP/1.1 429"}
        assert set(told[8:]) <= {b"HTTP/1.1 200", b"HTTP/1.1 429"}
        assert all_are_served(port, address)


def all_are_served(port, address):
    """Whether a page comes through the proxy, and each worker answers more than it has threads."""

    def ask(where):
        request = urllib.request.Request(where, headers={"Host": NAME})
        with urllib.request.urlopen(request, timeout=60, context=ANYBODY) as got:
            return got.status

    where = [f"https://127.0.0.1:{port}/en/"] * 4 + [f"{address}/healthz"] * 100
    with ThreadPoolExecutor(8) as pool:
        return set(pool.map(ask, where)) == {200}
