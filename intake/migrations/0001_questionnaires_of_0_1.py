"""Members of staff, how they sign in, and what a questionnaire asks: as release 0.1 had them."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import intake.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('intake', '0001_initial'),
        ('intake', '0017_second_factor'),
        ('intake', '0018_draft_goes_as_a_whole'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('credentials', models.CharField(blank=True, help_text='Letters printed after the name, such as MD or RN.', max_length=40)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('password_is_given', models.BooleanField(default=False, editable=False, help_text='Set by an administrator; the next sign-in asks for a new one.')),
                ('session_round', models.PositiveIntegerField(default=0, editable=False, help_text='Counts up when roles, password or second factor change: older sessions end.')),
            ],
            options={
                'verbose_name': 'member of staff',
                'verbose_name_plural': 'members of staff',
                'ordering': ['last_name', 'first_name', 'username'],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StaffSession',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('started_at', models.DateTimeField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='Authenticator',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seed', intake.models.sealed.SealedField()),
                ('made_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('last_step', models.BigIntegerField(default=0)),
                ('wrong', models.PositiveSmallIntegerField(default=0, verbose_name='wrong tries')),
                ('locked_until', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='authenticators', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['made_at'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False)), fields=('user',), name='authenticator_one_in_use'),
                    models.UniqueConstraint(condition=models.Q(('confirmed_at', None)), fields=('user',), name='authenticator_one_to_confirm'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(help_text='Name used by rules and kept answers. Never change it once it was published.', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z][A-Za-z0-9_-]*\\Z', 'Use letters, digits, - and _ only.')], verbose_name='key')),
                ('title', models.CharField(help_text='Patients see this at the top.', max_length=200)),
                ('language', models.CharField(default='en', max_length=10)),
                ('content_version', models.CharField(help_text="The author's own name for this state, such as 0.2-draft.", max_length=40)),
                ('roles', models.JSONField(blank=True, default=dict, help_text='Which questions hold the name, the allergies and so on.')),
                ('reviewer_name', models.CharField(blank=True, max_length=120, verbose_name='clinically reviewed by')),
                ('reviewer_role', models.CharField(blank=True, max_length=120, verbose_name="reviewer's role")),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('reviewed_sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='what was reviewed')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, help_text='No visit is entered with it any more; those that were go on.', null=True)),
            ],
            options={
                'ordering': ['title', 'slug'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('reviewed_on', None), ('reviewed_sha256', ''), ('reviewer_name', ''), ('reviewer_role', '')), models.Q(('reviewed_on__isnull', False), models.Q(('reviewer_name', ''), _negated=True), models.Q(('reviewed_sha256', ''), _negated=True)), _connector='OR'), name='questionnaire_review_whole_or_absent'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('key', models.CharField(help_text='Name used by rules and kept answers. Never change it once it was published.', max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z][A-Za-z0-9_-]*\\Z', 'Use letters, digits, - and _ only.')])),
                ('title', models.CharField(max_length=200)),
                ('intro', models.TextField(blank=True, verbose_name='introduction')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='intake.questionnaire')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'key'), name='section_key_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('key', models.CharField(help_text='Name used by rules and kept answers. Never change it once it was published.', max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z][A-Za-z0-9_-]*\\Z', 'Use letters, digits, - and _ only.')])),
                ('kind', models.CharField(choices=[('choice', 'Pick from a list'), ('open-choice', 'Pick from a list, with own words beside “Something else”'), ('string', 'Short text'), ('text', 'Long text'), ('date', 'Date'), ('integer', 'Whole number'), ('decimal', 'Number'), ('boolean', 'Yes or no'), ('group', 'Group of questions, answered once for each entry')], max_length=20, verbose_name='kind of answer')),
                ('text', models.CharField(help_text='What the patient reads.', max_length=500, verbose_name='question')),
                ('short', models.CharField(blank=True, help_text='Names the fact on paper: “Contents”.', max_length=80, verbose_name='short name')),
                ('help', models.TextField(blank=True, verbose_name='why we ask this')),
                ('starts_page', models.BooleanField(default=True, help_text='Untick to keep it on one page with the question before it.', verbose_name='starts a new page')),
                ('required', models.BooleanField(default=False, verbose_name='needs an answer')),
                ('repeats', models.BooleanField(default=False, help_text='More than one option, or a list of texts.', verbose_name='several answers')),
                ('max_answers', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='answers at most')),
                ('in_person', models.BooleanField(default=False, help_text='Offers “I will say it in person”. Never for allergies.', verbose_name='may be said in person')),
                ('settles', models.CharField(blank=True, choices=[('clinic', 'The clinic'), ('own_doctor', "The patient's own doctor"), ('provider', 'The provider, in the talk')], max_length=20, verbose_name="who can settle “I don't know”")),
                ('prefill', models.CharField(blank=True, help_text='A fact the clinic knows, such as visit.birth_date.', max_length=40, verbose_name='filled from')),
                ('minimum', models.IntegerField(blank=True, null=True, verbose_name='smallest number')),
                ('maximum', models.IntegerField(blank=True, null=True, verbose_name='largest number')),
                ('max_length', models.PositiveIntegerField(blank=True, null=True, verbose_name='letters at most')),
                ('min_rows', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='entries at least')),
                ('max_rows', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='entries at most')),
                ('show_behavior', models.CharField(choices=[('all', 'All of them'), ('any', 'At least one of them')], default='all', help_text='How many of the conditions below must be met. Without any it is always asked.', max_length=3, verbose_name='ask it when')),
                ('serves', models.CharField(blank=True, help_text='Keys with spaces: S0-6 S1-8.', max_length=400, verbose_name='topics it serves')),
                ('fhir', models.CharField(blank=True, max_length=300, verbose_name='FHIR note')),
                ('parent', models.ForeignKey(blank=True, limit_choices_to={'kind': 'group'}, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='intake.question', verbose_name='in the group')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='intake.section')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('section', 'key'), name='question_key_once'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['choice', 'open-choice', 'string', 'text', 'date', 'integer', 'decimal', 'boolean', 'group'])), name='question_kind_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'group'), ('max_rows__gte', 1), ('max_rows__isnull', False), ('min_rows__isnull', False), ('min_rows__lte', models.F('max_rows')), ('parent', None)), models.Q(models.Q(('kind', 'group'), _negated=True), ('max_rows', None), ('min_rows', None)), _connector='OR'), name='question_group_has_entries', violation_error_message='A group holds questions; only a group has a number of entries.'),
                    models.CheckConstraint(condition=models.Q(('minimum', None), ('maximum', None), ('minimum__lte', models.F('maximum')), _connector='OR'), name='question_smallest_not_over_largest'),
                    models.CheckConstraint(condition=models.Q(models.Q(('max_answers', None), ('max_answers__gte', 1), _connector='OR'), models.Q(('max_length', None), ('max_length__gte', 1), _connector='OR')), name='question_limits_above_zero'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('code', models.CharField(help_text='Name used by rules and kept answers. Never change it once it was published.', max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z][A-Za-z0-9_-]*\\Z', 'Use letters, digits, - and _ only.')])),
                ('text', models.CharField(max_length=300, verbose_name='words')),
                ('exclusive', models.BooleanField(default=False, help_text='Picking it clears the others: “None of these”.', verbose_name='stands alone')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='intake.question')),
            ],
            options={
                'verbose_name': 'answer to pick',
                'verbose_name_plural': 'answers to pick',
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('question', 'code'), name='option_code_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ShowIf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('line', models.PositiveSmallIntegerField(default=1, help_text='Rows on the same line about one question mean “one of these”.')),
                ('operator', models.CharField(choices=[('=', 'is'), ('!=', 'is not'), ('exists', 'is answered (yes) or left blank (no)'), ('>', 'is more than'), ('<', 'is less than'), ('>=', 'is at least'), ('<=', 'is at most')], default='=', max_length=6)),
                ('number', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                ('day', models.DateField(blank=True, null=True, verbose_name='date')),
                ('flag', models.BooleanField(blank=True, null=True, verbose_name='yes or no')),
                ('option', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.option', verbose_name='this answer')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='show_if', to='intake.question')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.question', verbose_name='the answer to')),
            ],
            options={
                'verbose_name': 'condition for asking',
                'verbose_name_plural': 'ask it when',
                'ordering': ['position', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('day__isnull', True), ('flag__isnull', True), ('number__isnull', True), ('option__isnull', False)), models.Q(('day__isnull', True), ('flag__isnull', True), ('number__isnull', False), ('option__isnull', True)), models.Q(('day__isnull', False), ('flag__isnull', True), ('number__isnull', True), ('option__isnull', True)), models.Q(('day__isnull', True), ('flag__isnull', False), ('number__isnull', True), ('option__isnull', True)), _connector='OR'), name='showif_names_one_value'),
                    models.CheckConstraint(condition=models.Q(('operator__in', ['=', '!=', 'exists', '>', '<', '>=', '<='])), name='showif_operator_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('operator', 'exists'), _negated=True), ('flag__isnull', False), _connector='OR'), name='showif_exists_takes_yes_or_no'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('document', models.TextField(help_text='The whole questionnaire in our document format.')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='digest')),
                ('published_at', models.DateTimeField()),
                ('why', models.CharField(max_length=500, verbose_name='reason')),
                ('reviewer_name', models.CharField(blank=True, max_length=120, verbose_name='clinically reviewed by')),
                ('reviewer_role', models.CharField(blank=True, max_length=120, verbose_name="reviewer's role")),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, help_text='Empty if it was published from the command line.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='intake.questionnaire')),
            ],
            options={
                'ordering': ['questionnaire', '-number'],
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'number'), name='version_number_once'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='version_number_from_one'),
                    models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='version_has_a_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('reviewed_on', None), ('reviewer_name', ''), ('reviewer_role', '')), models.Q(models.Q(('reviewer_name', ''), _negated=True), ('reviewed_on__isnull', False)), _connector='OR'), name='version_reviewer_and_date_together'),
                ],
            },
        ),
    ]
