import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('gatherings', '0001_whole'),
        ('kernel', '0001_first'),
        ('org', '0001_whole'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Kit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('taken_at', models.DateTimeField(verbose_name='带下去的时间')),
                ('valid_until', models.DateTimeField(verbose_name='有效到')),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='最近一次送回')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kits', to='gatherings.gathering')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['taken_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('taken_at'))), name='kit_valid_for_a_while')],
            },
        ),
        migrations.CreateModel(
            name='Carried',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('phone', models.CharField(blank=True, max_length=64)),
                ('kind', models.CharField(choices=[('start', '开会'), ('part', '进入议程'), ('person', '加人'), ('sign_in', '签到'), ('opinion', '意见'), ('correct', '更正意见'), ('hands', '举手表决'), ('photo', '照片')], max_length=10)),
                ('sha256', models.CharField(max_length=64)),
                ('noted_at', models.DateTimeField()),
                ('device_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField()),
                ('words', models.CharField(max_length=300)),
                ('made', models.JSONField(default=dict)),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='gatherings.gathering')),
                ('kit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='kits.kit')),
            ],
            options={
                'ordering': ['arrived_at', 'noted_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kit__isnull', False), ('phone', '')), models.Q(('kit__isnull', True), models.Q(('phone', ''), _negated=True)), _connector='OR'), name='carried_from_somewhere'), models.CheckConstraint(condition=models.Q(('noted_at__lte', models.F('arrived_at'))), name='carried_noted_first')],
            },
        ),
        migrations.CreateModel(
            name='Matter',
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
                ('title', models.CharField(max_length=160, verbose_name='内容')),
                ('content', models.JSONField()),
                ('reason', models.CharField(max_length=300, verbose_name='为什么没有直接记入')),
                ('carried', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='matter', to='kits.carried')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carried_matters', to='gatherings.gathering')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carried_matters', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['root', 'state', '-id'], name='matter_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='matter_says_why')],
            },
        ),
    ]
