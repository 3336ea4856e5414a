"""What is added to the tables of release 0.1; nothing is taken away yet, and no row is changed.

SQLite makes a table anew to change a constraint and loses its guards with the old one: all are
taken down before and put up again behind.
"""

import django.db.models.deletion
import intake.models.sealed
from django.conf import settings
from django.db import migrations, models

from intake.migrations._guards import put_up_again, take_down_on_sqlite


class Migration(migrations.Migration):
    replaces = [
        ('intake', '0020_example_patients'),
        ('intake', '0023_answer_sheets'),
        ('intake', '0029_bindings'),
        ('intake', '0031_visits_at_the_desk'),
        ('intake', '0033_editions_and_superseding'),
        ('intake', '0035_patients_language'),
        ('intake', '0036_messages_to_patients'),
        ('intake', '0038_words_of_triggers'),
        ('intake', '0044_voice_of_sections'),
        ('intake', '0045_texts_to_patients'),
        ('intake', '0046_contents_of_a_talk'),
        ('intake', '0063_typed_in_from_paper'),
    ]

    dependencies = [
        ('intake', '0068_answers_and_log_of_0_2'),
    ]

    operations = [
        migrations.RunPython(take_down_on_sqlite, migrations.RunPython.noop),
        # Test patients are called example patients, as everywhere else.
        migrations.RemoveConstraint('testpatient', 'testpatient_name_once'),
        migrations.RenameModel('TestPatient', 'ExamplePatient'),
        migrations.AlterField('examplepatient', 'questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='example_patients', to='intake.questionnaire')),
        migrations.AddConstraint('examplepatient', models.UniqueConstraint(fields=('questionnaire', 'name'), name='examplepatient_name_once')),
        migrations.AddField('examplepatient', 'beside', models.JSONField(blank=True, default=dict, verbose_name="the clinic's side and the revision before")),
        # The questionnaire: words of triggers, the voice of somebody else who answers, names that tick.
        migrations.RemoveConstraint('point', 'point_says_what_is_known'),
        migrations.AddField('point', 'check_title', models.CharField(blank=True, help_text='Of answers that do not fit together; at most 8 words.', max_length=120, verbose_name='title on the check page')),
        migrations.AddConstraint('point', models.CheckConstraint(condition=models.Q(models.Q(('knowledge', ''), _negated=True), models.Q(('kind', 'risk'), _negated=True), _connector='OR'), name='point_says_what_is_known', violation_error_message='Say what is known of this risk.')),
        migrations.AddField('evidence', 'regulatory', models.BooleanField(default=False, help_text='Such evidence is read again within six months.', verbose_name='what an agency or a law says')),
        migrations.AddField('option', 'answers_for', models.CharField(blank=True, help_text='Keys of later questions, with spaces, that it answers so without asking them.', max_length=400, verbose_name="says “I don't know” for")),
        migrations.AddField('option', 'entry_kind', models.CharField(blank=True, help_text='Code of the kind of thing.', max_length=80, verbose_name='of the kind')),
        migrations.AddField('option', 'entry_name', models.CharField(blank=True, help_text='Picking it starts an entry of the allergy list.', max_length=120, verbose_name='makes an entry named')),
        migrations.AddField('option', 'voice_text', models.CharField(blank=True, max_length=300, verbose_name='words about somebody else')),
        migrations.AddField('question', 'ask_doctor', models.CharField(blank=True, help_text="Stands on the patient's list where the own doctor can settle it. {entry} is what an entry of a list is about.", max_length=300, verbose_name="question for one's own doctor")),
        migrations.AddField('question', 'voice_help', models.TextField(blank=True, verbose_name='its hint')),
        migrations.AddField('question', 'voice_text', models.CharField(blank=True, help_text='What a parent or guardian reads; {name} is the patient.', max_length=500, verbose_name='the question about somebody else')),
        migrations.AddField('question', 'why', models.TextField(blank=True, help_text='Behind a fold; at most 30 words.', verbose_name='why we ask this')),
        migrations.AlterField('question', 'help', models.TextField(blank=True, help_text='Only what is needed to answer; at most 25 words.', verbose_name='hint')),
        migrations.AddField('section', 'voice_help', models.TextField(blank=True, verbose_name='introduction about somebody else')),
        migrations.AddField('section', 'voice_text', models.CharField(blank=True, help_text='What a parent or guardian reads; {name} is the patient.', max_length=200, verbose_name='title about somebody else')),
        migrations.AddField('trigger', 'about_person', models.BooleanField(default=False, help_text='Then that person does not lift the hold.', verbose_name='is about whoever treats')),
        migrations.AddField('trigger', 'ask', models.CharField(blank=True, help_text='At most 14 words.', max_length=300, verbose_name='question to ask the clinic')),
        migrations.AddField('trigger', 'lift', models.TextField(blank=True, help_text='Two, one on each line, at most 7 words each. Only for a hold.', verbose_name='ways to lift the hold')),
        migrations.AddField('trigger', 'patient', models.TextField(blank=True, help_text='At most 30 words.', verbose_name='plain words for the patient')),
        migrations.AddField('trigger', 'row', models.CharField(blank=True, help_text='Points whose triggers name the same matter share a row on paper.', max_length=80, verbose_name='one matter with')),
        migrations.AddField('trigger', 'short', models.CharField(blank=True, help_text='At most 6 words, for lists.', max_length=80, verbose_name='short name')),
        migrations.AddField('trigger', 'talk', models.TextField(blank=True, help_text='For the provider; at most 20 words.', verbose_name='what to do')),
        migrations.AddField('trigger', 'title', models.CharField(blank=True, help_text='What is the matter; at most 12 words.', max_length=200)),
        # Staff and patients, and what gives access: digests of secrets become keyed, rows are bound.
        migrations.AddField('user', 'binding', intake.models.sealed.SealedField(null=True)),
        migrations.AddField('user', 'sites', models.ManyToManyField(blank=True, help_text='Where this person works. None ticked: at every site, also at those to come.', related_name='staff', to='intake.site')),
        migrations.RenameField('recoverycode', 'sha256', 'digest'),
        migrations.AddField('recoverycode', 'binding', intake.models.sealed.SealedField(null=True)),
        migrations.AddField('patient', 'surname', intake.models.sealed.SealedField(help_text='As it was entered; None for people of release 0.1.', null=True)),
        migrations.AddField('patient', 'mail', intake.models.sealed.SealedField(null=True)),
        migrations.AddField('patient', 'mail_bad', models.CharField(blank=True, db_default='', default='', max_length=20)),
        migrations.AddField('patient', 'mail_stopped_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('patient', 'phone', intake.models.sealed.SealedField(help_text='E.164, as +15550100.', null=True)),
        migrations.AddField('patient', 'phone_bad', models.CharField(blank=True, db_default='', default='', max_length=20)),
        migrations.AddField('patient', 'phone_index', models.CharField(blank=True, db_default='', db_index=True, default='', editable=False, max_length=64)),
        migrations.AddField('patient', 'prefers', models.CharField(choices=[('mail', 'Mail'), ('text', 'Text message')], db_default='mail', default='mail', max_length=4)),
        migrations.AddField('patient', 'texts_agreed_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('patient', 'texts_agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField('patient', 'texts_stopped_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('patient', 'also_named', intake.models.sealed.SealedField(help_text='Names on records that were merged into this one, as JSON.', null=True)),
        migrations.AddField('patient', 'language', models.CharField(blank=True, db_default='', default='', help_text='Messages are in it.', max_length=10)),
        migrations.AddConstraint('patient', models.CheckConstraint(condition=models.Q(models.Q(('texts_agreed_at', None), ('texts_agreed_by', None)), models.Q(('texts_agreed_at__isnull', False), ('texts_agreed_by__isnull', False)), _connector='OR'), name='texts_agreed_at_and_by_together')),
        migrations.RenameField('invitation', 'token_sha256', 'digest'),
        migrations.AddField('invitation', 'binding', intake.models.sealed.SealedField(null=True)),
        migrations.AddField('invitation', 'token', intake.models.sealed.SealedField(help_text='None once the link has ended, and for release 0.1.', null=True)),
        migrations.AddField('invitation', 'language', models.CharField(blank=True, db_default='', default='', editable=False, max_length=10)),
        migrations.AddField('invitation', 'device', models.ForeignKey(editable=False, help_text='The paired one that shows it; nobody is told its token.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='intake.device')),
        migrations.AddConstraint('invitation', models.CheckConstraint(condition=models.Q(('device', None), ('is_on_device', True), _connector='OR'), name='invitation_of_a_device_is_on_it')),
        migrations.RenameField('patientsession', 'key_sha256', 'digest'),
        migrations.AddField('patientsession', 'binding', intake.models.sealed.SealedField(null=True)),
        migrations.AddField('patientsession', 'typist', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField('visit', 'binding', intake.models.sealed.SealedField(null=True)),
        migrations.AddField('visit', 'source', models.CharField(blank=True, db_default='', default='', help_text='Which schedule it is from.', max_length=40)),
        migrations.AddField('visit', 'source_at', models.DateTimeField(blank=True, help_text='When that schedule last said so: what is older is ignored.', null=True)),
        migrations.AddField('visit', 'source_id', models.CharField(blank=True, db_default='', default='', max_length=120)),
        migrations.AddField('visit', 'standing', models.CharField(choices=[('planned', 'Planned'), ('cancelled', 'Cancelled'), ('missed', 'Did not come'), ('mistake', 'Entered by mistake')], db_default='planned', default='planned', max_length=10)),
        migrations.AddField('visit', 'standing_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('visit', 'standing_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField('visit', 'standing_why', models.CharField(blank=True, choices=[('', 'None'), ('patient', 'The patient asked'), ('clinic', 'The clinic asked'), ('schedule', 'The schedule says so'), ('desk', 'Seen at the desk')], db_default='', default='', max_length=10)),
        migrations.AddField('visit', 'facts_until', models.DateField(blank=True, editable=False, null=True)),
        migrations.AddField('visit', 'site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='intake.site')),
        migrations.AlterField('visit', 'time', models.TimeField(blank=True, help_text="In the site's own time.", null=True)),
        migrations.AddIndex('visit', models.Index(fields=['site', 'date'], name='visit_by_site')),
        migrations.AddConstraint('visit', models.CheckConstraint(condition=models.Q(models.Q(('standing', 'planned'), ('standing_why', '')), models.Q(models.Q(('standing', 'planned'), _negated=True), models.Q(('standing_why', ''), _negated=True), ('standing_at__isnull', False)), _connector='OR'), name='visit_standing_says_when_and_why')),
        migrations.AddConstraint('visit', models.CheckConstraint(condition=models.Q(('standing', 'planned'), models.Q(('talk', 'signed'), _negated=True), _connector='OR'), name='visit_signed_took_place')),
        migrations.AddConstraint('visit', models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('site', 'source', 'source_id'), name='visit_once_in_a_schedule')),
        # Answers: a stamp that does not count, and no page that is told apart.
        migrations.RenameField('submission', 'counter', 'stamp'),
        migrations.AlterField('submission', 'stamp', models.PositiveIntegerField(default=0, help_text='Another number with every saved page, so that two tabs notice each other. It does not count them: how many there were tells what was asked.')),
        migrations.AddField('submission', 'drafts_minute', models.PositiveBigIntegerField(help_text='The minute in which a draft was last taken.', null=True)),
        migrations.AddField('submission', 'drafts_taken', models.PositiveIntegerField(help_text='Drafts taken in that minute.', null=True)),
        migrations.AddField('submission', 'language', models.CharField(help_text='What the patient chose to read in.', max_length=10, null=True)),
        migrations.AddField('submission', 'typist', models.ForeignKey(help_text='Who is typing the answers in from paper, until they are sent; else None.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.RemoveConstraint('pagedraft', 'pagedraft_once'),
        migrations.RemoveConstraint('pagedraft', 'pagedraft_once_in_a_row'),
        # The talk: editions of a discussion, decisions that supersede, and room for contents.
        migrations.AlterModelOptions('frozendiscussion', {'ordering': ['-revision', '-edition']}),
        migrations.RemoveConstraint('frozendiscussion', 'frozendiscussion_revision_once'),
        migrations.RemoveConstraint('frozendiscussion', 'frozendiscussion_revision_from_one'),
        migrations.AddField('frozendiscussion', 'answers', intake.models.sealed.SealedField(blank=True, null=True)),
        migrations.AddField('frozendiscussion', 'brief', intake.models.sealed.SealedField(blank=True, null=True)),
        migrations.AddField('frozendiscussion', 'edition', models.PositiveIntegerField(db_default=1, default=1)),
        migrations.AddField('frozendiscussion', 'binding', intake.models.sealed.SealedField(null=True)),
        migrations.AddConstraint('frozendiscussion', models.UniqueConstraint(fields=('submission', 'revision', 'edition'), name='frozendiscussion_edition_once')),
        migrations.AddConstraint('frozendiscussion', models.CheckConstraint(condition=models.Q(('edition__gte', 1), ('revision__gte', 1)), name='frozendiscussion_revision_from_one')),
        migrations.AddField('signoff', 'supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='intake.signoff')),
        migrations.AddField('signoff', 'binding', intake.models.sealed.SealedField(null=True)),
        migrations.AddField('signoff', 'content', intake.models.sealed.SealedField(null=True)),
        migrations.AlterField('signoff', 'discussion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to='intake.frozendiscussion')),
        migrations.AlterField('signoff', 'visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to='intake.visit')),
        migrations.AddConstraint('signoff', models.UniqueConstraint(condition=models.Q(('supersedes', None)), fields=('visit',), name='signoff_first_once')),
        migrations.AddField('outcomerecord', 'content', intake.models.sealed.SealedField(null=True)),
        migrations.AddField('verifiedrecord', 'content', intake.models.sealed.SealedField(null=True)),
        migrations.RunPython(put_up_again, migrations.RunPython.noop),
    ]
