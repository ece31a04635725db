import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('topics', '0001_first'), ('topics', '0002_first')]

    initial = True

    dependencies = [
        ('handling', '0001_whole'),
        ('org', '0001_whole'),
        ('people', '__first__'),
        ('voices', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heads', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='voices.voice')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clusters', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', '-heads'], name='cluster_board')],
            },
        ),
        migrations.CreateModel(
            name='ClusterVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='topics.cluster')),
                ('voice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='cluster_link', to='voices.voice')),
            ],
        ),
        migrations.CreateModel(
            name='Grouped',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='org.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permille', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='org.field')),
                ('voice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='suggestion', to='voices.voice')),
            ],
        ),
        migrations.CreateModel(
            name='Topic',
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
                ('number', models.CharField(blank=True, max_length=40, verbose_name='编号')),
                ('title', models.CharField(max_length=120, verbose_name='议题')),
                ('summary', models.TextField(verbose_name='基本情况')),
                ('origin', models.CharField(choices=[('pointed', '党政点题'), ('recommended', '委员荐题'), ('raised', '群众出题'), ('department', '部门出题'), ('looked_back', '再商量')], max_length=12, verbose_name='来源')),
                ('decline_reason', models.CharField(blank=True, choices=[('done', '已在办理或已解决'), ('not_competent', '不属本级职权'), ('not_feasible', '条件尚不具备'), ('narrow', '涉及面过窄，宜个案处理'), ('litigation', '已进入法律程序'), ('vague', '内容不具体')], max_length=16)),
                ('heads', models.PositiveIntegerField(default=0, verbose_name='反映人数')),
                ('voice_count', models.PositiveIntegerField(default=0, verbose_name='来声数')),
                ('score', models.PositiveSmallIntegerField(default=0, verbose_name='评分')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('dispatch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passed_topics', to='handling.dispatch')),
                ('field', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='org.field')),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='topics.topic')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='topics.topic')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['root', 'state', '-id'], name='topic_board'), models.Index(fields=['root', '-id'], name='topic_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='merged_has_target'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'not_taken'), _negated=True), models.Q(('decline_reason', ''), _negated=True), _connector='OR'), name='topic_not_taken_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'passed_on'), _negated=True), ('dispatch__isnull', False), _connector='OR'), name='passed_has_dispatch'), models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('unit', 'number'), name='topic_number')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scale', models.CharField(choices=[('doable', '好议 · 可为 · 能成'), ('needed', '党政所需 · 群众所盼 · 政协所能')], max_length=8)),
                ('first', models.PositiveSmallIntegerField()),
                ('second', models.PositiveSmallIntegerField()),
                ('third', models.PositiveSmallIntegerField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='topics.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'person', 'scale'), name='score_once'), models.CheckConstraint(condition=models.Q(('first__lte', 5), ('second__lte', 5), ('third__lte', 5)), name='score_range')],
            },
        ),
        migrations.CreateModel(
            name='TopicVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_at', models.DateTimeField()),
                ('by_merge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.topic')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='topics.topic')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topic_links', to='voices.voice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'voice'), name='topic_voice_once')],
            },
        ),
    ]
