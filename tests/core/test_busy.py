"""What somebody else holds too long is no error of ours: nothing is saved, and the words come back."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Case, Goal
from tests.factories import GoalFactory, PlanFactory, sign_in
from wijkteam.accounts.models import User


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_g05_who_waits_too_long_gets_the_words_back(case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case), text="Zoals het was")
    client = sign_in(Client(), colleague)
    url = reverse("cases:goal-edit", args=[case.public_id, goal.plan.public_id, goal.public_id])
    seen = client.get(url).context["form"]["seen"].value()
    is_held, is_done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)
            is_held.set()
            is_done.wait(timeout=60)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert is_held.wait(timeout=60)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        answer = client.post(url, {"text": "Wat ik net schreef", "life_domain": goal.life_domain, "seen": seen})
    finally:
        is_done.set()
        holder.join()
        connection.close()
    assert answer.status_code == 409
    assert "Wat ik net schreef" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert Goal.objects.get(pk=goal.pk).text == "Zoals het was"
