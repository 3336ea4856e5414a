"""Turns a view of a discussion into finished HTML, with an engine of its own."""

import re
from pathlib import Path

from django.template import Context, Engine
from django.utils import translation

import intake
from intake.display.printable import printable

from .filters import OWN_WORDS

TEMPLATES = Path(__file__).parents[2] / "templates"


# A line that fits but for the space after it is broken by WeasyPrint after its first word.
BEFORE_END = re.compile(
    r"\s+(?:</(?:a|b|bdi|em|i|span)>\s*)*</(?:p|li|td|th|h1|h2|h3|dd|dt|div|section)>"
)


# Apart from the site's engine: no request, no context of the pages, and a name that a template
# misspells shows in the tests instead of printing nothing.
ENGINE = Engine(
    dirs=[str(TEMPLATES)],
    builtins=["django.templatetags.i18n", "intake.pdf.filters"],
    string_if_invalid="[no such name: %s]",
)


def page_html(template: str, *, language: str = "en", spoken: str = "", **view: object) -> str:
    """Finished HTML; what no font can draw is named, whichever filter was forgotten.

    ``spoken`` is the language of what the patient wrote, where it is another than the page's.
    """
    # Numbers as they are, whatever language the request speaks: same discussion, same bytes.
    shared = {"language": language, "product_version": intake.__version__, "made_at": None}
    context = Context(shared | view, use_l10n=False, use_tz=False)
    with translation.override(language):
        html = ENGINE.get_template(f"intake/pdf/{template}").render(context)
    html = BEFORE_END.sub(lambda found: re.sub(r"\s+", "", found[0]), html)
    html = html.replace(OWN_WORDS, f'<bdi lang="{spoken}">' if spoken else "<bdi>")
    return re.sub(r"[^ -~\n]+", lambda found: printable(found[0]), html)
