"""The tables and columns as the migrations make them: the one list that there is."""

from functools import cache
from typing import Any

from django.db.migrations.loader import MigrationLoader

from tocsin.store.schema import list_code_migrations


@cache
def list_migrated_tables(room: str = "") -> dict[str, Any]:
    """Table -> its model as of the last migration; of one room (``tracing``, ``api``...), or of all."""
    list_code_migrations()  # sets Django up
    found = MigrationLoader(None).project_state().apps.get_models()
    return {model._meta.db_table: model for model in found if room in ("", model._meta.app_label)}


def list_binary_columns() -> set[tuple[str, str]]:
    """Table and column, of all that hold bytes."""
    return {
        (table, field.column)
        for table, model in list_migrated_tables("tracing").items()
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "BinaryField"
    }
