import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('deliberation', '0001_whole'),
        ('gatherings', '0001_whole'),
        ('org', '0001_whole'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Floor',
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
                ('alternate', models.BooleanField(default=False, verbose_name='各方轮流发言')),
                ('minutes', models.PositiveSmallIntegerField(default=5, verbose_name='每人几分钟')),
                ('screened', models.BooleanField(default=False, verbose_name='提问先看后展示')),
                ('shows', models.CharField(choices=[('agenda', '议程'), ('speakers', '发言'), ('questions', '提问'), ('poll', '表决'), ('material', '材料'), ('code', '签到码'), ('captions', '字幕')], default='agenda', max_length=10, verbose_name='大屏幕')),
                ('page', models.PositiveSmallIntegerField(default=1, verbose_name='第几页')),
                ('gathering', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='floor', to='gatherings.gathering')),
                ('material', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.material')),
                ('poll', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deliberation.poll')),
                ('stenographer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='速记员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('shows', 'poll'), _negated=True), ('poll__isnull', False), _connector='OR'), models.Q(models.Q(('shows', 'material'), _negated=True), ('material__isnull', False), _connector='OR')), name='floor_screen_has_matter'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 60), ('page__gte', 1)), name='floor_minutes')],
            },
        ),
        migrations.CreateModel(
            name='Caption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='字幕')),
                ('at', models.DateTimeField()),
                ('token', models.CharField(max_length=40)),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='floor.caption')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('floor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='captions', to='floor.floor')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('floor', 'token'), name='caption_once')],
            },
        ),
        migrations.CreateModel(
            name='LiveQuestion',
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
                ('number', models.PositiveSmallIntegerField(verbose_name='编号')),
                ('text', models.CharField(max_length=200, verbose_name='问题')),
                ('at', models.DateTimeField()),
                ('token', models.CharField(max_length=40)),
                ('told', models.CharField(blank=True, max_length=300, verbose_name='不展示的理由')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('reply', models.TextField(blank=True, verbose_name='答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.participant', verbose_name='由谁回答')),
                ('answerer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='会后由谁答复')),
                ('floor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='floor.floor')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='gatherings.participant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['floor', 'state'], name='live_question_list')],
                'constraints': [models.UniqueConstraint(fields=('floor', 'number'), name='live_question_number'), models.UniqueConstraint(fields=('floor', 'token'), name='live_question_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'hidden'), _negated=True), models.Q(('told', ''), _negated=True), _connector='OR'), name='hidden_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='answered_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['handed', 'replied']), _negated=True), models.Q(('answerer__isnull', False), ('due_on__isnull', False)), _connector='OR'), name='handed_to_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'replied'), _negated=True), models.Q(models.Q(('reply', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='replied_says_what')],
            },
        ),
        migrations.CreateModel(
            name='Speech',
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
                ('kind', models.CharField(choices=[('speech', '发言'), ('order', '程序动议')], default='speech', max_length=8, verbose_name='类别')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='要说什么')),
                ('asked_at', models.DateTimeField()),
                ('seconds', models.PositiveSmallIntegerField(default=0, verbose_name='限时（秒）')),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('resumed_at', models.DateTimeField(blank=True, null=True)),
                ('spoken_ms', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('notes', models.TextField(blank=True, verbose_name='发言要点')),
                ('told', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('agenda', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.agenda')),
                ('floor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='speeches', to='floor.floor')),
                ('notes_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='speeches', to='gatherings.participant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['floor', 'state'], name='speech_line')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'speaking')), fields=('floor',), name='one_speaks'), models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'admitted'))), fields=('floor', 'participant', 'kind'), name='speech_waits_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('speaking', 'paused', 'done')), _negated=True), models.Q(('resumed_at__isnull', False), ('started_at__isnull', False)), _connector='OR'), name='speech_began'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='speech_ended'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['skipped', 'refused']), _negated=True), models.Q(('told', ''), _negated=True), _connector='OR'), name='speech_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'order'), _negated=True), models.Q(('about', ''), _negated=True), _connector='OR'), name='order_is_about_something')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='gatherings.participant')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='floor.livequestion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('question', 'participant'), name='support_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caption',
            trigger=pgtrigger.compiler.Trigger(name='caption_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4434e6a825ccf213c1eaf3106c737813e950056b', operation='UPDATE OR DELETE', pgid='pgtrigger_caption_stays_b0483', table='floor_caption', when='BEFORE')),
        ),
    ]
