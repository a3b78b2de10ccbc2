"""The administrator's pages about teams."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.factories import (
    CaseFactory,
    CaseloadBandFactory,
    DisciplineFactory,
    DistrictFactory,
    MunicipalityFactory,
    NeighbourhoodFactory,
    OpeningHoursFactory,
    PreventionFloorFactory,
    TeamFactory,
    TeamMembershipFactory,
    UserFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.teams.models import (
    CaseloadBand,
    Discipline,
    Employer,
    OpeningHours,
    PreventionFloor,
    Team,
    TeamMembership,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    return sign_in(client, administrator)


def answers(**changes: str) -> dict[str, str]:
    return {"name": "Team Oost", "code": "t9", "slug": "oost", "is_active": "on", **changes}


# -- a team ----------------------------------------------------------------------------------------


def test_adding_and_changing_a_team(admin: Client) -> None:
    MunicipalityFactory.create()
    response = admin.post(reverse("teams:add"), answers())
    team = Team.objects.get()
    assert response["Location"] == reverse("teams:manage", args=["oost"])
    assert team.code == "T9"
    assert admin.get(response["Location"]).status_code == 200
    admin.post(reverse("teams:edit", args=["oost"]), answers(slug="team-oost", phone="020 123 45 67"))
    team.refresh_from_db()
    assert (team.slug, team.phone) == ("team-oost", "020 123 45 67")


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("code", "T1"), ("code", "t1"), ("slug", "eerste"), ("slug", "niet zo"), ("slug", "lijsten"),
     ("email", "geen adres")],
)  # fmt: skip
def test_a_team_that_is_refused(admin: Client, field: str, value: str) -> None:
    TeamFactory.create(code="T1", slug="eerste")
    response = admin.post(reverse("teams:add"), answers(**{field: value}))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Team.objects.count() == 1


def test_opening_hours(admin: Client, team: Team) -> None:
    url = reverse("teams:hours-add", args=[team.slug])
    assert admin.post(url, {"weekday": 1, "opens_at": "9.00", "closes_at": "1230"}).status_code == 302
    hours = OpeningHours.objects.get()
    page = admin.get(reverse("teams:manage", args=[team.slug]))
    assert "09.00 – 12.30" in page.text
    for opens, closes, field in (
        ("10:00", "11:00", "opens_at"),
        ("14:00", "13:00", "closes_at"),
        ("x", "", "opens_at"),
    ):
        response = admin.post(url, {"weekday": 1, "opens_at": opens, "closes_at": closes})
        assert field in response.context["form"].errors
    assert admin.post(url, {"weekday": 1, "opens_at": "12:30", "closes_at": "17:00"}).status_code == 302
    assert admin.post(url, {"weekday": "", "opens_at": "9", "closes_at": "10:00"}).status_code == 422
    remove = reverse("teams:hours-remove", args=[team.slug, hours.pk])
    assert admin.get(remove).status_code == 200
    admin.post(remove)
    assert OpeningHours.objects.count() == 1


def test_hours_of_another_team(admin: Client, team: Team) -> None:
    other = OpeningHoursFactory.create()
    assert admin.post(reverse("teams:hours-remove", args=[team.slug, other.pk])).status_code == 404
    assert OpeningHours.objects.exists()


# -- areas -----------------------------------------------------------------------------------------


def test_giving_areas(admin: Client, team: Team) -> None:
    district = DistrictFactory.create()
    first, second = NeighbourhoodFactory.create_batch(2, parent=district)
    url = f"{reverse('teams:areas-add', args=[team.slug])}?wijk={district.code}"
    assert district.name in admin.get(url).text
    admin.post(url, {"areas": [first.pk]})
    assert set(team.areas.all()) == {first}
    admin.post(url, {"areas": [second.pk, district.pk]})
    assert set(team.areas.all()) == {district}, "the whole district takes the place of its neighbourhoods"
    admin.post(url, {"areas": [first.pk]})
    assert set(team.areas.all()) == {district}, "a neighbourhood in it is covered already"
    remove = reverse("teams:areas-remove", args=[team.slug, district.code])
    assert admin.get(remove).status_code == 200
    admin.post(remove)
    assert not team.areas.exists()


@pytest.mark.parametrize("theirs", ["district", "neighbourhood"])
@pytest.mark.parametrize("wanted", ["district", "neighbourhood"])
def test_no_two_teams_for_the_same_street(
    admin: Client, team: Team, other_team: Team, theirs: str, wanted: str
) -> None:
    district = DistrictFactory.create()
    areas = {"district": district, "neighbourhood": NeighbourhoodFactory.create(parent=district)}
    other_team.areas.add(areas[theirs])
    url = f"{reverse('teams:areas-add', args=[team.slug])}?wijk={district.code}"
    response = admin.post(url, {"areas": [areas[wanted].pk]})
    assert response.status_code == 422
    assert not team.areas.exists()


def test_without_a_district_nothing_to_choose(admin: Client, team: Team) -> None:
    url = reverse("teams:areas-add", args=[team.slug])
    assert admin.get(url).status_code == 200
    assert admin.get(f"{url}?wijk=WK999999").status_code == 200
    assert admin.post(url, {"areas": [NeighbourhoodFactory.create().pk]}).status_code == 200
    assert not team.areas.exists()


# -- people ----------------------------------------------------------------------------------------


def place(who: User, **changes: str) -> dict[str, object]:
    return {"user": who.pk, "starts_on": "01-03-2026", "fte": "0,8", **changes}


def test_a_place_in_the_team(admin: Client, team: Team) -> None:
    user = UserFactory.create()
    response = admin.post(reverse("teams:member-add", args=[team.slug]), place(user, is_named_publicly="on"))
    assert response.status_code == 302
    membership = TeamMembership.objects.get()
    assert (membership.fte, membership.starts_on, membership.ends_on) == (Decimal("0.80"), date(2026, 3, 1), None)
    assert membership.is_named_publicly
    assert user.name in admin.get(reverse("teams:manage", args=[team.slug])).text


@pytest.mark.parametrize(
    ("change", "field"),
    [({"fte": "0"}, "fte"), ({"fte": "1.3"}, "fte"), ({"fte": "x"}, "fte"), ({"starts_on": "2026"}, "starts_on"),
     ({"user": ""}, "user")],
)  # fmt: skip
def test_a_place_that_is_refused(admin: Client, team: Team, change: dict[str, str], field: str) -> None:
    response = admin.post(reverse("teams:member-add", args=[team.slug]), place(UserFactory.create(), **change))
    assert response.status_code == 422
    assert response.context["form"].errors
    assert not TeamMembership.objects.exists()


def test_no_place_for_who_does_no_casework(admin: Client, team: Team, commissioner: User, administrator: User) -> None:
    for user in (commissioner, administrator, UserFactory.create(disabled=True)):
        assert admin.post(reverse("teams:member-add", args=[team.slug]), place(user)).status_code == 422


def test_not_twice_at_a_time(admin: Client, team: Team, colleague: User) -> None:
    response = admin.post(reverse("teams:member-add", args=[team.slug]), place(colleague))
    assert response.status_code == 422
    assert "werkt in die periode al" in response.text


def test_two_places_of_one_person_stay_apart(admin: Client, team: Team, colleague: User) -> None:
    first = TeamMembership.objects.get(user=colleague)
    admin.post(reverse("teams:member-end", args=[first.pk]), {"last_day": "31-12-2025"})
    assert admin.post(reverse("teams:member-add", args=[team.slug]), place(colleague)).status_code == 302
    longer = admin.post(reverse("teams:member-end", args=[first.pk]), {"last_day": "01-03-2026"})
    assert "last_day" in longer.context["form"].errors
    second = TeamMembership.objects.get(user=colleague, starts_on=date(2026, 3, 1))
    url = reverse("teams:member-edit", args=[second.pk])
    assert "starts_on" in admin.post(url, place(colleague, starts_on="31-12-2025")).context["form"].errors
    assert admin.post(url, place(colleague, starts_on="01-01-2026")).status_code == 302
    first.refresh_from_db()
    assert first.ends_on == date(2026, 1, 1)


def test_ending_is_on_the_last_day(admin: Client, team: Team, colleague: User) -> None:
    CaseFactory.create(team=team)  # kept by somebody else: who keeps cases hands them over first
    membership = TeamMembership.objects.get(user=colleague)
    url = reverse("teams:member-end", args=[membership.pk])
    assert admin.get(url).status_code == 200
    assert admin.post(url, {"last_day": "31-12-2019"}).status_code == 422
    assert admin.post(url, {"last_day": "30-06-2030"}).status_code == 302
    assert Case.objects.visible_to(colleague, on=date(2030, 6, 30)).exists()
    assert not Case.objects.visible_to(colleague, on=date(2030, 7, 1)).exists()
    assert "tot en met 30 jun" in admin.get(reverse("teams:manage", args=[team.slug])).text


def test_changing_a_place_is_not_changing_the_person(admin: Client, colleague: User, teammate: User) -> None:
    membership = TeamMembership.objects.get(user=colleague)
    url = reverse("teams:member-edit", args=[membership.pk])
    assert admin.get(url).status_code == 200
    assert admin.post(url, place(teammate, starts_on="01-01-2021")).status_code == 302
    membership.refresh_from_db()
    assert (membership.user, membership.starts_on, membership.fte) == (colleague, date(2021, 1, 1), Decimal("0.80"))


# -- agreements and lists --------------------------------------------------------------------------


def test_another_band_ends_the_running_one(admin: Client, team: Team) -> None:
    old = CaseloadBandFactory.create(team=team)
    url = reverse("teams:band-add", args=[team.slug])
    assert admin.post(url, {"starts_on": "01-03-2026", "low": 15, "high": 22}).status_code == 302
    old.refresh_from_db()
    assert old.ends_on == date(2026, 3, 1)
    assert CaseloadBand.objects.filter(team=team, ends_on=None).get().high == 22
    assert admin.post(url, {"starts_on": "01-02-2026", "low": 15, "high": 22}).status_code == 422
    assert "high" in admin.post(url, {"starts_on": "01-04-2026", "low": 9, "high": 8}).context["form"].errors


def test_another_floor_ends_the_running_one(admin: Client, team: Team) -> None:
    PreventionFloorFactory.create()  # of another team: stays
    PreventionFloorFactory.create(team=team)
    url = reverse("teams:floor-add", args=[team.slug])
    assert admin.post(url, {"starts_on": "01-03-2026", "percentage": 30}).status_code == 302
    assert PreventionFloor.objects.filter(ends_on=None).count() == 2
    assert PreventionFloor.objects.on(date(2026, 2, 28)).get(team=team).percentage == 25
    assert PreventionFloor.objects.on(date(2026, 3, 1)).get(team=team).percentage == 30
    assert admin.post(url, {"starts_on": "01-04-2026", "percentage": 101}).status_code == 422


def test_disciplines_and_employers(admin: Client) -> None:
    admin.post(reverse("teams:list-add", args=["discipline"]), {"name": "Wijkverpleging"})
    admin.post(reverse("teams:list-add", args=["employer"]), {"name": "Welzijn Oost"})
    discipline = Discipline.objects.get()
    assert Employer.objects.get().name == "Welzijn Oost"
    assert admin.post(reverse("teams:list-add", args=["discipline"]), {"name": "Wijkverpleging"}).status_code == 422
    admin.post(reverse("teams:list-edit", args=["discipline", discipline.pk]), {"name": "Wijkzorg"})
    discipline.refresh_from_db()
    assert discipline.name == "Wijkzorg"
    assert "Wijkzorg" in admin.get(reverse("teams:lists")).text
    assert admin.get(reverse("teams:list-add", args=["users"])).status_code == 404
    assert admin.get(reverse("teams:list-edit", args=["employer", 0])).status_code == 404


def test_queries_do_not_grow_with_the_teams(admin: Client, django_assert_max_num_queries: object) -> None:
    for _ in range(6):
        TeamMembershipFactory.create(team=TeamFactory.create(), discipline=DisciplineFactory.create())
    admin.get(reverse("teams:manage-list"))
    # the user, the transaction (2), teams, people, areas
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # a fixture of pytest-django
        admin.get(reverse("teams:manage-list"))


def test_only_the_administrator(client: Client, coordinator: User, team: Team) -> None:
    sign_in(client, coordinator)
    for name in ("teams:manage", "teams:edit", "teams:member-add", "teams:band-add", "teams:floor-add"):
        assert client.get(reverse(name, args=[team.slug])).status_code == 403
    for name in ("teams:manage-list", "teams:add", "teams:lists"):
        assert client.get(reverse(name)).status_code == 403
