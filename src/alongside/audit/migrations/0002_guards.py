from django.db import migrations

from alongside.audit.guarding import Guarded
from alongside.audit.guards import LOG


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        Guarded(LOG),
    ]
