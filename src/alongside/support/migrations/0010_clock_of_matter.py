from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0009_openings")]
    operations = [
        migrations.AddIndex(
            model_name="clockrun",
            index=models.Index(fields=["matter"], name="clock_of_matter"),
        ),
    ]
