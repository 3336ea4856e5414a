"""What a translator posts: texts of one page, a file of a translation program, a reviewer."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from intake.admin.shared.seen_draft import SeenDraftForm
from intake.core.documents.po import from_po
from intake.core.documents.values import DocumentError
from intake.core.limits import DOCUMENT_BYTES
from intake.core.questionnaire.free_text import tidy

SAID, WAS, SOURCE = "said:", "was:", "source:"


def sources_in(posted):
    """What each posted text was made from, by its name."""
    names = [name.removeprefix(SAID) for name in posted if name.startswith(SAID)]
    return {name: posted.get(f"{SOURCE}{name}", "") for name in names}


def typed_in(posted):
    """Name, source and words of each text, as they were posted."""
    return [(name, source, posted[f"{SAID}{name}"]) for name, source in sources_in(posted).items()]


def said_in(posted, texts):
    """What was typed, and what somebody else kept in between: ``({path: pair}, conflicts)``."""
    said, conflicts = {}, []
    for text in texts:
        if f"{SAID}{text.path}" not in posted:
            continue
        typed = tidy(posted[f"{SAID}{text.path}"])
        opened, source = posted.get(f"{WAS}{text.path}", ""), posted.get(f"{SOURCE}{text.path}")
        if tidy(opened) != text.text and typed != text.text or source != text.source:
            conflicts.append((text, typed))
        elif typed != text.text or typed and text.state != "done":
            said[text.path] = (text.source, typed)
    return said, conflicts


class FileForm(forms.Form):
    """A PO file as “Download PO” gives it, translated; what has no place here is told."""

    file = forms.FileField(
        label="PO file", error_messages={"required": "Choose a file.", "empty": "It is empty."}
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > DOCUMENT_BYTES:
            raise forms.ValidationError(f"The file is larger than {DOCUMENT_BYTES:,} bytes.")
        try:
            self.said = from_po(file.read().decode())
        except UnicodeDecodeError:
            raise forms.ValidationError("This is not a PO file in UTF-8.") from None
        except DocumentError as error:
            raise forms.ValidationError(str(error)) from None
        return file


class ReviewForm(SeenDraftForm):
    reviewer = forms.CharField(
        label="Reviewer", max_length=120, help_text="Who read every text as it stands now."
    )
    on = forms.DateField(label="Read on", widget=AdminDateWidget)

    def clean_reviewer(self):
        reviewer = tidy(self.cleaned_data["reviewer"])
        if not reviewer:
            raise forms.ValidationError("Name the person who read it.")
        return reviewer

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError("This day has not come yet.")
        return self.cleaned_data["on"]
