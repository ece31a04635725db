import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('gatherings', '0001_first'), ('gatherings', '0002_first'), ('gatherings', '0003_first'), ('gatherings', '0004_moving_code'), ('gatherings', '0005_excused')]

    initial = True

    dependencies = [
        ('kernel', '0001_first'),
        ('org', '0001_whole'),
        ('people', '__first__'),
        ('plans', '0001_whole'),
        ('topics', '0001_whole'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gathering',
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
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('type', models.CharField(choices=[('plenary', '全体会议协商'), ('standing_thematic', '专题议政性常委会会议'), ('thematic', '专题协商会'), ('monthly', '月度协商座谈会'), ('counterpart', '对口协商'), ('sector', '界别协商'), ('proposal_handling', '提案办理协商'), ('remote', '远程协商'), ('local', '镇街属地协商'), ('micro', '微协商'), ('onsite', '现场协商'), ('briefing', '政情通报会'), ('group_suggestion', '分组讨论建议答复')], max_length=20, verbose_name='类型')),
                ('template', models.SlugField(max_length=40, verbose_name='流程模板')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='地点')),
                ('online', models.URLField(blank=True, max_length=300, verbose_name='线上会场')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='开始')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='结束')),
                ('open_to_public', models.BooleanField(default=True, verbose_name='公开')),
                ('sign_in_code', models.CharField(max_length=12, unique=True)),
                ('moving_code', models.BooleanField(default=False, verbose_name='签到码每 30 秒换一次')),
                ('minutes', models.TextField(blank=True, verbose_name='纪要')),
                ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.brand')),
                ('convener', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='convened', to=settings.AUTH_USER_MODEL)),
                ('minutes_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='plans.planitem')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='topics.topic')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['root', 'state', 'starts_at'], name='gathering_board'), models.Index(fields=['unit', '-starts_at'], name='gathering_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='gathering_forwards'), models.CheckConstraint(condition=models.Q(('state__in', ['preparing', 'cancelled']), models.Q(('convener__isnull', False), ('starts_at__isnull', False)), _connector='OR'), name='noticed_has_time'), models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('unit', 'number'), name='gathering_number')],
            },
        ),
        migrations.CreateModel(
            name='Agenda',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('part', models.CharField(choices=[('report', '通报'), ('question', '提问'), ('answer', '解答'), ('speech', '发言'), ('vote', '表决'), ('other', '其他')], max_length=10, verbose_name='环节')),
                ('title', models.CharField(max_length=160, verbose_name='内容')),
                ('minutes', models.PositiveSmallIntegerField(default=10, verbose_name='分钟')),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='gatherings.gathering')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('gathering', 'order'), name='agenda_order')],
            },
        ),
        migrations.CreateModel(
            name='Light',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('theme', '一个主题'), ('consultation', '一次协商活动'), ('problem', '解决一个问题'), ('case', '一个典型案例'), ('media', '一次媒体报道')], max_length=14)),
                ('evidence', models.TextField(verbose_name='佐证')),
                ('at', models.DateTimeField()),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lights', to='gatherings.gathering')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('gathering', 'kind'), name='light_once'), models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='light_has_evidence')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('background', '背景材料'), ('research', '调研材料'), ('speech', '发言稿'), ('photo', '照片'), ('recording', '录音录像'), ('other', '其他')], max_length=12, verbose_name='类别')),
                ('title', models.CharField(max_length=160, verbose_name='名称')),
                ('link', models.URLField(blank=True, max_length=300, verbose_name='链接')),
                ('at', models.DateTimeField()),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='gatherings.gathering')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('link', '')), models.Q(('file__isnull', True), models.Q(('link', ''), _negated=True)), _connector='OR'), name='material_is_something')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('standing', models.CharField(blank=True, max_length=120, verbose_name='单位职务')),
                ('capacity', models.CharField(choices=[('leader', '党政领导'), ('head', '部门负责人'), ('member', '政协委员'), ('expert', '专家学者'), ('grassroots', '基层群众代表'), ('stakeholder', '利益相关方'), ('think_tank', '人才智力库'), ('legal', '法律服务团')], max_length=12, verbose_name='身份')),
                ('signed_in_at', models.DateTimeField(blank=True, null=True, verbose_name='签到')),
                ('signed_how', models.CharField(blank=True, max_length=10)),
                ('excused_at', models.DateTimeField(blank=True, null=True, verbose_name='请假')),
                ('excuse', models.CharField(blank=True, max_length=200, verbose_name='请假事由')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='gatherings.gathering')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attended', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('gathering', 'person'), name='participant_once'), models.UniqueConstraint(condition=models.Q(('person__isnull', True)), fields=('gathering', 'capacity', 'name', 'standing'), name='participant_named_once'), models.CheckConstraint(condition=models.Q(('signed_in_at__isnull', True), models.Q(('signed_how', ''), _negated=True), _connector='OR'), name='signed_says_how'), models.CheckConstraint(condition=models.Q(('excused_at__isnull', True), models.Q(('excuse', ''), _negated=True), _connector='OR'), name='excused_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='意见')),
                ('at', models.DateTimeField()),
                ('token', models.CharField(max_length=40)),
                ('agenda', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='opinions', to='gatherings.agenda')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='gatherings.gathering')),
                ('replies_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='gatherings.opinion')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='gatherings.participant')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('gathering', 'token'), name='opinion_once')],
            },
        ),
        migrations.CreateModel(
            name='Consensus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='共识')),
                ('due_on', models.DateField(verbose_name='时限')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='责任单位')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consensus', to='gatherings.gathering')),
                ('opinions', models.ManyToManyField(blank=True, related_name='consensus', to='gatherings.opinion')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('phase', models.CharField(max_length=20, verbose_name='阶段')),
                ('label', models.CharField(max_length=60, verbose_name='步骤')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='gatherings.gathering')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('gathering', 'order'), name='step_order')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日期')),
                ('place', models.CharField(max_length=120, verbose_name='地点')),
                ('notes', models.TextField(verbose_name='调研情况')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='gatherings.gathering')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['on', 'id'],
            },
        ),
    ]
