import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import shangliang.kernel.sealed
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('briefs', '0001_first'), ('briefs', '0002_credits_stay')]

    initial = True

    dependencies = [
        ('handling', '0001_whole'),
        ('kernel', '0001_first'),
        ('org', '0001_whole'),
        ('people', '__first__'),
        ('topics', '0001_whole'),
        ('voices', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Station',
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
                ('name', models.CharField(max_length=60, verbose_name='站名')),
                ('place', models.CharField(max_length=120, verbose_name='地点')),
                ('about', models.TextField(blank=True, verbose_name='联系范围')),
                ('opened_on', models.DateField(verbose_name='设立日期')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='info_stations', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='info_stations', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['root', 'state', '-id'], name='station_board')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'name'), name='station_name')],
            },
        ),
        migrations.CreateModel(
            name='Informant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('contact', shangliang.kernel.sealed.SealedField(blank=True, default='', verbose_name='联系方式')),
                ('since', models.DateField(verbose_name='聘任日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='解聘日期')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='informants', to='briefs.station')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('station', 'person'), name='informant_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='informant_forwards')],
            },
        ),
        migrations.CreateModel(
            name='Brief',
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
                ('source', models.CharField(choices=[('member', '委员'), ('committee', '处室、专委会'), ('lower', '下级政协'), ('party', '民主党派、团体'), ('informant', '特邀信息员'), ('station', '信息站'), ('grid', '网格'), ('public', '社会征集'), ('other', '其他')], max_length=10, verbose_name='来源')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('situation', models.TextField(blank=True, max_length=20000, verbose_name='情况反映')),
                ('advice', models.TextField(blank=True, max_length=20000, verbose_name='意见建议')),
                ('sudden', models.BooleanField(default=False, verbose_name='突发情况')),
                ('sensitive', models.BooleanField(default=False, verbose_name='内容敏感')),
                ('open_ok', models.BooleanField(default=True, verbose_name='同意公开')),
                ('open_reason', models.CharField(blank=True, max_length=200, verbose_name='不公开的理由')),
                ('origin', models.CharField(blank=True, max_length=200, verbose_name='由何转来')),
                ('origin_link', models.CharField(blank=True, max_length=200)),
                ('origin_key', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                ('composite', models.BooleanField(default=False, verbose_name='综合稿')),
                ('merged_place', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('sent_to', models.CharField(blank=True, max_length=200, verbose_name='主送')),
                ('copies_to', models.CharField(blank=True, max_length=200, verbose_name='抄送')),
                ('reject_reason', models.CharField(blank=True, choices=[('known', '情况已掌握或已在办理'), ('repeated', '与已有信息重复'), ('vague', '情况不具体，缺少依据'), ('narrow', '个案诉求，宜走信访或业务渠道'), ('not_competent', '不属本级职权'), ('no_advice', '有情况无建议'), ('untrue', '经核实与事实不符'), ('secret', '涉及国家秘密，应走机要渠道'), ('other', '其他')], max_length=14, verbose_name='未采用的原因')),
                ('issue_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('issue_no', models.PositiveIntegerField(blank=True, null=True, verbose_name='期号')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='编号')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='印发日期')),
                ('forwarded_at', models.DateTimeField(blank=True, null=True)),
                ('feedback', models.TextField(blank=True, verbose_name='给反映人的反馈')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('dispatch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='handling.dispatch')),
                ('drafter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('editor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('field', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.field')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='briefs.brief')),
                ('publisher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='topics.topic')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='org.unit')),
                ('voice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='voices.voice')),
                ('station', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='briefs.station')),
            ],
            options={
                'indexes': [models.Index(fields=['root', 'state', '-id'], name='brief_board'), models.Index(fields=['unit', 'issue_year'], name='brief_year')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), ('open_ok', True), models.Q(('open_reason', ''), _negated=True), _connector='OR'), name='brief_closed_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected'), _negated=True), models.Q(('reject_reason', ''), _negated=True), _connector='OR'), name='brief_rejected_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='brief_merged_has_composite'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reviewed', 'signed', 'issued', 'forwarded', 'handling', 'refusing', 'handled', 'fed_back']), _negated=True), ('merged_into__isnull', False), ('reviewer__isnull', False), _connector='OR'), name='brief_reviewed_has_reviewer'), models.CheckConstraint(condition=models.Q(('reviewer', None), ('editor', None), models.Q(('reviewer', models.F('editor')), _negated=True), _connector='OR'), name='brief_reviewer_is_not_editor'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['signed', 'issued', 'forwarded', 'handling', 'refusing', 'handled', 'fed_back']), _negated=True), ('merged_into__isnull', False), models.Q(('signer__isnull', False), models.Q(('sent_to', ''), _negated=True)), _connector='OR'), name='brief_signed_has_signer'), models.CheckConstraint(condition=models.Q(models.Q(('issue_no__isnull', False), ('issue_year__isnull', False), ('state__in', ['signed', 'issued', 'forwarded', 'handling', 'refusing', 'handled', 'fed_back']), ('issued_on__isnull', False), models.Q(('number', ''), _negated=True)), models.Q(('issue_no', None), ('number', ''), models.Q(models.Q(('state__in', ['issued', 'forwarded', 'handling', 'refusing', 'handled', 'fed_back']), _negated=True), ('merged_into__isnull', False), _connector='OR')), _connector='OR'), name='brief_number_when_printed'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['forwarded', 'handling', 'refusing']), _negated=True), models.Q(('dispatch__isnull', False), ('forwarded_at__isnull', False)), _connector='OR'), name='brief_forwarded_has_dispatch'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'fed_back'), _negated=True), models.Q(('feedback', ''), _negated=True), _connector='OR'), name='brief_fed_back_has_words'), models.CheckConstraint(condition=models.Q(('published_at', None), models.Q(('open_ok', True), ('publisher__isnull', False), ('sensitive', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='brief_published_is_open'), models.UniqueConstraint(fields=('unit', 'issue_year', 'issue_no'), name='brief_issue_no'), models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('unit', 'number'), name='brief_number'), models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('voice',), name='brief_of_voice_once')],
            },
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='反馈内容')),
                ('outside', models.CharField(blank=True, max_length=200, verbose_name='怎样告知没有账号的反映人')),
                ('closing', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('brief', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='briefs.brief')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='telling_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
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
                ('level', models.CharField(choices=[('county', '县（区）'), ('city', '市'), ('province', '省'), ('national', '全国')], max_length=8, verbose_name='层级')),
                ('kind', models.CharField(choices=[('single', '单篇'), ('composite', '综合'), ('forwarded', '转送')], max_length=9, verbose_name='采用方式')),
                ('result', models.CharField(choices=[('used', '采用'), ('department', '部门采用'), ('instruction', '领导批示')], max_length=11, verbose_name='结果')),
                ('send_to', models.CharField(blank=True, max_length=120, verbose_name='转送')),
                ('leader', models.CharField(blank=True, max_length=60, verbose_name='批示领导')),
                ('instruction', models.TextField(blank=True, verbose_name='批示内容')),
                ('on', models.DateField(verbose_name='日期')),
                ('evidence', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('void', models.BooleanField(default=False, verbose_name='撤销原登记')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='briefs.adoption')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('brief', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='briefs.brief')),
                ('telling', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='briefs.telling')),
            ],
            options={
                'indexes': [models.Index(fields=['root', 'state', '-id'], name='adoption_board')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('result', 'instruction'), _negated=True), models.Q(models.Q(('leader', ''), _negated=True), models.Q(('instruction', ''), _negated=True)), _connector='OR'), name='instruction_has_leader_and_words'), models.CheckConstraint(condition=models.Q(models.Q(('evidence', ''), _negated=True), ('file__isnull', False), _connector='OR'), name='adoption_has_evidence'), models.CheckConstraint(condition=models.Q(('void', False), ('corrects__isnull', False), _connector='OR'), name='void_corrects'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'told'), _negated=True), ('telling__isnull', False), _connector='OR'), name='told_adoption_has_telling')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('kind', models.CharField(choices=[('original', '原稿'), ('edited', '编辑稿')], max_length=8)),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('situation', models.TextField(verbose_name='情况反映')),
                ('advice', models.TextField(blank=True, verbose_name='意见建议')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='改了什么')),
                ('at', models.DateTimeField()),
                ('brief', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='briefs.brief')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('brief', 'number'), name='brief_version')],
            },
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('identity', models.CharField(choices=[('national', '全国政协委员'), ('province', '省政协委员'), ('city', '市政协委员'), ('county', '县（市、区）政协委员'), ('party', '党派、团体成员'), ('informant', '特邀信息员'), ('collective', '集体'), ('other', '其他')], max_length=10, verbose_name='身份')),
                ('contact', shangliang.kernel.sealed.SealedField(blank=True, default='', verbose_name='联系方式')),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('brief', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='authors', to='briefs.brief')),
            ],
            options={
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('brief', 'place'), name='author_place'), models.UniqueConstraint(fields=('brief', 'person'), name='author_once')],
            },
        ),
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=24)),
                ('numerator', models.PositiveSmallIntegerField()),
                ('denominator', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('reversed_at', models.DateTimeField(blank=True, null=True)),
                ('adoption', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='briefs.adoption')),
                ('brief', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='briefs.brief')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['person', 'on'], name='credit_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('reversed_at', None)), fields=('rule', 'brief', 'person'), name='one_valid_credit'), models.CheckConstraint(condition=models.Q(('denominator__gte', models.F('numerator')), ('numerator__gte', 1)), name='credit_is_a_part')],
            },
        ),
        migrations.AddField(
            model_name='Brief',
            name='edition',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='briefs.version'),
        ),
        migrations.AddField(
            model_name='Brief',
            name='original',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='briefs.version'),
        ),
        migrations.AddConstraint(
            model_name='brief',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), ('original__isnull', False), _connector='OR'), name='brief_submitted_has_original'),
        ),
        migrations.AddConstraint(
            model_name='brief',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['edited', 'reviewed', 'signed', 'issued', 'forwarded', 'handling', 'refusing', 'handled', 'fed_back']), _negated=True), ('merged_into__isnull', False), models.Q(('edition__isnull', False), ('editor__isnull', False)), _connector='OR'), name='brief_edited_has_edition'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='credit',
            trigger=pgtrigger.compiler.Trigger(name='credit_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d67f5031c848bf9dccedcd6e83e0fefc0611236b', operation='DELETE', pgid='pgtrigger_credit_never_deleted_bed34', table='briefs_credit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='credit',
            trigger=pgtrigger.compiler.Trigger(name='credit_only_reversed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n                    IF OLD.reversed_at IS NOT NULL OR\n                       (NEW.brief_id, NEW.person_id, NEW.rule, NEW.numerator, NEW.denominator, NEW.adoption_id,\n                        NEW."on", NEW.at)\n                       IS DISTINCT FROM\n                       (OLD.brief_id, OLD.person_id, OLD.rule, OLD.numerator, OLD.denominator, OLD.adoption_id,\n                        OLD."on", OLD.at)\n                    THEN RAISE EXCEPTION \'a credit is reversed by another row, never changed: %\', OLD.id; END IF;\n                    RETURN NEW;\n                ', hash='1a9fa735fb0dd88d3938343d3d543d9b8d3d8702', operation='UPDATE', pgid='pgtrigger_credit_only_reversed_b3b02', table='briefs_credit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='telling',
            trigger=pgtrigger.compiler.Trigger(name='telling_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1a4bb79737b0114e1b2d55071df8e1ce6daf1090', operation='UPDATE OR DELETE', pgid='pgtrigger_telling_stays_14b38', table='briefs_telling', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adoption',
            trigger=pgtrigger.compiler.Trigger(name='adoption_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n                    IF (NEW.brief_id, NEW.level, NEW.kind, NEW.result, NEW.send_to, NEW.leader, NEW.instruction,\n                        NEW."on", NEW.evidence, NEW.file_id, NEW.person_id, NEW.corrects_id, NEW.void)\n                       IS DISTINCT FROM\n                       (OLD.brief_id, OLD.level, OLD.kind, OLD.result, OLD.send_to, OLD.leader, OLD.instruction,\n                        OLD."on", OLD.evidence, OLD.file_id, OLD.person_id, OLD.corrects_id, OLD.void)\n                    THEN RAISE EXCEPTION \'an adoption is corrected by another row, never changed: %\', OLD.id; END IF;\n                    RETURN NEW;\n                ', hash='f008b21439c5e6ae53d20d2d0679a6e44d0a87dd', operation='UPDATE', pgid='pgtrigger_adoption_stays_4e72b', table='briefs_adoption', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adoption',
            trigger=pgtrigger.compiler.Trigger(name='adoption_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='afec8d978d92e6dda51e9e475652c6e06185f6f8', operation='DELETE', pgid='pgtrigger_adoption_never_deleted_e7605', table='briefs_adoption', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='version',
            trigger=pgtrigger.compiler.Trigger(name='version_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='799fef0c4761b38627cb2ab9335047452bac4cbf', operation='UPDATE OR DELETE', pgid='pgtrigger_version_stays_07e4c', table='briefs_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='brief',
            trigger=pgtrigger.compiler.Trigger(name='original_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> 'draft')", func="\n                    IF (NEW.title, NEW.situation, NEW.advice) IS DISTINCT FROM (OLD.title, OLD.situation, OLD.advice)\n                    THEN RAISE EXCEPTION 'the original of a brief stays as it was submitted: %', OLD.id; END IF;\n                    RETURN NEW;\n                ", hash='95e0f08ee3c58105a720da557004a984af0cac2b', operation='UPDATE', pgid='pgtrigger_original_stays_ce00e', table='briefs_brief', when='BEFORE')),
        ),
    ]
