"""Faults in the doors, and in the site around them."""

from .fault import Fault

FAULTS = (
    Fault(
        "a page that was left is not kept",
        "intake/patient/drafts.py",
        "return _told(request, keep_as_draft(sheet.submission, place, request))",
        "return _told(request, True)",
        "tests/patient tests/journeys",
    ),
    Fault(
        "a page left before is dropped although it says something new",
        "intake/patient/drafts.py",
        "return not form.has_unkept and form.said ==",
        "return not form.has_unkept or form.said ==",
        "tests/patient tests/journeys",
    ),
    Fault(
        "the reminder that a session ends leaves out its absolute end",
        "intake/actions/answers/session.py",
        "return min(session.seen_at + idle_of(session), session.started_at + PATIENT_SESSION)",
        "return session.seen_at + idle_of(session)",
        "tests/actions/answers tests/patient",
    ),
    Fault(
        "another provider's visit opens",
        "intake/provider/access.py",
        "visits.visits_open_to(request.user, at).filter(reference=reference)",
        "visits.filter(reference=reference)",
        "tests/provider/test_access.py tests/access/test_other_site.py",
    ),
    Fault(
        "a visit in correction leaves the list of those that wait",
        "intake/provider/worklist/lists.py",
        "for state in (VisitState.SENT, VisitState.REOPENED)",
        "for state in (VisitState.SENT,)",
        "tests/provider/worklist",
    ),
    Fault(
        "an administrator's rank opens patients' data",
        "intake/admin/shared/rights.py",
        "    return user.is_active and granted.filter(codename=right).exists()",
        "    return user.is_active",
        "tests/admin/privacy tests/access",
    ),
    Fault(
        "a session of somebody else can be ended",
        "intake/account/own.py",
        "session = get_object_or_404(request.user.sessions, pk=key)",
        "session = get_object_or_404(type(request.user).sessions.rel.related_model, pk=key)",
        "tests/account tests/access",
    ),
    Fault(
        "pages may be kept by caches",
        "clinicsite/middleware.py",
        "elif not (is_file and response.status_code in {200, 206, 304}):",
        "elif False:",
        "tests/site tests/patient/test_headers.py",
    ),
    Fault(
        "a record whose signature does not hold is called printed",
        "intake/printing/work.py",
        'return JobState.FAILED, "not_valid"',
        'return JobState.DONE, "not_valid"',
        "tests/printing",
    ),
)
