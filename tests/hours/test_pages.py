from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from tests.factories import (
    ContactFactory,
    DistrictFactory,
    NeighbourhoodFactory,
    PreventionFloorFactory,
    TeamFactory,
    TeamMembershipFactory,
    TimeEntryFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team, TeamMembership

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)  # a Wednesday
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel("2026-11-18 10:00 +01:00", tick=False):
        yield


@pytest.fixture
def member(client: Client, colleague: User) -> Client:
    return sign_in(client, colleague)


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "outreach",
        "minutes": "1:30",
        "note": "Buurtbarbecue",
        "worked_on": f"{TODAY}",
        "request_key": str(uuid4()),
        **changes,
    }


# -- adding ----------------------------------------------------------------------------------------


def test_three_answers_are_enough(member: Client, colleague: User, team: Team) -> None:
    page = member.get(reverse("hours:add"))
    form = page.context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    day = form["worked_on"].value()
    response = member.post(
        reverse("hours:add"), {**hidden, "worked_on": str(day), "kind": "outreach", "minutes": "45", "note": ""}
    )
    assert response.status_code == 302
    entry = TimeEntry.objects.get()
    assert (entry.user, entry.team, entry.minutes, entry.kind) == (colleague, team, 45, "outreach")
    assert entry.worked_on == TODAY
    assert entry.area is None
    page = member.get(response["Location"])
    assert "45 min" in page.text


def test_only_kinds_that_belong_to_no_household(member: Client, team: Team) -> None:
    page = member.get(reverse("hours:add"))
    offered = {value for value, _label in page.context["form"].fields["kind"].choices}
    assert offered == {"collective", "prevention", "outreach", "network", "team", "administration"}
    response = member.post(reverse("hours:add"), answers(kind="individual", team=team.pk))
    assert response.status_code == 422
    assert not TimeEntry.objects.exists()


