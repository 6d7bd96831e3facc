import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from alongside.audit.guarding import Guarded
from alongside.partners.guards import REASONS


class Migration(migrations.Migration):
    """Typed reasons stand with what they are of. Rows of the log that hold some already stay as they are."""

    dependencies = [
        ('partners', '0004_roles_of_operations'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='withdrawn_because',
            field=models.CharField(blank=True, help_text='Kept here and not in the log', max_length=300),
        ),
        migrations.AddField(
            model_name='agreement',
            name='withdrawn_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.CreateModel(
            name='AccountReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('because', models.CharField(max_length=200)),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='account_reasons', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        Guarded(REASONS),
    ]
