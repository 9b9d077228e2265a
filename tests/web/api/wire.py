"""A client of the API without a network: what it sends and gets is checked against the WSGI standard."""

import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from wsgiref.validate import validator

from django.core.handlers.wsgi import WSGIHandler

from tocsin.web.api.middleware import ApiMiddleware
from tocsin.web.api.service import ApiService

SMS = {
    "channel": "sms",
    "sender": "AMELI",
    "received_at": "2024-05-02",
    "text": "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example",
}
NOON = datetime(2024, 5, 2, 10, 0, 5, tzinfo=UTC)


class Clock:
    """Stands still until it is told."""

    speed = 1.0

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Got:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    pieces: list[bytes] = field(default_factory=list)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.body.splitlines()]

    @property
    def kind(self) -> str:
        assert self.headers["Content-Type"] == "application/problem+json", (self.status, self.body)
        return str(self.json["kind"])


class ApiOnly(WSGIHandler):
    """Django with the middleware of the API alone, around a service of the test's own."""

    def __init__(self, service: ApiService) -> None:
        self.service = service
        super().__init__()

    def load_middleware(self, is_async: bool = False) -> None:
        self._middleware_chain = ApiMiddleware(no_page, self.service)


def no_page(request: Any) -> Any:
    raise AssertionError(f"{request.path} is no address of the API")


class Client:
    """Asks an API."""

    def __init__(self, service: ApiService, address: str = "192.0.2.7") -> None:
        self.service = service
        self.api = ApiOnly(service)
        self.address = address
        self.key = ""

    def get(self, path: str, **headers: str) -> Got:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, media: str = "application/json", **headers: str) -> Got:
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return self.ask("POST", path, body, CONTENT_TYPE=media, **headers)

    def check(self, body: Any = SMS, **headers: str) -> Got:
        return self.post("/api/v1/check", body, **headers)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: Any) -> Got:
        """Ask; ``headers`` are named as WSGI names them."""
        plain, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": plain.encode().decode("latin-1"),
            "QUERY_STRING": quote(query, safe="=&%+:"),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8080",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": self.address,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if self.key:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self.key}"
        environ |= {name: value for name, value in headers.items() if value is not None}
        environ = {name: value for name, value in environ.items() if value != ""} | {
            "SCRIPT_NAME": "", "QUERY_STRING": environ["QUERY_STRING"],
        }  # fmt: skip
        said: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said[:] = [int(status[:3]), dict(headers)]
            assert len(dict(headers)) == len(headers), "a header was given twice"
            return lambda _data: None

        answer = validator(self.api)(environ, start)
        try:
            pieces = list(answer)
        finally:
            answer.close()
        return Got(said[0], said[1], b"".join(pieces), pieces)
