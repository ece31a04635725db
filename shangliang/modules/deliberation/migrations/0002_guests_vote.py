import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deliberation', '0001_whole'),
        ('gatherings', '0001_whole'),
        ('org', '0001_whole'),
        ('plans', '0001_whole'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='pollvoter',
            name='poll_roll_stays',
        ),
        migrations.RemoveConstraint(
            model_name='poll',
            name='poll_of_participants_has_gathering',
        ),
        migrations.AddField(
            model_name='pollvoter',
            name='participant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.participant'),
        ),
        migrations.AlterField(
            model_name='poll',
            name='voters',
            field=models.CharField(choices=[('present', '这次协商已签到、有账号的人'), ('hall', '这次协商已签到的人，没有账号的也能投'), ('invited', '这次协商的全体参加人，有账号的'), ('members', '本届全体委员'), ('named', '指定名册')], max_length=10, verbose_name='谁可以投'),
        ),
        migrations.AlterField(
            model_name='pollvoter',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pollvoter',
            trigger=pgtrigger.compiler.Trigger(name='poll_roll_stays', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE now_is TEXT;', func="\n    SELECT state INTO now_is FROM deliberation_poll\n    WHERE id = (CASE TG_OP WHEN 'DELETE' THEN OLD.poll_id ELSE NEW.poll_id END) FOR KEY SHARE;\n    IF TG_OP <> 'UPDATE' AND now_is IS DISTINCT FROM 'draft' THEN\n        RAISE EXCEPTION 'the roll is closed once the ballot was opened';\n    END IF;\n    IF TG_OP = 'UPDATE' AND (now_is IS DISTINCT FROM 'open' OR OLD.voted OR NOT NEW.voted\n        OR (NEW.poll_id, NEW.person_id, NEW.participant_id) IS DISTINCT FROM (OLD.poll_id, OLD.person_id, OLD.participant_id)) THEN\n        RAISE EXCEPTION 'somebody on the roll votes once, while the ballot is open';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='f248ce54178343b5f1d54b2f5ea91206a607742a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_poll_roll_stays_7a553', table='deliberation_pollvoter', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voters__in', ['present', 'hall', 'invited']), _negated=True), ('gathering__isnull', False), _connector='OR'), name='poll_of_participants_has_gathering'),
        ),
        migrations.AddConstraint(
            model_name='pollvoter',
            constraint=models.UniqueConstraint(fields=('poll', 'participant'), name='poll_guest_once'),
        ),
        migrations.AddConstraint(
            model_name='pollvoter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('participant', None), ('person__isnull', False)), models.Q(('participant__isnull', False), ('person', None)), _connector='OR'), name='poll_voter_is_somebody'),
        ),
    ]
