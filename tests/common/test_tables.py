"""Tables made together are the tables made one by one, there and back."""

from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from alongside.common.tables import CreateTables

APP = "common_tables"
ID = ("id", models.BigAutoField(primary_key=True))
STREET = migrations.CreateModel("Street", [ID, ("name", models.CharField(max_length=20, unique=True))])
HOUSE = migrations.CreateModel(
    "House", [ID, ("street", models.ForeignKey(to=f"{APP}.street", on_delete=models.CASCADE))]
)  # fmt: skip
NAMES = {f"{APP}_street", f"{APP}_house"}


def after(*operations):
    state = ProjectState()
    for operation in operations:
        operation.state_forwards(APP, state)
    return state


def test_the_models_are_those_of_one_by_one():
    assert after(CreateTables([STREET, HOUSE])) == after(STREET, HOUSE)


def test_a_drawing_made_before_is_not_kept():
    state = ProjectState()
    assert not state.apps.get_models()
    CreateTables([STREET, HOUSE]).state_forwards(APP, state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Street", "House"}


def test_the_tables_come_and_go(transactional_db):
    together, state = CreateTables([STREET, HOUSE]), after(STREET, HOUSE)
    with connection.schema_editor() as editor:
        together.database_forwards(APP, editor, ProjectState(), state)
    assert set(connection.introspection.table_names()) >= NAMES
    with connection.schema_editor() as editor:
        together.database_backwards(APP, editor, state, ProjectState())
    assert not set(connection.introspection.table_names()) & NAMES
