"""A question for help that is made of a signal: the ordinary form, with what was noticed in it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.enums import Origin, Urgency
from cases.forms.intake import QuestionForm
from cases.services.question_of_signal import make_question_of_signal
from collectief.enums import SignalSource
from collectief.models import Signal
from collectief.services.take_up_signal import SignalIsClosed
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft

ORIGINS = {
    SignalSource.RESIDENT: Origin.NETWORK,
    SignalSource.VOLUNTEER: Origin.VOLUNTEER,
    SignalSource.PARTNER: Origin.ORGANISATION,
    SignalSource.WORKER: Origin.OUTREACH,
    SignalSource.OUTREACH: Origin.OUTREACH,
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def question_from_signal(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Write a question down that came of a signal of one's team. The name of who noticed it does not go along."""
    now = timezone.now()
    signals = Signal.objects.visible_to(request.user, on=timezone.localdate(now)).select_related("team")
    signal = get_object_or_404(signals, public_id=public_id)
    if request.method != "POST" and signal.followed_up_at is not None:
        return redirect_after_post(request, "collectief:signal", public_id)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        teams=[signal.team],
        initial={
            "asked": f"{signal.text}\n\n{signal.place}".strip(),
            "origin": ORIGINS[SignalSource(signal.source)],
            "area": signal.area_id,
            "theme": signal.theme_id,
        },
    )
    status, is_closed = (422 if form.is_bound else 200), False
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            question = make_question_of_signal(
                signal=signal,
                asked=given["asked"],
                origin=Origin(given["origin"]),
                asker=given["asker"],
                reach=given["reach"],
                resident=given["resident"],
                address=given["address"],
                area=given["area"],
                theme=given["theme"],
                urgency=Urgency(given["urgency"]),
                has_safety_concern=given["has_safety_concern"],
                by=request.user,
                at=now,
                request_key=given["request_key"],
            )
        except SignalIsClosed:
            status, is_closed = 409, True
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The question has been saved, and the signal says so."))
            return redirect_after_post(request, "cases:question", question.public_id)
    context = {"form": form, "signal": signal, "signal_closed": is_closed}
    return render_page(request, "cases/intake/question_new.html", context, status=status)
