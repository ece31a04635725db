import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import shangliang.kernel.sealed
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('root', models.CharField(max_length=4, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField()),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Once',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=80)),
                ('key', models.CharField(max_length=120)),
                ('body_sha256', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scope', 'key'), name='once_key')],
            },
        ),
        migrations.CreateModel(
            name='Parameter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_collation='C', max_length=80)),
                ('name', models.CharField(max_length=60)),
                ('value', models.JSONField()),
                ('starts_on', models.DateField()),
                ('reason', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('path', 'name', 'starts_on'), name='parameter_once')],
            },
        ),
        migrations.CreateModel(
            name='SealedProbe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', shangliang.kernel.sealed.SealedField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('ref', models.CharField(max_length=40)),
                ('root', models.CharField(max_length=4)),
                ('public', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('title', models.CharField(max_length=300)),
                ('body', models.TextField(blank=True)),
                ('link', models.CharField(max_length=200)),
                ('words', django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='search_words')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'ref'), name='search_once')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('root', models.CharField(max_length=4)),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('content', models.FileField(max_length=200, upload_to='kept')),
                ('at', models.DateTimeField()),
                ('person_id', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_collation='C', max_length=80)),
                ('kind', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('path', 'kind', 'year'), name='counter_once')],
            },
        ),
        migrations.CreateModel(
            name='DayRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(blank=True, db_collation='C', max_length=80)),
                ('day', models.DateField()),
                ('works', models.BooleanField()),
                ('name', models.CharField(max_length=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('path', 'day'), name='day_rule_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('root', models.CharField(max_length=4)),
                ('seq', models.PositiveBigIntegerField(editable=False, null=True)),
                ('hash', models.CharField(default='', editable=False, max_length=64)),
                ('payload', models.TextField(editable=False)),
                ('at', models.DateTimeField(db_index=True)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_label', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=40)),
                ('ref', models.CharField(max_length=40)),
                ('verb', models.CharField(max_length=60)),
                ('before', models.CharField(blank=True, max_length=40)),
                ('after', models.CharField(blank=True, max_length=40)),
                ('note', models.TextField(blank=True)),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'ref', 'id'], name='entry_about')],
                'constraints': [models.UniqueConstraint(fields=('root', 'seq'), name='entry_order')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('text', models.CharField(max_length=400)),
                ('link', models.CharField(max_length=200)),
                ('urgent', models.BooleanField(default=False)),
                ('read_at', models.DateTimeField(null=True)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kernel.entry')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-id'], name='notice_mine'), models.Index(condition=models.Q(('mailed_at', None)), fields=['id'], name='notice_to_mail')],
                'constraints': [models.UniqueConstraint(fields=('person', 'entry'), name='notice_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consumer', models.CharField(max_length=40)),
                ('done_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='kernel.entry')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['id'], name='delivery_owed')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'consumer'), name='delivery_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fc2beb11064dad8b80a8309a7278ca9e415bdd5e', operation='DELETE', pgid='pgtrigger_never_deleted_902e4', table='kernel_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.seq IS NOT NULL OR (to_jsonb(NEW) - 'seq' - 'hash') <> (to_jsonb(OLD) - 'seq' - 'hash') THEN\n        RAISE EXCEPTION 'the journal is append-only: entry %', OLD.id;\n    END IF;\n    RETURN NEW;\n", hash='3a7a1278755f439f84cc6e2737cc6e7ce7e0cc38', operation='UPDATE', pgid='pgtrigger_append_only_75eb8', table='kernel_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE here BIGINT; prev TEXT; seal TEXT;', func="\n    INSERT INTO kernel_chain (root, seq, hash) VALUES (NEW.root, 0, '') ON CONFLICT (root) DO NOTHING;\n    SELECT seq + 1, hash INTO here, prev FROM kernel_chain WHERE root = NEW.root FOR UPDATE;\n    seal := encode(sha256(convert_to(prev || chr(10) || here || chr(10) || NEW.payload, 'UTF8')), 'hex');\n    UPDATE kernel_entry SET seq = here, hash = seal WHERE id = NEW.id;\n    UPDATE kernel_chain SET seq = here, hash = seal WHERE root = NEW.root;\n    RETURN NULL;\n", hash='a08a7ff87bd787d318f8bb71ca939686b83bd38e', operation='INSERT', pgid='pgtrigger_seal_a8d47', table='kernel_entry', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]
