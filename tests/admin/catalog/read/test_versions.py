"""A published version is read whole, and what restoring it does is said."""

import re
from dataclasses import replace

import pytest

from tests.make.builders import a_version
from tests.make.small import SMALL
from tests.make.staff import leads_to, page, read
from tests.provider.pages import words

pytestmark = pytest.mark.django_db

SECTIONS = """
1. About you Please answer.
What is your name? full_name · Short text · needs an answer
Any allergy? has_allergy · Pick from a list · needs an answer · settled by: The patient's own doctor
It may change what is done. Yes No I don't know
Each allergy allergies · Group · 1 to 3 entries Asked only when “Allergy” is “Yes”
To what? substance · Short text · needs an answer Since when? since · Date
2. The visit
What have you heard? heard · Pick from a list, with own words beside “Something else”
· several answers · settled by: The provider, in the talk
It is safe It is a cure Something else None of these
How many minutes? minutes · Whole number Asked only when “Heard” is “It is safe” or “It is a cure”,
or “Allergy” is not “No”, or “Heard” is answered
How much? dose · Number
Worries? worries · Short text · several answers
Ready? ready · Yes or no · needs an answer · may be said in person
"""
SAYS = "Say this. Then that. For the patient: In plain words. To ask: What about it? Evidence: E1"
POINTS = f"""
Points
About allergy allergy · A risk · Cases reported (no rate known)
Hold for clinician review when “Allergy” is “Yes” or “I don't know” and “Minutes” is less than “30”
and “Dose” is at least “2.5” what is the matter: Latex
Discuss when “Since” is more than “01-May-2020”, or “Ready” is “No”
{SAYS}
About always always · A risk · Cases reported (no rate known) For every patient: Inform {SAYS}
What patients are told, against what is known
It is a cure Nobody has shown a cure. Evidence: E2
Reasons for warnings
may change: It may change what is done It says just that. Dr. Ada Okoye, 02-Nov-2026
"""
READ = "What it says. A publisher 2025 · read 02-Jan-2026"
EVIDENCE = f"""
Evidence
E1 · A source {READ} by Dr. Lee · read again by 02-Jan-2030
E2 · A source {READ} · read again by 02-Jan-2030
"""


def of_own_words():
    """The small questionnaire; a trigger has its own title, and somebody read a source."""
    point, *points = SMALL.points
    first, *triggers = point.triggers
    named = replace(point, triggers=(replace(first, title="Latex"), *triggers))
    source, *sources = SMALL.evidence
    seen = replace(source, reviewer="Dr. Lee")
    return replace(SMALL, points=(named, *points), evidence=(seen, *sources))


def test_a_version_is_read_whole(client):
    version = a_version(of_own_words())
    text = client.get(page("version", "change", version.pk)).content.decode()
    (document,) = re.findall(r'<section class="document".*?</section>', text, re.DOTALL)
    assert words(document).replace("&#x27;", "'") == " ".join(
        (SECTIONS + POINTS + EVIDENCE).split()
    )
    assert re.findall(r'id="point-(\w*)"', document) == ["allergy", "always"]


def test_a_version_leads_to_its_file_its_differences_and_its_return(client, draft):
    version = a_version(SMALL)
    assert leads_to(client.get(page("version", "change", version.pk)))[:3] == [
        page("version", "download", version.pk),
        f"{page('questionnaire', 'difference', draft.pk)}?before=1&after=draft",
        page("version", "restore", version.pk),
    ]


def test_what_is_lost_by_restoring_a_version_is_said_with_the_way_to_keep_it(client, draft):
    version = a_version(SMALL)
    response = client.get(page("version", "restore", version.pk))
    assert (
        "The draft of “A small questionnaire” becomes what version 1 is. What stands in the draft"
        " now is lost, unless it was published or downloaded ." in read(response)
    )
    assert leads_to(response) == [
        page("questionnaire", "export", draft.pk),
        page("version", "change", version.pk),
    ]
