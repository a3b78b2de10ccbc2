"""Stories: written, read by somebody else, shared, thanked for, and taken back."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collectief.enums import StoryState, WithdrawnBecause
from collectief.forms.stories import AskReadingForm, ReadingForm, StoryFilterForm, StoryForm, WithdrawForm
from collectief.models import Edition, Initiative, Story
from collectief.selectors import stories as selectors
from collectief.selectors.tabs import collective_tabs
from collectief.services.read_story import (
    approve_story,
    give_back_story,
    share_story,
    thank_for_story,
    withdraw_story,
)
from collectief.services.write_story import (
    ConsentIsMissing,
    ReaderIsTheWriter,
    StoryChanged,
    ask_reading,
    change_story,
    write_story,
)
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.addresses import public_id_in_address
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def stories(request: StaffRequest) -> HttpResponse:
    """Stories of one's own teams, or (`?van=anderen`) those that other teams share."""
    today = timezone.localdate()
    filters = StoryFilterForm(request.GET, themes=selectors.themes_told(request.user, today=today))
    filters.is_valid()  # what is not among the choices is left out
    theme = filters.cleaned_data.get("thema")
    of_others = request.GET.get("van") == "anderen"
    context = {
        "filters": filters,
        "of_others": of_others,
        "tabs": collective_tabs("stories", user=request.user),
        "overview": None,
        "shared": (),
    }
    code = theme.code if theme else ""
    if of_others:
        context["shared"] = selectors.shared_stories(user=request.user, today=today, theme=code)
    else:
        context["overview"] = selectors.story_list(user=request.user, today=today, theme=code)
    return render_page(request, "collectief/stories/list.html", context, fragments={"rows"}, push=True)


def _visible(request: StaffRequest, public_id: UUID) -> Story:
    rows = Story.objects.visible_to(request.user, on=timezone.localdate())
    related = ("team", "theme", "area", "edition__method", "written_by", "asked_of", "read_by", "withdrawn_by")
    return get_object_or_404(rows.select_related(*related), public_id=public_id)


def _own(request: StaffRequest, public_id: UUID) -> Story:
    """A story of one's own team that was not withdrawn."""
    rows = Story.objects.of_teams_of(request.user, on=timezone.localdate()).exclude(state=StoryState.WITHDRAWN)
    related = ("team", "theme", "edition__method", "written_by")
    return get_object_or_404(rows.select_related(*related), public_id=public_id)


