"""Both printed copies for somebody invented, marked as a preview on every page."""

from dataclasses import replace

from django.http import Http404, HttpResponse

from intake.display.downloads import pdf_shown
from intake.pdf import copies

from .conduct import PRINTERS

REFERENCE = "PREVIEW"
FAILED = "The copy could not be printed. Try once more."


def preview_of(request, discussion, draft, copy):
    """A PDF that nobody can take for a real patient's."""
    if copy not in PRINTERS:
        raise Http404
    paper = request.GET.get("paper", request.site.paper_size)
    if paper not in ("letter", "a4"):
        raise Http404
    try:
        printed = PRINTERS[copy](marked(discussion, draft), paper=paper)
    except (copies.Busy, copies.RenderFailed):
        return HttpResponse(FAILED, status=503, content_type="text/plain; charset=utf-8")
    return pdf_shown(printed.content, f"preview-{copy}.pdf")


def marked(discussion, draft):
    """Name and reference run on every page of both copies; both say what this is."""
    head = discussion.header
    newest = draft.versions.order_by("-number").values_list("number", flat=True).first() or 0
    name = f"PREVIEW of a draft: {head.name or 'no name'}"
    header = replace(head, reference=REFERENCE, name=name, version=newest + 1)
    return replace(discussion, header=header)
