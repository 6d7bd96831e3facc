"""Mentors, their vetting, supervision and matches; ambassadors' roles. Steps are added, never changed."""

import django.db.models.deletion
from django.db import migrations, models

from alongside.audit.guarding import Guarded
from alongside.common.tables import CreateTables
from alongside.community.guards import MENTORING


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='Mentor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('dbs_needed', models.CharField(choices=[('basic', 'Basic'), ('standard', 'Standard'), ('enhanced', 'Enhanced'), ('barred', 'Enhanced, with the children’s barred list')], max_length=10)),
                ('most_matches', models.PositiveSmallIntegerField()),
                ('vetted_until', models.DateField(blank=True, null=True)),
                ('supervise_by', models.DateTimeField(blank=True, null=True)),
                ('agency_id', models.BigIntegerField()),
                ('agency_code', models.CharField(max_length=40)),
                ('sent_key', models.UUIDField(unique=True)),
                ('changes', models.PositiveIntegerField(default=1)),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('forgotten_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['agency_id', 'vetted_until'], name='community_mentor_vetting'), models.Index(fields=['agency_id', 'supervise_by'], name='community_mentor_supervise')],
            },
        ),
        migrations.CreateModel(
            name='AmbassadorRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('interest', models.CharField(choices=[('streets', 'Streets and buses'), ('schools', 'Schools'), ('girls', 'Safety of girls and women'), ('online', 'Life online'), ('police', 'Young people and police'), ('health', 'Health and feelings'), ('sport', 'Sport, music, arts')], max_length=8)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('supervisor', models.CharField(help_text='The adult of the agency who is there for the ambassador', max_length=120)),
                ('agency_id', models.BigIntegerField(db_index=True)),
                ('agency_code', models.CharField(max_length=40)),
                ('sent_key', models.UUIDField(unique=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='community_ambassador_has_a_term')],
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('young_reference', models.CharField(help_text="The provider's own number. Never a name", max_length=8)),
                ('age_band', models.CharField(choices=[('10-13', '10 to 13'), ('14-17', '14 to 17'), ('18-25', '18 to 25')], max_length=5)),
                ('themes', models.JSONField(default=list)),
                ('starts_on', models.DateField()),
                ('planned_end', models.DateField()),
                ('review_by', models.DateTimeField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, choices=[('planned', 'Ended as planned'), ('early', 'Ended early')], max_length=7)),
                ('agency_id', models.BigIntegerField()),
                ('agency_code', models.CharField(max_length=40)),
                ('sent_key', models.UUIDField(unique=True)),
                ('begun_at', models.DateTimeField(db_index=True)),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='community.mentor')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['agency_id', 'ended_on', 'planned_end'], name='community_match_endings'), models.Index(fields=['agency_id', 'ended_on', 'review_by'], name='community_match_reviews')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('agency_id', 'young_reference'), name='community_one_mentor_at_a_time'), models.CheckConstraint(condition=models.Q(('planned_end__gt', models.F('starts_on'))), name='community_match_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='MatchStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(choices=[('reviewed', 'Reviewed: it goes on as planned'), ('new_end', 'Reviewed: it ends on another day'), ('ended', 'It has ended')], max_length=8)),
                ('planned_end', models.DateField(help_text='As it stands after this step')),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('because', models.CharField(blank=True, choices=[('young_person', 'The young person did not want to go on'), ('mentor', 'The mentor could not go on'), ('moved', 'Somebody moved away'), ('no_fit', 'The two did not fit'), ('other_help', 'Other help fits better'), ('safety', 'It was not safe to go on')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('agency_code', models.CharField(max_length=40)),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='community.match')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField()),
                ('kind', models.CharField(choices=[('met', 'Met'), ('call', 'By call'), ('group', 'In a group of mentors')], max_length=6)),
                ('agency_code', models.CharField(max_length=40)),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervisions', to='community.mentor')),
            ],
            options={
                'ordering': ['-held_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('mentor', 'held_on'), name='community_supervised_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='VettingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_kind', models.CharField(choices=[('reference', 'References'), ('dbs', 'DBS certificate'), ('training', 'Training')], max_length=10)),
                ('state', models.CharField(choices=[('asked', 'Asked for'), ('passed', 'In order'), ('failed', 'Not accepted'), ('withdrawn', 'No longer in order')], max_length=10)),
                ('level', models.CharField(blank=True, choices=[('basic', 'Basic'), ('standard', 'Standard'), ('enhanced', 'Enhanced'), ('barred', 'Enhanced, with the children’s barred list')], max_length=10)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('renew_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('agency_code', models.CharField(max_length=40)),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='community.mentor')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
            ]
        ),
        Guarded(MENTORING),
    ]
