from django.db import migrations

from alongside.audit import guards
from alongside.people.guards import EDGES


def install(apps, schema_editor):
    guards.install(schema_editor.connection, EDGES)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection, EDGES)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards"), ("people", "0001_initial")]
    operations = [
        migrations.RunPython(install, remove),
    ]
