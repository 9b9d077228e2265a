"""Every address of the API. Its name stands in the document, the metrics and the logs."""

from typing import Final

from django.urls import path

from tocsin.web.api.batch_check import check_batch
from tocsin.web.api.charters import compare_charter, list_charters, show_charter
from tocsin.web.api.code_verification import verify_code
from tocsin.web.api.fhir_intake import take_in_bundle
from tocsin.web.api.gateway_webhooks import receive_delivery_receipts, receive_inbound_sms
from tocsin.web.api.health import report_liveness, report_metrics, report_readiness
from tocsin.web.api.message_check import check_message
from tocsin.web.api.message_reports import report_message
from tocsin.web.api.number_lookup import look_up_number
from tocsin.web.api.openapi import lead_to_document, serve_document

urlpatterns: Final = [
    path("api/v1/check", check_message, name="check"),
    path("api/v1/check/batch", check_batch, name="batch"),
    path("api/v1/verify", verify_code, name="verify"),
    path("api/v1/reports", report_message, name="reports"),
    path("api/v1/numbers/<str:number>", look_up_number, name="number"),
    path("api/v1/charters", list_charters, name="charters"),
    path("api/v1/charter", show_charter, name="charter"),
    path("api/v1/charter/diff", compare_charter, name="diff"),
    path("api/v1/fhir", take_in_bundle, name="fhir"),
    path("api/v1/gateways/<str:account>/receipts", receive_delivery_receipts, name="receipts"),
    path("api/v1/gateways/<str:account>/messages", receive_inbound_sms, name="messages"),
    path("api/v1/openapi.json", serve_document, name="openapi"),
    path("api/", lead_to_document, name="page"),
    path("en/api/", lead_to_document, name="page"),
    path("healthz", report_liveness, name="healthz"),
    path("readyz", report_readiness, name="readyz"),
    path("metrics", report_metrics, name="metrics"),
]
