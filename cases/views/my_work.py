"""Where the day begins: what needs this worker, in order, with why."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.models import Action, Case, CaseRights, Contact
from cases.selectors.my_work.collect import grouped, reader_of
from cases.selectors.my_work.collect import my_work as find_work
from cases.services.follow_up import mark_followed_up
from cases.services.lock_case import CaseIsClosed
from cases.services.write_plan import PlanHasEnded, mark_action
from cases.views.case_file import PURPOSE
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page


@require_safe
@for_roles(*CASEWORKERS)
def my_work(request: StaffRequest) -> HttpResponse:
    """Everything that needs this worker today; each household that it shows is logged once."""
    now = timezone.now()
    today = timezone.localdate(now)
    reader = reader_of(request.user, rights=CaseRights.of(request.user, on=today), today=today)
    items = find_work(reader)
    if seen := sorted({(item.case_id, item.household_id) for item in items if item.case_id is not None}):
        record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=PURPOSE)
    context = {"groups": grouped(items), "count": len(items), "today": today, "keeps": len(reader.cases)}
    return render_page(request, "cases/my_work/page.html", context)


@require_POST
@for_roles(*CASEWORKERS)
def action_done(request: StaffRequest, action_id: UUID) -> HttpResponse:
    """Tick off an action of one's own, and stay on the page."""
    today = timezone.localdate()
    visible = Case.objects.visible_to(request.user, on=today)
    action = Action.objects.filter(public_id=action_id, worker=request.user, goal__plan__case__in=visible).first()
    if action is None:
        raise Http404
    try:
        mark_action(action=action, done_on=today, by=request.user)
    except (PlanHasEnded, CaseIsClosed):
        messages.error(request, _("The plan of this household was changed in the meantime. Look there."))
    else:
        messages.success(request, _("Ticked off. In the plan you can put it back."))
    return redirect_after_post(request, "cases:my-work")


@require_POST
@for_roles(*CASEWORKERS)
def followed_up(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """One came back to what a contact asked for: it leaves the page, the contact stays as it was."""
    now = timezone.now()
    visible = Contact.objects.visible_to(request.user, on=timezone.localdate(now))
    contact = visible.filter(public_id=contact_id).exclude(follow_up_on=None).select_related("case").first()
    if contact is None:
        raise Http404
    try:
        mark_followed_up(contact=contact, is_done=True, by=request.user, at=now)
    except CaseIsClosed:
        messages.error(request, _("This case was closed in the meantime."))
    else:
        messages.success(request, _("Ticked off."))
    return redirect_after_post(request, "cases:my-work")
