"""Rows guarded against change, as a step of a migration."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from alongside.audit import guards


class Guarded(Operation):
    """The triggers of these guards. No model is asked: where functions are run, Django draws all of them for it."""

    reduces_to_sql = False

    def __init__(self, *kept: guards.Guard) -> None:
        self.kept = kept

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, list(self.kept), {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are nothing that a model shows."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for guard in self.kept:
            guards.install(schema_editor.connection, guard)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for guard in self.kept:
            guards.remove(schema_editor.connection, guard)

    def describe(self) -> str:
        return f"Guard {', '.join(table for guard in self.kept for table in guard.refused)} against change"
