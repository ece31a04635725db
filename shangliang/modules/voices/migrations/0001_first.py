import django.db.models.deletion
import shangliang.kernel.sealed
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('handling', '0001_whole'),
        ('kernel', '0001_first'),
        ('org', '0001_whole'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
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
                ('slug', models.CharField(max_length=12, unique=True, verbose_name='短码')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('text', models.TextField(verbose_name='说明')),
                ('closes_on', models.DateField(verbose_name='截止')),
                ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.brand')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['root', 'state', '-id'], name='call_board')],
            },
        ),
        migrations.CreateModel(
            name='GridSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper_no', models.CharField(max_length=40, verbose_name='纸表编号')),
                ('collected_on', models.DateField(verbose_name='采集日期')),
                ('handed_out', models.PositiveIntegerField(default=0, verbose_name='发放份数')),
                ('token', models.CharField(max_length=40, unique=True)),
                ('at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='org.unit')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'paper_no'), name='paper_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('added', models.PositiveIntegerField()),
                ('same', models.PositiveIntegerField()),
                ('wrong', models.PositiveIntegerField()),
                ('person_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Voice',
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
                ('place_text', models.CharField(blank=True, max_length=120, verbose_name='具体地点')),
                ('source', models.CharField(choices=[('citizen', '群众出题'), ('grid', '网格征题'), ('member', '委员荐题'), ('department', '部门出题'), ('leader', '党政点题'), ('import', '批量导入')], max_length=12, verbose_name='来源')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('body', models.TextField(max_length=10000, verbose_name='情况和建议')),
                ('raised_at', models.DateTimeField(verbose_name='提出时间')),
                ('receipt', models.CharField(max_length=12, unique=True, verbose_name='回执码')),
                ('head', models.CharField(blank=True, db_index=True, max_length=32)),
                ('open_ok', models.BooleanField(default=True, verbose_name='同意公开内容')),
                ('contact_name', shangliang.kernel.sealed.SealedField(blank=True, default='', verbose_name='称呼')),
                ('contact_phone', shangliang.kernel.sealed.SealedField(blank=True, default='', verbose_name='电话')),
                ('contact_email', shangliang.kernel.sealed.SealedField(blank=True, default='', verbose_name='邮箱')),
                ('same_key', models.CharField(max_length=64, unique=True)),
                ('decline_reason', models.CharField(blank=True, choices=[('litigation', '已进入诉讼、仲裁或复议程序'), ('personal', '个人事项，宜走信访或业务渠道'), ('other_channel', '属其他渠道职责'), ('vague', '内容不具体，无法办理'), ('not_here', '不属于本地范围'), ('secret', '涉及国家秘密'), ('accusation', '指名举报，应转纪检监察'), ('promotion', '宣传推介产品'), ('abuse', '违法或侮辱性内容')], max_length=16)),
                ('answer', models.TextField(blank=True, verbose_name='回音')),
                ('me_too', models.PositiveIntegerField(default=0, verbose_name='我也有这事')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='voices.importbatch')),
                ('call', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='voices.call')),
                ('dispatch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='handling.dispatch')),
                ('field', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='org.field')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voices', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('sheet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='voices.gridsheet')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['root', 'state', '-id'], name='voice_board'), models.Index(fields=['unit', '-id'], name='voice_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'not_taken'), _negated=True), models.Q(('decline_reason', ''), _negated=True), _connector='OR'), name='declined_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'passed_on'), _negated=True), ('dispatch__isnull', False), _connector='OR'), name='voice_passed_has_dispatch'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='answered_has_answer')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attitude', models.PositiveSmallIntegerField(verbose_name='态度')),
                ('result', models.CharField(choices=[('solved', '解决了'), ('partly', '解决了一部分'), ('unsolved', '没有解决')], max_length=10, verbose_name='结果')),
                ('comment', models.TextField(blank=True, verbose_name='说明')),
                ('at', models.DateTimeField()),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='voices.voice')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('attitude__gte', 1), ('attitude__lte', 5)), name='attitude_range'), models.CheckConstraint(condition=models.Q(models.Q(('result', 'unsolved'), _negated=True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='unsolved_says_why')],
            },
        ),
        migrations.CreateModel(
            name='MeToo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='voices.voice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('voice', 'head'), name='me_too_once')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.entry')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='voices.voice')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('voice', 'entry'), name='letter_once')],
            },
        ),
        migrations.CreateModel(
            name='VoiceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='voices.voice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('voice', 'file'), name='voice_file_once')],
            },
        ),
    ]