@require_safe
@for_roles(*CASEWORKERS)
def story(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One story; until it is approved with what may point at somebody marked."""
    page = selectors.story_page(_visible(request, public_id), user=request.user, today=timezone.localdate())
    return render_page(request, "collectief/stories/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def story_new(request: StaffRequest) -> HttpResponse:
    """Write a story; `initiatief` and `editie` in the address say what it is about."""
    now = timezone.now()
    today = timezone.localdate(now)
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    initiatives, editions = selectors.initiatives_of(teams, today=today), selectors.editions_of(teams)
    form = StoryForm(
        request.POST if request.method == "POST" else None,
        teams=teams,
        initiatives=initiatives,
        editions=editions,
        today=today,
        initial=_about(request, initiatives, editions),
    )
    if form.is_bound and form.is_valid():
        kept = write_story(
            team=form.chosen_team,
            details=form.details,
            by=request.user,
            at=now,
            request_key=form.cleaned_data["request_key"],
        )
        messages.success(request, _("The story has been kept as a draft. Read it once more, then ask a colleague."))
        return redirect_after_post(request, "collectief:story", kept.public_id)
    context = {"form": form, "story": None}
    return render_page(request, "collectief/stories/edit.html", context, status=422 if form.is_bound else 200)


def _about(request: StaffRequest, initiatives: QuerySet[Initiative], editions: QuerySet[Edition]) -> dict[str, object]:
    """What the address says that it is about; what is not one's own is left out."""
    edition_id, initiative_id = (public_id_in_address(request, name) for name in ("editie", "initiatief"))
    edition = editions.filter(public_id=edition_id).first() if edition_id else None
    named = initiatives.filter(public_id=initiative_id).first() if initiative_id else None
    initiative = edition.initiative if edition else named
    return {
        "initiatives": [initiative.public_id] if initiative else [],
        "edition": edition.public_id if edition else None,
        "theme": initiative.theme_id if initiative else None,
        "area": initiative.area_id if initiative else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def story_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Change a story: by who wrote it, and by a team coordinator."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = _own(request, public_id)
    require(selectors.may_change(found, request.user))
    form = StoryForm(
        request.POST if request.method == "POST" else None,
        teams=[found.team],
        initiatives=selectors.initiatives_of([found.team], today=today),
        editions=selectors.editions_of([found.team]),
        today=today,
        story=found,
    )
    status, changed = (422 if form.is_bound else 200), None
    if form.is_bound and form.is_valid():
        try:
            change_story(
                story=found, details=form.details, seen=form.cleaned_data["seen"] or 0, by=request.user, at=now
            )
        except StoryChanged as first:
            changed, status = first.story, 409
        else:
            messages.success(request, _("The story has been saved."))
            return redirect_after_post(request, "collectief:story", found.public_id)
    context = {"form": form, "story": found, "changed": changed}
    return render_page(request, "collectief/stories/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def story_ask(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Ask a colleague for the second reading."""
    now = timezone.now()
    found = _own(request, public_id)
    require(selectors.may_change(found, request.user))
    readers = selectors.readers_for(found, today=timezone.localdate(now))
    form = AskReadingForm(request.POST if request.method == "POST" else None, readers=readers)
    if form.is_bound and form.is_valid():
        try:
            ask_reading(story=found, reader=form.cleaned_data["reader"], at=now)
        except StoryChanged:
            messages.info(request, _("A colleague was first: look at how it stands now."))
            return redirect_after_post(request, "collectief:story", public_id)
        except ConsentIsMissing:
            form.add_error(None, _("Write down first when and how the teller agreed."))
        except ReaderIsTheWriter:
            form.add_error("reader", _("Somebody else has to read it than who wrote or changed it."))
        else:
            messages.success(request, _("The story waits for its second reading."))
            return redirect_after_post(request, "collectief:story", public_id)
    context = {"form": form, "story": found, "title": _("Ask for a second reading"), "action": _("Ask")}
    return _dialog(request, context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def story_reading(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The second reading: approve with the checklist, or give back with remarks."""
    now = timezone.now()
    found = _own(request, public_id)
    require(selectors.may_read(found, request.user))
    if found.state != StoryState.ASKED and request.method != "POST":
        return redirect_after_post(request, "collectief:story", public_id)
    approves = request.POST.get("besluit") != "terug"
    form = ReadingForm(request.POST if request.method == "POST" else None, story=found, approves=approves)
    status = 422 if form.is_bound else 200
    has_changed = False
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            if approves:
                approve_story(story=found, seen=seen, by=request.user, at=now)
            else:
                give_back_story(story=found, seen=seen, remarks=form.cleaned_data["remarks"], by=request.user, at=now)
        except StoryChanged:
            has_changed, status = True, 409
            found = _own(request, public_id)
        else:
            done = _("The story has been approved.") if approves else _("The story went back with your remarks.")
            messages.success(request, done)
            return redirect_after_post(request, "collectief:story", public_id)
    page = selectors.story_page(found, user=request.user, today=timezone.localdate(now))
    context = {"form": form, "page": page, "has_changed": has_changed}
    return render_page(request, "collectief/stories/reading.html", context, status=status)


@require_POST
@for_roles(*CASEWORKERS)
def story_share(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Let other teams read it, or no longer."""
    found = _own(request, public_id)
    with_others = request.POST.get("delen") == "ja"
    try:
        share_story(story=found, with_others=with_others, at=timezone.now())
    except StoryChanged:
        messages.info(request, _("A colleague was first: look at how it stands now."))
    else:
        done = _("Other teams can read it now.") if with_others else _("Other teams no longer see it.")
        messages.success(request, done)
    return redirect_after_post(request, "collectief:story", public_id)


@require_POST
@for_roles(*CASEWORKERS)
def story_thanks(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """This helps us: once for each team."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = get_object_or_404(Story.objects.shared_with(request.user, on=today), public_id=public_id)
    team = Team.objects.of_worker(request.user, on=today).order_by("name").first()
    require(team is not None)
    assert team is not None  # noqa: S101  (require raised)
    try:
        is_new = thank_for_story(story=found, team=team, by=request.user, at=now)
    except StoryChanged:
        messages.info(request, _("This story is no longer shared."))
        return redirect_after_post(request, "collectief:stories")
    messages.success(
        request, _("The writer sees that it helps you.") if is_new else _("Your team had said so already.")
    )
    return redirect_after_post(request, "collectief:story", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def story_withdraw(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take a story away for good; whoever picks up the phone can do it."""
    today = timezone.localdate()
    found = _own(request, public_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None, story=found)
    if form.is_bound and form.is_valid():
        withdraw_story(story=found, because=WithdrawnBecause(form.cleaned_data["because"]), by=request.user, on=today)
        messages.success(request, _("The story has been withdrawn."))
        return redirect_after_post(request, "collectief:story", public_id)
    page = selectors.story_page(found, user=request.user, today=today)
    context = {"form": form, "story": found, "title": _("Withdraw the story"), "action": _("Withdraw it")}
    return _dialog(request, {**context, "published": page.published, "withdraws": True})


def _dialog(request: StaffRequest, context: dict[str, object]) -> HttpResponse:
    status = 422 if getattr(context["form"], "is_bound", False) else 200
    return render_page(request, "collectief/stories/step.html", context, fragments={"dialog"}, status=status)
