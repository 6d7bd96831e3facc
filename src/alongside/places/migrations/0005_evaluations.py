import django.db.models.deletion
from django.db import migrations, models

from alongside.audit import guards
from alongside.places.guards import EVALUATIONS


def install(apps, editor):
    guards.install(editor.connection, EVALUATIONS)


def remove(apps, editor):
    guards.remove(editor.connection, EVALUATIONS)


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0004_problems'),
    ]

    operations = [
        migrations.AlterField(
            model_name='placerun',
            name='kind',
            field=models.CharField(choices=[('hot_spots', 'Hot spots'), ('comparison', 'Two periods compared'), ('near_repeats', 'Near repeats'), ('patrol_plan', 'Patrol plan'), ('ward_watch', 'Ward watch'), ('evaluation', 'Evaluation')], max_length=20),
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('question', models.CharField(choices=[('smaller', 'Is the problem smaller?'), ('cause', 'Did we cause it?')], max_length=10)),
                ('locked', models.JSONField(blank=True, help_text='The design as it was locked, where one was', null=True)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('sent_key', models.UUIDField(help_text='A form that was sent twice enters once', unique=True)),
                ('agency_code', models.CharField(max_length=40)),
                ('asked_by', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('plan', models.ForeignKey(blank=True, help_text='The evaluation that locked the design before it started', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_out', to='places.evaluation')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='places.placerun')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='EvaluationClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('definition', models.TextField()),
                ('definition_version', models.CharField(max_length=200)),
                ('area', models.CharField(max_length=300)),
                ('before_first', models.DateField()),
                ('before_last', models.DateField()),
                ('after_first', models.DateField()),
                ('after_last', models.DateField()),
                ('before', models.PositiveIntegerField()),
                ('after', models.PositiveIntegerField()),
                ('percent', models.FloatField(blank=True, null=True)),
                ('low', models.FloatField(blank=True, null=True)),
                ('high', models.FloatField(blank=True, null=True)),
                ('comparator', models.CharField(max_length=300)),
                ('comparator_before', models.PositiveIntegerField(blank=True, null=True)),
                ('comparator_after', models.PositiveIntegerField(blank=True, null=True)),
                ('source', models.TextField()),
                ('extracted', models.CharField(help_text='When the publisher took the extract, as the source tells it', max_length=300)),
                ('used_in', models.CharField(help_text='Where it will be said', max_length=300)),
                ('sent_key', models.UUIDField(unique=True)),
                ('agency_code', models.CharField(max_length=40)),
                ('stated_by', models.CharField(max_length=200)),
                ('stated_at', models.DateTimeField()),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='places.evaluation')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ClaimWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('agency_code', models.CharField(max_length=40)),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='places.evaluationclaim')),
            ],
        ),
        migrations.CreateModel(
            name='EvaluationRepeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_code', models.CharField(max_length=40)),
                ('asked_by', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='repeats', to='places.evaluation')),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='repeat_of', to='places.placerun')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='evaluationclaim',
            constraint=models.CheckConstraint(condition=models.Q(('percent', None), models.Q(('after__gte', 10), ('before__gte', 10), ('high__isnull', False), ('low__isnull', False)), _connector='OR'), name='claim_percentage_has_counts_and_interval'),
        ),
        migrations.AddConstraint(
            model_name='evaluationclaim',
            constraint=models.CheckConstraint(condition=models.Q(('before_first__lte', models.F('before_last')), ('before_last__lt', models.F('after_first')), ('after_first__lte', models.F('after_last'))), name='claim_periods_in_order'),
        ),
        migrations.AddConstraint(
            model_name='evaluationclaim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('definition', ''), _negated=True), models.Q(('area', ''), _negated=True), models.Q(('source', ''), _negated=True), models.Q(('comparator', ''), _negated=True), models.Q(('extracted', ''), _negated=True)), name='claim_is_whole'),
        ),
        migrations.RunPython(install, remove),
    ]
