"""The administrator's pages about themes, terms and words."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import AgreedTermsFactory, MunicipalityFactory, ThemeFactory, WordFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.areas.enums import WordKey
from wijkteam.areas.models import AgreedTerms, Municipality, Theme, Word

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    return sign_in(client, administrator)


# -- themes ----------------------------------------------------------------------------------------


def test_a_theme_gets_a_code_that_lasts(admin: Client) -> None:
    admin.post(reverse("areas:theme-add"), {"name": "Geld & schulden", "name_en": "Money", "is_active": "on"})
    theme = Theme.objects.get()
    assert theme.code == "geld-schulden"
    admin.post(reverse("areas:theme-edit", args=[theme.code]), {"name": "Rondkomen", "is_sensitive": "on"})
    theme.refresh_from_db()
    assert (theme.code, theme.name, theme.is_sensitive, theme.is_active) == ("geld-schulden", "Rondkomen", True, False)


def test_names_that_give_the_same_code(admin: Client) -> None:
    for name in ("Geld!", "Geld?", "***", "!!!", "n" * 60):
        assert admin.post(reverse("areas:theme-add"), {"name": name}).status_code == 302
    codes = list(Theme.objects.order_by("pk").values_list("code", flat=True))
    assert codes == ["geld", "geld-2", "thema", "thema-2", "n" * 30]


def test_the_same_name_twice(admin: Client) -> None:
    ThemeFactory.create(name="Wonen")
    response = admin.post(reverse("areas:theme-add"), {"name": " wonen "})
    assert "name" in response.context["form"].errors


def test_pages_without_anything_yet(admin: Client) -> None:
    for name in ("areas:list", "areas:themes", "areas:terms"):
        assert 'class="empty"' in admin.get(reverse(name)).text


# -- terms -----------------------------------------------------------------------------------------

TERMS = {
    "starts_on": "01-03-2026",
    "triage_days": 2,
    "coordinator_days": 5,
    "plan_days": 30,
    "silence_days": 21,
    "partner_days": 10,
    "acute_hours": 4,
    "soon_days": 1,
}


def test_new_terms_end_the_running_ones(admin: Client) -> None:
    old = AgreedTermsFactory.create()
    assert admin.post(reverse("areas:terms-add"), TERMS).status_code == 302
    old.refresh_from_db()
    assert old.ends_on == date(2026, 3, 1)
    running = AgreedTerms.objects.on(date(2026, 3, 1)).get()
    assert (running.triage_days, running.plan_days, running.ends_on) == (2, 30, None)
    assert "loopt nog" in admin.get(reverse("areas:terms")).text


def test_the_same_first_day_is_a_correction(admin: Client) -> None:
    MunicipalityFactory.create()
    admin.post(reverse("areas:terms-add"), TERMS)
    admin.post(reverse("areas:terms-add"), {**TERMS, "triage_days": 4})
    assert AgreedTerms.objects.get().triage_days == 4


def test_history_is_not_written_again(admin: Client) -> None:
    AgreedTermsFactory.create(starts_on=date(2026, 6, 1))
    response = admin.post(reverse("areas:terms-add"), TERMS)
    assert response.status_code == 422
    assert "1 juni 2026" in str(response.context["form"].errors["starts_on"])
    assert AgreedTerms.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"triage_days": 0}, {"plan_days": 366}, {"silence_days": ""}, {"starts_on": "31-02-2026"}]
)
def test_terms_that_are_refused(admin: Client, change: dict[str, object]) -> None:
    MunicipalityFactory.create()
    assert admin.post(reverse("areas:terms-add"), {**TERMS, **change}).status_code == 422
    assert not AgreedTerms.objects.exists()


# -- words -----------------------------------------------------------------------------------------


def words(**changes: str) -> dict[str, str]:
    empty = {f"{key.value}_{language}_{part}": "" for key in WordKey for language in ("nl", "en") for part in "01"}
    return {"name": "Rivierstad", **empty, **changes}


def test_a_word_is_seen_on_the_next_page(
    admin: Client, django_capture_on_commit_callbacks: object, team: object
) -> None:
    MunicipalityFactory.create()
    url = reverse("areas:words")
    assert admin.get(url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        response = admin.post(url, words(team_nl_0="gebiedsteam", team_nl_1="gebiedsteams"))
    assert response.status_code == 302
    page = admin.get(reverse("teams:manage-list")).text
    assert "Gebiedsteams" in page
    assert "Rivierstad" in page


def test_emptied_it_is_the_usual_word_again(admin: Client) -> None:
    WordFactory.create()
    assert admin.get(reverse("areas:words")).context["form"]["team-member_nl_0"].value() == "wijkcoach"
    admin.post(reverse("areas:words"), words())
    assert not Word.objects.exists()
    assert Municipality.objects.get().name == "Rivierstad"


def test_one_without_several(admin: Client) -> None:
    MunicipalityFactory.create()
    response = admin.post(reverse("areas:words"), words(team_nl_0="gebiedsteam"))
    assert response.status_code == 422
    assert "team_nl_1" in response.context["form"].errors
    assert not Word.objects.exists()


@pytest.mark.parametrize("name", ["areas:list", "areas:themes", "areas:theme-add", "areas:terms-add", "areas:words"])
def test_only_the_administrator(client: Client, coordinator: User, commissioner: User, name: str) -> None:
    for user in (coordinator, commissioner):
        assert sign_in(client, user).post(reverse(name), {"name": "x"}).status_code in {403, 405}
    assert not Theme.objects.exists()
