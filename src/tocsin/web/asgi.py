"""The site as the server calls it: bodies taken in first, then pages and API on threads."""

from django.conf import settings

from tocsin.web.api import batch_check
from tocsin.web.request_buffering import BufferingServer
from tocsin.web.site_server import THREADS
from tocsin.web.wsgi import application as on_threads  # first: it makes Django ready

BATCH = "/api/v1/check/batch"
"""Answered while it is sent, however long it is."""

application = BufferingServer(
    on_threads, threads=THREADS, proxies=settings.SITE_PROXIES, streamed={BATCH: batch_check.WHOLE}
)
