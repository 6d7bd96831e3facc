from django.db import migrations, models


class Migration(migrations.Migration):
    """Choices alone: what is read in the meeting only stands in the minutes of the agency that said it."""

    dependencies = [
        ('support', '0018_national_rows_taken_out'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contribution',
            name='release',
            field=models.CharField(choices=[('invited', 'All agencies invited to this case, and their minutes'), ('in_room', 'Read in the meeting only: in no minutes but our own'), ('chair', 'The chair, and the agency that works the case, only')], max_length=12),
        ),
    ]
