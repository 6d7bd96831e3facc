from django.db import migrations

from alongside.audit.guarding import Guarded
from alongside.people.guards import EDGES


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards"), ("people", "0001_initial")]
    operations = [
        Guarded(EDGES),
    ]
