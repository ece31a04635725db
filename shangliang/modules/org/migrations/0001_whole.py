import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('org', '0001_first'), ('org', '0002_collectives_and_sectors')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('short', models.CharField(max_length=40, verbose_name='简称')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='代码')),
                ('path', models.CharField(db_collation='C', max_length=80, unique=True)),
                ('level', models.CharField(choices=[('province', '省'), ('city', '市'), ('county', '县（市、区）'), ('town', '乡镇（街道）'), ('village', '村（社区）')], max_length=10, verbose_name='层级')),
                ('kind', models.CharField(choices=[('cppcc', '政协'), ('committee', '专门委员会'), ('office', '办公室'), ('party', '党委办公室'), ('government', '政府办公室'), ('department', '部门'), ('democratic', '民主党派、工商联'), ('body', '人民团体'), ('sector', '界别'), ('group', '委员小组'), ('place', '镇村')], max_length=12, verbose_name='类别')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'ordering': ['path'],
                'constraints': [models.CheckConstraint(condition=models.Q(('path__regex', '^(\\d{3}\\.)+$')), name='unit_path_form')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='届')),
                ('starts_on', models.DateField(verbose_name='起')),
                ('ends_on', models.DateField(verbose_name='止')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='org.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'number'), name='term_once'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='term_forwards')],
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='界别')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sectors', to='org.term')),
                ('unit', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sector', to='org.unit')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('term', 'name'), name='sector_once')],
            },
        ),
        migrations.CreateModel(
            name='Field',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='领域')),
                ('livelihood', models.BooleanField(default=True, verbose_name='民生类')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fields', to='org.unit')),
            ],
            options={
                'ordering': ['order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'name'), name='field_once')],
            },
        ),
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='品牌')),
                ('motto', models.CharField(blank=True, max_length=120, verbose_name='口号')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='org.brand')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='brands', to='org.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'name'), name='brand_once')],
            },
        ),
    ]
