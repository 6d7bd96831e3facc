from django.db import migrations, models


class Migration(migrations.Migration):
    """Choices alone: a row of a national referral that was written by mistake is taken out by one that says so."""

    dependencies = [
        ('support', '0017_notices_by_status'),
    ]

    operations = [
        migrations.AlterField(
            model_name='nationalreferralstep',
            name='kind',
            field=models.CharField(choices=[('opened', 'The duty to refer was seen'), ('sent', 'The referral was sent'), ('notified', 'The Home Office was notified, without a name'), ('reasonable_yes', 'Reasonable grounds decision: positive'), ('reasonable_no', 'Reasonable grounds decision: negative'), ('conclusive_yes', 'Conclusive grounds decision: positive'), ('conclusive_no', 'Conclusive grounds decision: negative'), ('asked_again', 'Asked for the decision to be looked at again'), ('not_asked', 'Decided not to ask for it to be looked at again'), ('guardian_asked', 'A child trafficking guardian was asked for'), ('guardian_given', 'A child trafficking guardian was given'), ('guardian_none', 'No child trafficking guardian was given'), ('withdrawn', 'The referral was withdrawn'), ('not_so', 'This did not happen: it was written by mistake')], max_length=20),
        ),
    ]
