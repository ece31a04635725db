import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0001_first'), ('people', '0002_conveners')]

    initial = True

    dependencies = [
        ('org', '0001_whole'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='登录名')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('sound', models.CharField(editable=False, max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('wants_mail', models.BooleanField(default=True, verbose_name='同时发邮件')),
                ('elder', models.BooleanField(default=False, verbose_name='长辈版')),
                ('is_active', models.BooleanField(default=True, verbose_name='可登录')),
            ],
            options={
                'ordering': ['sound'],
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='用途')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('scopes', models.CharField(default='read', max_length=80)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standing', models.BooleanField(default=False, verbose_name='常委')),
                ('employer', models.CharField(blank=True, max_length=120, verbose_name='单位职务')),
                ('committees', models.ManyToManyField(blank=True, related_name='committee_members', to='org.unit')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('sector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='org.sector')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='org.term')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'term'), name='member_once')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('secretary', '政协办工作人员'), ('chair', '政协领导'), ('member', '委员'), ('convener', '集体召集人'), ('leader', '党政领导'), ('signer', '办公室签发人'), ('dispatcher', '督查室'), ('head', '部门负责人'), ('clerk', '部门承办人'), ('grid', '网格员')], max_length=12, verbose_name='角色')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('starts_on', models.DateField(verbose_name='起')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['role', 'unit'], name='seat_role')],
                'constraints': [models.UniqueConstraint(fields=('person', 'unit', 'role', 'starts_on'), name='seat_once'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='seat_forwards')],
            },
        ),
    ]
