"""The catalogue ships with the application; what was changed here is left alone."""

import pytest
from django.test import Client
from django.urls import reverse

from collectief.models import Method
from collectief.services.load_methods import load_methods, shipped_methods
from tests.factories import MethodFactory, TeamMembershipFactory, ThemeFactory, UserFactory, sign_in

pytestmark = pytest.mark.django_db


def test_loading_twice_adds_nothing() -> None:
    theme = ThemeFactory.create(code="geldzorgen")
    assert load_methods() == len(shipped_methods()) >= 4
    assert load_methods() == 0
    assert list(Method.objects.get(key="budgetcursus").themes.all()) == [theme]
    assert all(method.source for method in Method.objects.all())


def test_a_new_text_comes_in_unless_it_was_changed_here() -> None:
    load_methods()
    method = Method.objects.get(key="grip-en-glans")
    # as if an earlier version had shipped other texts, and the goal was rewritten here
    method.shipped = {**method.shipped, "goal": "Oud doel", "dose": "Oude dosis"}
    method.goal, method.dose = "Ons doel", "Oude dosis"
    method.save()
    load_methods()
    method.refresh_from_db()
    assert method.goal == "Ons doel"
    assert method.dose == shipped_methods()["grip-en-glans"]["dose"]


def test_own_changes_stand_beside_what_came(client: Client) -> None:
    load_methods()
    method = Method.objects.get(key="budgetcursus")
    coordinator = TeamMembershipFactory.create(user__team_coordinator=True).user
    sign_in(client, coordinator)
    edit = reverse("collectief:method-edit", args=[method.public_id])
    form = client.get(edit).context["form"]
    sent = {name: value for name, value in form.initial.items() if value is not None and value is not False}
    assert client.post(edit, {**sent, "themes": [], "meetings": "8"}).status_code == 302
    method.refresh_from_db()
    assert method.meetings == 8
    page = client.get(reverse("collectief:method", args=[method.public_id])).context["page"]
    assert [one.came for one in page.changed] == ["5"]
    client.post(reverse("collectief:method-restore", args=[method.public_id]))
    method.refresh_from_db()
    assert method.meetings == 5
    assert client.post(edit, {**sent, "themes": [], "min_participants": "20"}).status_code == 422


def test_the_administrator_keeps_the_catalogue_without_seeing_editions(client: Client) -> None:
    method = MethodFactory.create()
    sign_in(client, UserFactory.create(administrator=True))
    page = client.get(reverse("collectief:method", args=[method.public_id]))
    assert page.status_code == 200
    assert reverse("collectief:edition-new") not in page.text
    assert client.get(reverse("collectief:edition-new")).status_code == 403
