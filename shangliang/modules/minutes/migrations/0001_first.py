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
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('model', models.CharField(max_length=120, verbose_name='模型')),
                ('host', models.CharField(max_length=200)),
                ('prompt', models.TextField()),
                ('prompt_sha256', models.CharField(max_length=64)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('answer_sha256', models.CharField(blank=True, max_length=64)),
                ('sentences', models.JSONField(default=list)),
                ('failed', models.CharField(blank=True, max_length=300)),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.gathering')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('gathering',), name='one_draft_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
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
                ('title', models.CharField(max_length=140, verbose_name='名称')),
                ('gathering', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='gatherings.gathering')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['root', 'state', '-id'], name='minutes_list')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('section', models.CharField(choices=[('attendance', '到会情况'), ('visit', '会前调研'), ('agenda', '议程'), ('speech', '发言'), ('opinion', '意见和答复'), ('poll', '表决'), ('consensus', '共识事项'), ('open', '还没有着落的事'), ('added', '补记')], max_length=12)),
                ('order', models.PositiveIntegerField()),
                ('group', models.CharField(blank=True, max_length=200)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(verbose_name='内容')),
                ('record', models.TextField(blank=True)),
                ('fresh', models.TextField(blank=True)),
                ('gone', models.BooleanField(default=False)),
                ('edited', models.BooleanField(default=False)),
                ('inside', models.BooleanField(default=False, verbose_name='不公开')),
                ('link', models.CharField(blank=True, max_length=200)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('sources', models.JSONField(default=list)),
                ('consensus', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.consensus')),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='minutes.draft')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('opinion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.opinion')),
                ('speaker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.participant')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='minutes.minutes')),
            ],
            options={
                'ordering': ['order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('minutes', 'key'), name='minutes_item_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='minutes_item_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Signing',
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
                ('title', models.CharField(max_length=300)),
                ('how', models.CharField(blank=True, max_length=300, verbose_name='怎么核对的')),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signings', to='minutes.minutes')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('speaker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.participant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('chair__isnull', False), ('office', None), ('speaker', None)), models.Q(('chair', None), ('office', None), ('speaker__isnull', False)), models.Q(('chair', None), ('office__isnull', False), ('speaker', None)), _connector='OR'), name='signing_is_asked_of_one'), models.UniqueConstraint(condition=models.Q(('chair__isnull', False)), fields=('minutes', 'chair'), name='signing_chair_once'), models.UniqueConstraint(condition=models.Q(('speaker__isnull', False)), fields=('minutes', 'speaker'), name='signing_speaker_once'), models.UniqueConstraint(condition=models.Q(('office__isnull', False)), fields=('minutes', 'office'), name='signing_office_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'excused'), _negated=True), models.Q(('how', ''), _negated=True), _connector='OR'), name='signing_excused_says_how')],
            },
        ),
        migrations.CreateModel(
            name='Treatment',
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
                ('told', models.TextField(blank=True, verbose_name='怎么处理')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='treatments', to='minutes.minutes')),
                ('opinion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='treatment', to='gatherings.opinion')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'ordering': ['opinion_id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['adopted', 'partly', 'declined']), _negated=True), models.Q(('told', ''), _negated=True), _connector='OR'), name='treatment_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Unsourced',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='为什么没有意见作依据')),
                ('at', models.DateTimeField()),
                ('consensus', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='unsourced', to='gatherings.consensus')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='unsourced_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('agrees', models.BooleanField()),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('void_at', models.DateTimeField(blank=True, null=True)),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='minutes.item')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='minutes.signing')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('void_at', None)), fields=('signing', 'item'), name='one_live_verdict'), models.CheckConstraint(condition=models.Q(('agrees', True), models.Q(('words', ''), _negated=True), _connector='OR'), name='objection_has_words'), models.CheckConstraint(condition=models.Q(('kept_at', None), models.Q(('answer', ''), _negated=True), _connector='OR'), name='kept_objection_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('why', models.CharField(choices=[('assembled', '按记录汇编'), ('edited', '改动一条'), ('added', '补记一条'), ('removed', '删去一条'), ('taken', '采用机器起草的句子'), ('kept', '载明异议'), ('settled', '定稿')], max_length=10)),
                ('content', models.JSONField()),
                ('summary', models.JSONField(default=dict)),
                ('sha256', models.CharField(max_length=64)),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='minutes.minutes')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('minutes', 'number'), name='minutes_version_number')],
            },
        ),
    ]
