from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('minutes', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='shut',
            field=models.BooleanField(default=False),
        ),
    ]
