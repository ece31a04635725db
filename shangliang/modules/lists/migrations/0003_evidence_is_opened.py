from django.db import migrations, models


def find_published(apps, schema_editor):
    """What was published before search knew of the public page is found from now on."""
    done = apps.get_model("lists", "ListAction").objects.filter(state="published")
    refs = [str(pk) for pk in done.values_list("pk", flat=True)]
    apps.get_model("kernel", "SearchRow").objects.filter(kind="list_action", ref__in=refs).update(public=True)


class Migration(migrations.Migration):

    dependencies = [
        ("kernel", "0001_first"),
        ("lists", "0002_comparisons_run_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="listaction",
            name="evidence_open",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(find_published, migrations.RunPython.noop),
    ]
