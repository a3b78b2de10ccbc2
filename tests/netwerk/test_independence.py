"""Independence: principles by version, answers that stay, pressure without a household, and who is seconded."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db.models import ForeignKey, ManyToManyField
from django.test import Client
from django.urls import reverse

from netwerk.enums import Answer, PressureStep
from netwerk.models import (
    Endorsement,
    Organisation,
    PressureFollowUp,
    PressureSignal,
    Principles,
    RelationMoment,
    Secondment,
)
from netwerk.selectors.principles import SHIPPED, standings
from tests.cases.conftest import statements
from tests.factories import (
    EndorsementFactory,
    OrganisationFactory,
    PressureSignalFactory,
    PrinciplesFactory,
    RingMembershipFactory,
    SecondmentFactory,
)
from tests.netwerk.conftest import TODAY
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def clinic(db: None) -> Organisation:
    return OrganisationFactory.create(name="Kliniek Zuid")


def page_of(name: str, thing: Any) -> str:
    return reverse(f"netwerk:{name}", args=[thing.public_id])


def answer(**changes: Any) -> dict[str, Any]:
    said = {"answer": "endorsed", "starts_on": "04-05-2026", "signed_by": "J. de Wit", "note": "", "seen": "1"}
    return {**said, **changes}


# -- principles ------------------------------------------------------------------------------------


def test_the_shipped_text_is_read_without_writing_anything(signed_in: Client) -> None:
    assert "Vraag voor aanbod" in signed_in.get(reverse("netwerk:independence")).text
    assert not Principles.objects.exists()


def test_a_provider_endorses_the_text_that_ships(
    signed_in: Client, colleague: User, team: Team, clinic: Organisation
) -> None:
    RingMembershipFactory.create(team=team, organisation=clinic)
    for _ in range(2):  # pressed twice
        assert signed_in.post(page_of("endorsement-new", clinic), answer()).status_code == 302
    kept = Endorsement.objects.get()
    assert (kept.principles.version, kept.principles.text, kept.answer) == (1, SHIPPED, Answer.ENDORSED)
    assert (kept.starts_on, kept.signed_by, kept.recorded_by) == (TODAY, "J. de Wit", colleague)
    assert "getekend door J. de Wit" in signed_in.get(page_of("organisation", clinic)).text
    assert signed_in.get(reverse("netwerk:independence")).context["page"].endorsed == 1


@pytest.mark.parametrize(
    "wrong", [{"signed_by": ""}, {"answer": ""}, {"starts_on": "05-05-2026"}, {"starts_on": "01-01-2019"}]
)
def test_what_cannot_be_endorsed(signed_in: Client, clinic: Organisation, wrong: dict[str, str]) -> None:
    assert signed_in.post(page_of("endorsement-new", clinic), answer(**wrong)).status_code == 422
    assert not Endorsement.objects.exists()


def test_declining_needs_no_signature_and_is_said_beside_the_name(signed_in: Client, clinic: Organisation) -> None:
    signed_in.post(page_of("endorsement-new", clinic), answer(answer="declined", signed_by="", note="Te vaag"))
    text = signed_in.get(page_of("organisation", clinic)).text
    assert "onderschrijft onze uitgangspunten niet" in text
    assert "Te vaag" in text


def test_another_answer_ends_the_one_before_it(signed_in: Client, clinic: Organisation) -> None:
    first = EndorsementFactory.create(organisation=clinic)
    too_early = answer(answer="declined", starts_on="01-03-2025")
    assert signed_in.post(page_of("endorsement-new", clinic), too_early).status_code == 422
    assert signed_in.post(page_of("endorsement-new", clinic), answer(answer="declined")).status_code == 302
    first.refresh_from_db()
    assert (first.ends_on, first.answer) == (TODAY, Answer.ENDORSED)
    assert standings([clinic.pk], on=TODAY)[clinic.pk].answer == Answer.DECLINED
    assert standings([clinic.pk], on=date(2026, 5, 3))[clinic.pk].answer == Answer.ENDORSED


def test_a_new_version_asks_everybody_again(client: Client, administrator: User, clinic: Organisation) -> None:
    EndorsementFactory.create(organisation=clinic)
    client.force_login(administrator)
    address = reverse("netwerk:principles-new")
    same = {"text": Principles.objects.get().text, "seen": "1"}
    assert client.post(address, same).status_code == 422
    assert client.post(address, {"text": "Nieuwe woorden.", "seen": "1"}).status_code == 302
    assert client.post(address, {"text": "Uit een ander tabblad.", "seen": "1"}).status_code == 409
    latest = Principles.objects.get(version=2)
    assert (latest.text, latest.starts_on, latest.written_by) == ("Nieuwe woorden.", TODAY, administrator)
    standing = standings([clinic.pk], on=TODAY)[clinic.pk]
    assert (standing.endorses, standing.is_latest, standing.version) == (True, False, 1)
    assert "eerdere versie" in str(standing.text)


def test_who_read_an_older_text_is_asked_to_read_again(signed_in: Client, clinic: Organisation) -> None:
    PrinciplesFactory.create()
    PrinciplesFactory.create(text="De tweede tekst.")
    refused = signed_in.post(page_of("endorsement-new", clinic), answer(seen="1"))
    assert refused.status_code == 409
    assert not Endorsement.objects.exists()


def test_an_endorsement_ends_with_a_reason(signed_in: Client, clinic: Organisation) -> None:
    address = page_of("endorsement-end", clinic)
    assert signed_in.get(address).status_code == 404
    EndorsementFactory.create(organisation=clinic)
    assert signed_in.post(address, {"ends_on": "04-05-2026", "reason": ""}).status_code == 422
    assert signed_in.post(address, {"ends_on": "04-05-2026", "reason": "Nieuwe directie"}).status_code == 302
    assert standings([clinic.pk], on=TODAY) == {}
    assert Endorsement.objects.get().end_reason == "Nieuwe directie"


def test_standings_of_many_take_two_statements(django_assert_num_queries: Any) -> None:
    rows = [EndorsementFactory.create() for _ in range(4)]
    with django_assert_num_queries(2):
        assert len(standings([row.organisation_id for row in rows], on=TODAY)) == 4


def test_the_page_takes_the_same_statements_however_much_there_is(signed_in: Client, team: Team) -> None:
    page = reverse("netwerk:independence")

    def fill() -> None:
        for _ in range(3):
            clinic = RingMembershipFactory.create(team=team).organisation
            EndorsementFactory.create(organisation=clinic)
            PressureSignalFactory.create(team=team, organisation=clinic)

    fill()
    signed_in.get(page)  # words of the municipality are read once
    few = len(statements(lambda: signed_in.get(page)))
    fill()
    assert len(statements(lambda: signed_in.get(page))) == few


# -- pressure --------------------------------------------------------------------------------------


def pressed(**changes: Any) -> dict[str, Any]:
    said = {"kind": "bypass", "happened_on": "2026-05-01", "text": "Belde zelf de school.", "request_key": str(uuid4())}
    return {**said, **changes}


def test_nothing_of_pressure_points_at_a_household() -> None:
    """The hard guard: a signal of pressure knows a team, a provider and colleagues, and nothing knows it back."""
    allowed = {Team, Organisation, User, PressureSignal}
    for model in (PressureSignal, PressureFollowUp):
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey | ManyToManyField):
                assert field.related_model in allowed, field
            elif field.is_relation:
                assert field.related_model.__module__.startswith("netwerk."), field


def test_pressure_is_written_down_once_and_followed_up(
    signed_in: Client, colleague: User, team: Team, clinic: Organisation
) -> None:
    form = signed_in.get(page_of("pressure-new", clinic))
    assert "Laat bewoners weg" in form.text
    data = pressed()
    first, again = (signed_in.post(page_of("pressure-new", clinic), data) for _ in range(2))
    signal = PressureSignal.objects.get()
    assert first["Location"] == again["Location"] == page_of("pressure", signal)
    assert (signal.team, signal.organisation, signal.reported_by, signal.reported_on) == (
        team, clinic, colleague, TODAY,
    )  # fmt: skip
    for step in ("provider", "municipality", "municipality-did", "settled"):
        done = {"step": step, "on": "2026-05-04", "text": f"Dit: {step}", "request_key": str(uuid4())}
        assert signed_in.post(page_of("pressure", signal), done).status_code == 302
        signed_in.post(page_of("pressure", signal), done)  # pressed twice
    assert signal.follow_ups.count() == 4
    assert not PressureSignal.objects.open().exists()
    late = {"step": "provider", "on": "2026-05-04", "text": "Toch nog", "request_key": str(uuid4())}
    refused = signed_in.post(page_of("pressure", signal), late)
    assert refused.status_code == 409
    assert "Toch nog" in refused.text
    assert "Dit: municipality-did" in signed_in.get(page_of("pressure", signal)).text


def test_who_reported_it_takes_a_name_out(signed_in: Client, colleague: User, team: Team) -> None:
    signal = PressureSignalFactory.create(team=team, reported_by=colleague, text="Mevrouw X werd gebeld.")
    later = pressed(text="Een bewoner werd gebeld.", happened_on="2026-02-22")
    assert signed_in.post(page_of("pressure-edit", signal), later).status_code == 422  # after it was reported
    assert signed_in.post(page_of("pressure-edit", signal), {**later, "happened_on": "2026-02-19"}).status_code == 302
    signal.refresh_from_db()
    assert (signal.text, signal.happened_on) == ("Een bewoner werd gebeld.", date(2026, 2, 19))


def test_pressure_is_for_the_team_and_every_team_coordinator(
    client: Client, team: Team, teammate: User, outsider: User, commissioner: User
) -> None:
    signal = PressureSignalFactory.create(team=team, text="Kanarie over druk")
    for who, sees in ((teammate, True), (outsider, False)):
        client.force_login(who)
        assert ("Kanarie over druk" in client.get(page_of("pressure", signal)).text) is sees
        assert bool(client.get(reverse("netwerk:independence")).context["page"].signals) is sees
    client.force_login(commissioner)
    assert client.get(page_of("pressure", signal)).status_code == 403


def test_who_presses_more_than_once_is_named(signed_in: Client, team: Team, clinic: Organisation) -> None:
    for _ in range(2):
        PressureSignalFactory.create(team=team, organisation=clinic)
    PressureSignalFactory.create(team=team)
    settled = PressureSignalFactory.create(team=team)
    PressureFollowUp.objects.create(
        signal=settled, step=PressureStep.SETTLED, on=TODAY, text="Klaar", by=settled.reported_by
    )
    page = signed_in.get(reverse("netwerk:independence")).context["page"]
    assert page.most == (("Kliniek Zuid", 2),)
    assert (len(page.signals), page.open_signals) == (4, 3)
    assert not page.signals[-1].is_open


# -- secondments -----------------------------------------------------------------------------------


def test_the_administrator_says_who_pays_whom(
    client: Client, administrator: User, colleague: User, clinic: Organisation
) -> None:
    client.force_login(administrator)
    data = {"user": colleague.pk, "organisation": clinic.pk, "starts_on": "01-01-2026", "last_day": ""}
    assert client.post(reverse("netwerk:secondment-add"), data).status_code == 302
    assert client.post(reverse("netwerk:secondment-add"), data).status_code == 422  # it is there
    backwards = {**data, "starts_on": "01-05-2024", "last_day": "01-04-2024"}
    assert client.post(reverse("netwerk:secondment-add"), backwards).status_code == 422
    kept = Secondment.objects.get()
    assert client.post(page_of("secondment-end", kept), {"last_day": "31-12-2025"}).status_code == 422
    assert client.post(page_of("secondment-end", kept), {"last_day": "31-05-2026"}).status_code == 302
    kept.refresh_from_db()
    assert kept.ends_on == date(2026, 6, 1)
    assert "31 mei 2026" in client.get(reverse("netwerk:secondments")).text


def test_one_may_have_two_employers_but_not_twice_the_same(colleague: User) -> None:
    first = SecondmentFactory.create(user=colleague)
    second = SecondmentFactory.create(user=colleague, ended=True)
    running = Secondment.objects.employers_of(colleague, on=TODAY)
    assert running == {first.organisation_id}
    assert Secondment.objects.employers_of(colleague, on=date(2025, 12, 31)) == {
        first.organisation_id,
        second.organisation_id,
    }


# -- correcting a contact --------------------------------------------------------------------------


def test_correcting_a_contact_takes_its_hours_along(signed_in: Client, team: Team, clinic: Organisation) -> None:
    with time_machine.travel(datetime(2026, 5, 1, 9, tzinfo=UTC), tick=False):
        logged = {
            "kind": "visit", "minutes": "45", "happened_on": "2026-05-01", "note": "Over de wachtlijst",
            "request_key": str(uuid4()),
        }  # fmt: skip
        signed_in.post(page_of("moment-log", clinic), logged)
    moment = RelationMoment.objects.get()
    better = {"kind": "phone", "minutes": "30", "happened_on": "2026-05-02", "note": "Over de intake", "seen_at": ""}
    assert signed_in.post(page_of("moment-edit", moment), {**better, "minutes": "1500"}).status_code == 422
    assert signed_in.post(page_of("moment-edit", moment), {**better, "happened_on": "2026-03-02"}).status_code == 422
    assert signed_in.post(page_of("moment-edit", moment), better).status_code == 302
    moment.refresh_from_db()
    assert (moment.note, moment.kind, moment.happened_on) == ("Over de intake", "phone", date(2026, 5, 2))
    assert (moment.time_entry.minutes, moment.time_entry.worked_on) == (30, date(2026, 5, 2))
    stale = signed_in.post(page_of("moment-edit", moment), {**better, "note": "Uit het andere tabblad"})
    assert stale.status_code == 409
    assert "Uit het andere tabblad" in stale.text
    earlier = signed_in.get(page_of("moment-earlier", moment)).text
    assert "Over de wachtlijst" in earlier


def test_words_are_corrected_however_old_and_hours_are_not(
    signed_in: Client, team: Team, colleague: User, clinic: Organisation
) -> None:
    with time_machine.travel(datetime(2026, 1, 5, 9, tzinfo=UTC), tick=False):
        logged = {"kind": "visit", "minutes": "45", "happened_on": "2026-01-05", "request_key": str(uuid4())}
        signed_in.post(page_of("moment-log", clinic), logged)
    moment = RelationMoment.objects.get()
    words = {"kind": "visit", "minutes": "45", "happened_on": "2026-01-05", "note": "Erbij", "seen_at": ""}
    assert signed_in.post(page_of("moment-edit", moment), {**words, "minutes": "60"}).status_code == 422
    assert signed_in.post(page_of("moment-edit", moment), words).status_code == 302
    moment.refresh_from_db()
    assert (moment.note, moment.time_entry.minutes) == ("Erbij", 45)