def test_the_same_form_twice_makes_one_row(member: Client, team: Team) -> None:
    answer = answers(team=team.pk)
    first, second = (member.post(reverse("hours:add"), answer) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert TimeEntry.objects.count() == 1


def test_the_key_of_somebody_else_is_no_way_in(member: Client, team: Team, teammate: User) -> None:
    theirs = TimeEntryFactory.create(membership=TeamMembership.objects.get(user=teammate), request_key=uuid4())
    with pytest.raises(Exception, match="request_key"):
        member.post(reverse("hours:add"), answers(team=team.pk, request_key=str(theirs.request_key)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"worked_on": "2026-11-19"}, "worked_on"),
        ({"worked_on": "2026-10-17"}, "worked_on"),
        ({"worked_on": "0001-01-01"}, "worked_on"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "1441"}, "minutes"),
        ({"minutes": "1.30"}, "minutes"),
        ({"kind": ""}, "kind"),
        ({"note": "n" * 201}, "note"),
        ({"area": "1"}, "area"),
        ({"request_key": "no key"}, "request_key"),
    ],
)
def test_answers_that_are_refused(member: Client, team: Team, changes: dict[str, str], field: str) -> None:
    response = member.post(reverse("hours:add"), answers(team=team.pk, **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not TimeEntry.objects.exists()


def test_the_first_day_that_can_still_be_added(member: Client, team: Team) -> None:
    assert member.post(reverse("hours:add"), answers(team=team.pk, worked_on="2026-10-18")).status_code == 302


def test_hours_count_for_own_teams_only(member: Client, other_team: Team) -> None:
    response = member.post(reverse("hours:add"), answers(team=other_team.pk))
    assert response.status_code == 422
    assert not TimeEntry.objects.exists()


def test_not_before_somebody_worked_in_the_team(client: Client, team: Team) -> None:
    newcomer = TeamMembershipFactory.create(team=team, starts_on=date(2026, 11, 16)).user
    response = sign_in(client, newcomer).post(reverse("hours:add"), answers(team=team.pk, worked_on="2026-11-13"))
    assert "worked_on" in response.context["form"].errors


def test_a_day_has_24_hours(member: Client, team: Team) -> None:
    member.post(reverse("hours:add"), answers(team=team.pk, minutes="1400"))
    response = member.post(reverse("hours:add"), answers(team=team.pk, minutes="41"))
    assert response.status_code == 422
    assert "40 min" in str(response.context["form"].errors["minutes"])
    assert member.post(reverse("hours:add"), answers(team=team.pk, minutes="40")).status_code == 302


def test_team_is_asked_only_when_there_are_several(member: Client, colleague: User, other_team: Team) -> None:
    assert member.get(reverse("hours:add")).context["form"]["team"].is_hidden
    TeamMembershipFactory.create(team=other_team, user=colleague)
    assert not member.get(reverse("hours:add")).context["form"]["team"].is_hidden
    assert member.post(reverse("hours:add"), answers()).status_code == 422


def test_areas_of_the_own_team_and_what_lies_in_them(member: Client, team: Team) -> None:
    district = DistrictFactory.create()
    inside, outside = NeighbourhoodFactory.create(parent=district), NeighbourhoodFactory.create()
    team.areas.add(district)
    areas = set(member.get(reverse("hours:add")).context["form"].fields["area"].queryset)
    assert areas == {district, inside}
    assert outside not in areas


def test_somebody_without_a_team_hears_what_to_do(client: Client, colleague: User) -> None:
    TeamMembership.objects.all().delete()
    page = sign_in(client, colleague).get(reverse("hours:add"))
    assert page.status_code == 200
    assert '<form class="form"' not in page.text


def test_the_dialog_is_a_part_of_the_page(member: Client) -> None:
    part = member.get(f"{reverse('hours:add')}?deel=dialog", headers=HTMX)
    assert "<html" not in part.text
    assert 'id="dialog-title"' in part.text
    assert member.get(f"{reverse('hours:add')}?deel=nothing", headers=HTMX).text.startswith("<!doctype")


def test_from_another_page_one_stays_there(member: Client, team: Team) -> None:
    url = f"{reverse('hours:add')}?deel=dialog"
    elsewhere = {**HTMX, "HX-Current-URL": "http://testserver/casussen/"}
    saved = member.post(url, answers(team=team.pk), headers=elsewhere)
    assert saved.status_code == 200
    assert "data-close" in saved.text
    at_home = member.post(url, answers(team=team.pk), headers={**HTMX, "HX-Current-URL": "http://testserver/uren/"})
    assert at_home["HX-Redirect"].startswith("/uren/")
    wrong = member.post(url, answers(team=team.pk, minutes=""), headers=elsewhere)
    assert wrong.status_code == 422
    assert "<html" not in wrong.text


# -- changing and removing -------------------------------------------------------------------------


@pytest.fixture
def entry(colleague: User) -> TimeEntry:
    return TimeEntryFactory.create(
        membership=TeamMembership.objects.get(user=colleague), worked_on=date(2026, 11, 16), kind="network"
    )


def test_own_hours_can_be_corrected(member: Client, entry: TimeEntry, team: Team) -> None:
    url = reverse("hours:edit", args=[entry.public_id])
    assert member.get(url).status_code == 200
    response = member.post(url, answers(team=team.pk, minutes="20", kind="team"))
    assert response["Location"] == "/uren/?dag=2026-11-18"
    entry.refresh_from_db()
    assert (entry.minutes, entry.kind, entry.worked_on) == (20, "team", TODAY)


def test_correcting_counts_the_day_without_itself(member: Client, entry: TimeEntry, team: Team) -> None:
    url = reverse("hours:edit", args=[entry.public_id])
    assert member.post(url, answers(team=team.pk, worked_on="2026-11-16", minutes="1440")).status_code == 302


def test_removing_asks_first_and_leaves_history(member: Client, entry: TimeEntry) -> None:
    url = reverse("hours:remove", args=[entry.public_id])
    assert member.get(url).status_code == 200
    assert TimeEntry.objects.exists()
    assert member.post(url).status_code == 302
    assert not TimeEntry.objects.exists()
    history = TimeEntry.pgh_event_model.objects.filter(pgh_obj_id=entry.pk)  # type: ignore[attr-defined]
    assert history.filter(pgh_label="delete").exists()


@pytest.mark.parametrize("name", ["hours:edit", "hours:remove"])
def test_not_those_of_somebody_else(client: Client, entry: TimeEntry, coordinator: User, name: str) -> None:
    url = reverse(name, args=[entry.public_id])
    assert sign_in(client, coordinator).post(url, answers()).status_code == 404
    assert TimeEntry.objects.get().minutes == 60


@pytest.mark.parametrize("name", ["hours:edit", "hours:remove"])
def test_not_when_they_are_too_old(member: Client, entry: TimeEntry, name: str) -> None:
    TimeEntry.objects.update(worked_on=date(2026, 10, 17))
    assert member.get(reverse(name, args=[entry.public_id])).status_code == 404


@pytest.mark.parametrize("name", ["hours:edit", "hours:remove"])
@pytest.mark.parametrize("kind", ["individual", "network"])
def test_not_those_of_a_contact(member: Client, case: Case, name: str, kind: str) -> None:
    contact = ContactFactory.create(case=case, occurred_at=timezone.now(), time_entry__kind=kind)
    assert member.post(reverse(name, args=[contact.time_entry.public_id]), answers()).status_code == 404
    assert TimeEntry.objects.filter(pk=contact.time_entry.pk).exists()


# -- the week --------------------------------------------------------------------------------------


def test_the_week_adds_up(member: Client, colleague: User, entry: TimeEntry) -> None:
    membership = TeamMembership.objects.get(user=colleague)
    TimeEntryFactory.create(membership=membership, worked_on=TODAY, minutes=45, kind="outreach")
    TimeEntryFactory.create(membership=membership, worked_on=TODAY, minutes=50, kind="network")
    TimeEntryFactory.create(membership=membership, worked_on=date(2026, 11, 15), minutes=500)
    overview = member.get(reverse("hours:list")).context["overview"]
    assert overview.minutes == 155
    assert [day.minutes for day in overview.days] == [60, 0, 95, 0, 0]
    assert {kind.label: kind.minutes for kind in overview.kinds} == {"outreach": 45, "netwerk": 110}
    assert overview.next_url == ""
    before = member.get(overview.previous_url).context["overview"]
    assert before.minutes == 500
    assert [day.minutes for day in before.days] == [0, 0, 0, 0, 0, 500], "the Sunday shows because there was work"


@pytest.mark.parametrize("day", ["nonsense", "", "2026-13-40", "9999-12-31", "0001-01-01"])
def test_any_address_gives_a_week(member: Client, day: str) -> None:
    assert member.get(reverse("hours:list"), {"dag": day}).status_code == 200


def test_the_balance_of_the_team_against_its_floor(member: Client, team: Team, teammate: User, case: Case) -> None:
    membership = TeamMembership.objects.get(user=teammate)
    TimeEntryFactory.create(membership=membership, worked_on=TODAY, minutes=60, kind="prevention")
    ContactFactory.create(case=case, occurred_at=timezone.now(), minutes=180)
    PreventionFloorFactory.create(team=team, percentage=30)
    balance = member.get(reverse("hours:list")).context["overview"].balances[0]
    assert balance.tone == "warning"
    TimeEntryFactory.create(membership=membership, worked_on=TODAY, minutes=30, kind="outreach")
    assert member.get(reverse("hours:list")).context["overview"].balances[0].tone == "positive"


def test_queries_do_not_grow_with_the_hours(
    member: Client, entry: TimeEntry, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    membership = TeamMembership.objects.get(user=entry.user)
    for _ in range(20):
        TimeEntryFactory.create(membership=membership, worked_on=TODAY)
    member.get(reverse("hours:list"))
    with django_assert_max_num_queries(8):
        member.get(reverse("hours:list"))


# -- the team --------------------------------------------------------------------------------------


def test_the_coordinator_sees_the_hours_of_the_team(
    client: Client, coordinator: User, entry: TimeEntry, other_team: Team, outsider: User
) -> None:
    TimeEntryFactory.create(membership=TeamMembership.objects.get(user=outsider), worked_on=TODAY, note="elsewhere")
    TimeEntry.objects.filter(pk=entry.pk).update(note="overleg met school")
    page = sign_in(client, coordinator).get(reverse("hours:list"), {"maand": "2026-11"})
    assert "overleg met school" in page.text
    assert "elsewhere" not in page.text
    assert page.context["overview"].minutes == 60


def test_a_team_member_never_sees_them(member: Client, teammate: User) -> None:
    TimeEntryFactory.create(
        membership=TeamMembership.objects.get(user=teammate), worked_on=TODAY, note="of a colleague"
    )
    page = member.get(reverse("hours:list"), {"maand": "2026-11", "team": ""})
    assert "of a colleague" not in page.text
    assert teammate.name not in page.text


def test_filters(client: Client, coordinator: User, team: Team, colleague: User, case: Case) -> None:
    membership = TeamMembership.objects.get(user=colleague)
    for kind, minutes in (("outreach", 10), ("collective", 20), ("network", 5)):
        TimeEntryFactory.create(membership=membership, worked_on=TODAY, kind=kind, minutes=minutes)
    for kind, minutes in (("individual", 40), ("escalation", 80)):
        ContactFactory.create(case=case, occurred_at=timezone.now(), minutes=minutes, time_entry__kind=kind)
    TimeEntryFactory.create(membership=membership, worked_on=date(2026, 10, 31), kind="outreach", minutes=160)
    sign_in(client, coordinator)

    def sum_of(**query: str) -> int:
        total: int = client.get(reverse("hours:list"), {"team": team.code, **query}).context["overview"].minutes
        return total

    assert sum_of() == 155
    assert sum_of(soort="outreach") == 10
    assert sum_of(soort="preventive") == 30
    assert sum_of(soort="casework") == 120
    assert sum_of(maand="2026-10", soort="preventive") == 160
    assert sum_of(maand="1999-01") == 155, "a month that is none is this month"


def test_another_team_in_the_address_is_refused(client: Client, coordinator: User, other_team: Team) -> None:
    assert sign_in(client, coordinator).get(reverse("hours:list"), {"team": other_team.code}).status_code == 403


def test_two_teams_together(client: Client, coordinator: User, team: Team) -> None:
    second = TeamFactory.create(members=[coordinator])
    for one in (team, second):
        membership = TeamMembership.objects.get(user=coordinator, team=one)
        TimeEntryFactory.create(membership=membership, worked_on=TODAY)
        PreventionFloorFactory.create(team=one)
    sign_in(client, coordinator)
    both = client.get(reverse("hours:list"), {"team": ""}).context["overview"]
    assert both.minutes == 120
    assert both.floor is None, "two agreements do not add up to one"
    assert client.get(reverse("hours:list"), {"team": second.code}).context["overview"].floor == 25


def test_pages_of_the_team_list(client: Client, coordinator: User) -> None:
    membership = TeamMembership.objects.get(user=coordinator)
    for _ in range(51):
        TimeEntryFactory.create(membership=membership, worked_on=TODAY)
    sign_in(client, coordinator)
    part = client.get(reverse("hours:list"), {"maand": "2026-11", "pagina": "2", "deel": "rows"}, headers=HTMX)
    assert part.text.count('<th scope="row" class="nowrap">') == 1
    assert part["HX-Push-Url"] == "/uren/?maand=2026-11&pagina=2"


def test_other_roles_have_no_hours(client: Client, commissioner: User, administrator: User) -> None:
    for user in (commissioner, administrator):
        sign_in(client, user)
        assert client.get(reverse("hours:list")).status_code == 403
        assert client.get(reverse("hours:add")).status_code == 403


def test_today_is_that_of_amsterdam(client: Client, colleague: User) -> None:
    with time_machine.travel("2026-11-18 23:30 +00:00", tick=False):
        assert timezone.localdate() == date(2026, 11, 19)
        assert sign_in(client, colleague).get(reverse("hours:add")).context["form"]["worked_on"].value() == date(
            2026, 11, 19
        )
