"""What a questionnaire raises, what it rests on, and what its editors keep with it: as release 0.1 had them."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('intake', '0011_test_patients'),
        ('intake', '0015_wording_and_retiring'),
    ]

    dependencies = [
        ('intake', '0001_questionnaires_of_0_1'),
    ]

    operations = [
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('key', models.CharField(help_text='Name used by rules and kept answers. Never change it once it was published.', max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z][A-Za-z0-9_-]*\\Z', 'Use letters, digits, - and _ only.')])),
                ('kind', models.CharField(choices=[('risk', 'A risk'), ('claim', 'Something the patient was told'), ('clarify', 'Answers that do not fit together'), ('gap', 'A fact not shown yet')], max_length=10)),
                ('group', models.CharField(max_length=120, verbose_name='heading')),
                ('title', models.CharField(max_length=200)),
                ('provider', models.TextField(blank=True, help_text='For the provider; one on each line.', verbose_name='talking points')),
                ('patient', models.TextField(blank=True, verbose_name='plain words for the patient')),
                ('ask', models.TextField(blank=True, verbose_name='question to ask the clinic')),
                ('knowledge', models.CharField(blank=True, choices=[('established', 'Established'), ('reported', 'Cases reported (no rate known)'), ('laboratory', 'Seen in the laboratory only'), ('plausible', 'Plausible, not reported'), ('not_studied', 'Not studied')], max_length=20, verbose_name='what is known')),
                ('always', models.CharField(blank=True, choices=[('hold', 'Hold for clinician review'), ('discuss_first', 'Discuss first'), ('discuss', 'Discuss'), ('inform', 'Inform')], help_text='Leave empty if only answers raise it.', max_length=20, verbose_name='printed for every patient as')),
                ('serves', models.CharField(blank=True, help_text='Keys with spaces: S0-6 S1-8.', max_length=400, verbose_name='topics it serves')),
                ('is_identity', models.BooleanField(default=False, verbose_name='raised when the name or birth date does not fit')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='intake.questionnaire')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'key'), name='point_key_once'),
                    models.UniqueConstraint(condition=models.Q(('is_identity', True)), fields=('questionnaire',), name='point_identity_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('knowledge', ''), _negated=True), ('kind', 'clarify'), _connector='OR'), name='point_says_what_is_known', violation_error_message='Say what is known. Only “answers that do not fit together” go without.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Trigger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('severity', models.CharField(choices=[('hold', 'Hold for clinician review'), ('discuss_first', 'Discuss first'), ('discuss', 'Discuss'), ('inform', 'Inform')], max_length=20)),
                ('behavior', models.CharField(choices=[('all', 'All of them'), ('any', 'At least one of them')], default='all', max_length=3, verbose_name='when these are met')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='triggers', to='intake.point')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('severity__in', ['hold', 'discuss_first', 'discuss', 'inform'])), name='trigger_severity_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TriggerCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('line', models.PositiveSmallIntegerField(default=1, help_text='Rows on the same line about one question mean “one of these”.')),
                ('operator', models.CharField(choices=[('=', 'is'), ('!=', 'is not'), ('exists', 'is answered (yes) or left blank (no)'), ('>', 'is more than'), ('<', 'is less than'), ('>=', 'is at least'), ('<=', 'is at most')], default='=', max_length=6)),
                ('number', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                ('day', models.DateField(blank=True, null=True, verbose_name='date')),
                ('flag', models.BooleanField(blank=True, null=True, verbose_name='yes or no')),
                ('option', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.option', verbose_name='this answer')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.question', verbose_name='the answer to')),
                ('trigger', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='intake.trigger')),
            ],
            options={
                'verbose_name': 'condition',
                'ordering': ['position', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('day__isnull', True), ('flag__isnull', True), ('number__isnull', True), ('option__isnull', False)), models.Q(('day__isnull', True), ('flag__isnull', True), ('number__isnull', False), ('option__isnull', True)), models.Q(('day__isnull', False), ('flag__isnull', True), ('number__isnull', True), ('option__isnull', True)), models.Q(('day__isnull', True), ('flag__isnull', False), ('number__isnull', True), ('option__isnull', True)), _connector='OR'), name='triggercondition_names_one_value'),
                    models.CheckConstraint(condition=models.Q(('operator__in', ['=', '!=', 'exists', '>', '<', '>=', '<='])), name='triggercondition_operator_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('operator', 'exists'), _negated=True), ('flag__isnull', False), _connector='OR'), name='triggercondition_exists_takes_yes_or_no'),
                    models.CheckConstraint(condition=models.Q(('operator', '!='), _negated=True), name='triggercondition_never_is_not', violation_error_message='“Is not” is met by everything a patient left out. Name the answers instead.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('key', models.CharField(help_text='Name used by rules and kept answers. Never change it once it was published.', max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z][A-Za-z0-9_-]*\\Z', 'Use letters, digits, - and _ only.')])),
                ('statement', models.TextField(verbose_name='what it says')),
                ('source', models.CharField(max_length=300, verbose_name='title')),
                ('publisher', models.CharField(blank=True, max_length=200)),
                ('published', models.CharField(blank=True, max_length=40, verbose_name='date')),
                ('url', models.CharField(blank=True, max_length=500, verbose_name='address')),
                ('locator', models.CharField(blank=True, max_length=500, verbose_name='where in it')),
                ('reading', models.CharField(choices=[('seen', 'The source itself'), ('abstract', 'Its abstract only'), ('secondary', 'What others write about it'), ('general', 'General knowledge')], max_length=12, verbose_name='what was read')),
                ('read_on', models.DateField()),
                ('review_by', models.DateField(verbose_name='read again by')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='intake.questionnaire')),
                ('reviewer', models.CharField(blank=True, help_text='Who read it for the clinic.', max_length=120, verbose_name='read by')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'key'), name='evidence_key_once'),
                    models.CheckConstraint(condition=models.Q(('review_by__gte', models.F('read_on'))), name='evidence_read_before_review'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('known', models.TextField(help_text='In neutral words.', verbose_name='what is known')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='intake.option', verbose_name='what the patient ticks')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='intake.questionnaire')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'option'), name='claim_option_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('key', models.CharField(help_text='Name used by rules and kept answers. Never change it once it was published.', max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z][A-Za-z0-9_-]*\\Z', 'Use letters, digits, - and _ only.')])),
                ('claim', models.TextField(verbose_name='what it says')),
                ('verdict', models.CharField(max_length=40)),
                ('why', models.TextField(blank=True)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='intake.questionnaire')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'key'), name='topic_key_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('claim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='intake.claim')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='citations', to='intake.evidence')),
                ('point', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='intake.point')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='intake.question')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='intake.topic')),
            ],
            options={
                'verbose_name': 'evidence it rests on',
                'verbose_name_plural': 'evidence it rests on',
                'ordering': ['position', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', True), ('point__isnull', True), ('question__isnull', False), ('topic__isnull', True)), models.Q(('claim__isnull', True), ('point__isnull', False), ('question__isnull', True), ('topic__isnull', True)), models.Q(('claim__isnull', False), ('point__isnull', True), ('question__isnull', True), ('topic__isnull', True)), models.Q(('claim__isnull', True), ('point__isnull', True), ('question__isnull', True), ('topic__isnull', False)), _connector='OR'), name='citation_has_one_owner'),
                    models.UniqueConstraint(fields=('evidence', 'question'), name='citation_once_for_each_question'),
                    models.UniqueConstraint(fields=('evidence', 'point'), name='citation_once_for_each_point'),
                    models.UniqueConstraint(fields=('evidence', 'claim'), name='citation_once_for_each_claim'),
                    models.UniqueConstraint(fields=('evidence', 'topic'), name='citation_once_for_each_topic'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TestPatient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('name', models.CharField(help_text='Who this is and what is special: “Ana, 30, allergic to latex”.', max_length=200)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('rows', models.JSONField(blank=True, default=dict, verbose_name='entries of groups')),
                ('expect', models.JSONField(blank=True, default=dict, verbose_name='what must come out')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='test_patients', to='intake.questionnaire')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'name'), name='testpatient_name_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=200)),
                ('about', models.CharField(max_length=20)),
                ('words', models.TextField()),
                ('reason', models.CharField(max_length=500)),
                ('by', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='intake.questionnaire')),
            ],
            options={
                'verbose_name': 'recorded reason',
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('by', ''), _negated=True)), name='waiver_says_who_and_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WordsToAvoid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(db_index=True, default=0, verbose_name='order')),
                ('words', models.CharField(help_text='Found as whole words, in capitals or not.', max_length=80, verbose_name='avoid')),
                ('instead', models.CharField(blank=True, max_length=200, verbose_name='write instead')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='avoid', to='intake.questionnaire')),
            ],
            options={
                'verbose_name': 'words to avoid',
                'verbose_name_plural': 'words to avoid',
                'ordering': ['position', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('questionnaire', 'words'), name='wordstoavoid_once'),
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='wordstoavoid_say_which'),
                ],
            },
        ),
    ]
