"""The evidence that a question, a point, a claim or a topic rests on, picked by key or title."""

from intake.admin.shared.forms import StaffForm
from intake.admin.shared.pickers import PickedField, questionnaire_id_of
from intake.admin.shared.rows import OrderedRows
from intake.models import Citation


class CitationForm(StaffForm):
    evidence = PickedField(Citation, "evidence", name_of=str, path="questionnaire")

    def __init__(self, *args, questionnaire_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        if "evidence" in self.fields:
            known = self.instance.evidence if self.instance.pk else None
            self.fields["evidence"].limit(questionnaire_id, known)


class CitationRows(OrderedRows):
    model = Citation
    form = CitationForm
    fields = ("evidence",)
    verbose_name = "piece of evidence"
    verbose_name_plural = "evidence it rests on"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("evidence")

    def form_kwargs(self, owner):
        return {"questionnaire_id": questionnaire_id_of(owner)}
