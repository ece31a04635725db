import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('gatherings', '0001_whole'),
        ('org', '0001_whole'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='RemoteSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('root', models.CharField(db_index=True, editable=False, max_length=4)),
                ('state', models.CharField(editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('entered_at', models.DateTimeField(editable=False)),
                ('due_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('clock_of', models.CharField(blank=True, editable=False, max_length=40)),
                ('clock_from', models.DateTimeField(blank=True, editable=False, null=True)),
                ('clock_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('clock_step', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('dial_in', models.TextField(max_length=1000, verbose_name='没有视频时怎么接入')),
                ('recorded', models.BooleanField(default=False, verbose_name='要录音录像')),
                ('recording', models.CharField(blank=True, max_length=300, verbose_name='录音录像存放在哪里')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remote_sessions', to='gatherings.gathering')),
                ('recording_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remote_sessions', to='org.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'open'])), fields=('gathering',), name='remote_session_one_at_a_time'), models.CheckConstraint(condition=models.Q(('recording', ''), ('recorded', True), _connector='OR'), name='remote_recording_was_announced'), models.CheckConstraint(condition=models.Q(('recording', ''), ('recording_by__isnull', False), _connector='OR'), name='remote_recording_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('says', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='remote.remotesession')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['session', 'person', '-id'], name='remote_consent_last')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='remote.remotesession')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='remote_attendance_once')],
            },
        ),
    ]
