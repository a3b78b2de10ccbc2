"""Looking broadly: parts of life that matter, who is around them, and the question before the offer."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import Closeness, LifeDomain, RelationKind
from cases.models import Case, DomainAssessment, Exploration, NetworkPerson, OwnPlan
from cases.permissions import may_offer_provisions
from tests.cases.conftest import statements
from tests.factories import (
    AttachmentFactory,
    CaseFactory,
    DomainAssessmentFactory,
    ExplorationFactory,
    NetworkPersonFactory,
    OwnPlanFactory,
    QuestionFactory,
    StatutoryClockFactory,
)
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
DOMAIN = {
    "life_domain": LifeDomain.FINANCE,
    "reason": "Het geld is op de twintigste op.",
    "strengths": "Ze houdt een kasboek bij.",
    "problems": "Drie schuldeisers.",
    "own_score": "4",
    "score": "2",
}


def person(**changed: str) -> dict[str, str]:
    return {
        "name": "Tante Rita",
        "kind": RelationKind.FAMILY,
        "closeness": "1",
        "request_key": str(uuid.uuid4()),
        **changed,
    }


def page(client: Client, case: Case) -> str:
    return client.get(reverse("cases:exploration", args=[case.public_id])).text


@pytest.fixture
def exploration(case: Case) -> Exploration:
    return ExplorationFactory.create(case=case)


def test_nothing_stands_there_before_somebody_looked(signed_in: Client, case: Case) -> None:
    assert "Kijk eerst breed" in page(signed_in, case)
    signed_in.post(reverse("cases:exploration-begin", args=[case.public_id]))
    assert "Hier staat nog niets" in page(signed_in, case)
    assert not DomainAssessment.objects.exists()  # no default rows


def test_a_part_of_life_with_both_scores(signed_in: Client, exploration: Exploration) -> None:
    case = exploration.case
    answer = signed_in.post(reverse("cases:exploration-domain-add", args=[case.public_id]), DOMAIN)
    assert answer.status_code == 302
    domain = DomainAssessment.objects.get()
    assert (domain.own_score, domain.score) == (4, 2)
    text = page(signed_in, case)
    for said in (
        "Het geld is op de twintigste op.",
        "Ze houdt een kasboek bij.",
        "Drie schuldeisers.",
        "wij 2 · zij 4",
    ):
        assert said in text


def test_a_reason_is_asked_for(signed_in: Client, exploration: Exploration) -> None:
    url = reverse("cases:exploration-domain-add", args=[exploration.case.public_id])
    answer = signed_in.post(url, {**DOMAIN, "reason": "  "})
    assert answer.status_code == 422
    assert not DomainAssessment.objects.exists()


def test_a_part_of_life_is_chosen_once(signed_in: Client, exploration: Exploration) -> None:
    DomainAssessmentFactory.create(exploration=exploration, life_domain=LifeDomain.FINANCE)
    url = reverse("cases:exploration-domain-add", args=[exploration.case.public_id])
    assert signed_in.post(url, DOMAIN).status_code == 422
    assert f'value="{LifeDomain.FINANCE}"' not in signed_in.get(url).text


def test_two_writers_of_one_part_of_life_see_both_texts(signed_in: Client, exploration: Exploration) -> None:
    domain = DomainAssessmentFactory.create(exploration=exploration)
    url = reverse("cases:exploration-domain", args=[exploration.case.public_id, domain.public_id])
    seen = signed_in.get(url).context["form"]["seen"].value()
    DomainAssessment.objects.filter(pk=domain.pk).update(reason="Wat de collega schreef.")
    answer = signed_in.post(url, {**DOMAIN, "seen": seen})
    assert answer.status_code == 409
    assert "Wat de collega schreef." in answer.text
    assert "Het geld is op de twintigste op." in answer.text


def test_the_own_network_as_a_picture_and_as_a_list(signed_in: Client, exploration: Exploration) -> None:
    url = reverse("cases:network-person-add", args=[exploration.case.public_id])
    signed_in.post(url, person(gives_support="on", could_help_with="de kinderen naar school brengen"))
    signed_in.post(url, person(name="Buurman Kees", kind="neighbour", closeness="3", has_tension="on"))
    text = page(signed_in, exploration.case)
    assert text.count("ecogram__node") == 2
    assert 'class="ecogram__line ecogram__line--tension"' in text
    for said in ("Tante Rita", "steunt het gezin", "de kinderen naar school brengen", "Buurman Kees", "er is spanning"):
        assert said in text


def test_a_double_click_adds_one_person(signed_in: Client, exploration: Exploration) -> None:
    url, data = reverse("cases:network-person-add", args=[exploration.case.public_id]), person()
    assert [signed_in.post(url, data).status_code for _ in range(2)] == [302, 302]
    assert NetworkPerson.objects.count() == 1


def test_save_and_add_another(signed_in: Client, exploration: Exploration) -> None:
    url = reverse("cases:network-person-add", args=[exploration.case.public_id])
    assert signed_in.post(url, person(**{"nog-een": "ja"}))["Location"] == url


def test_markup_in_a_name_stays_text(signed_in: Client, exploration: Exploration) -> None:
    NetworkPersonFactory.create(exploration=exploration, name="<b>x</b>", closeness=Closeness.CLOSE)
    text = page(signed_in, exploration.case)
    assert "<b>x</b>" not in text
    assert text.count("&lt;b&gt;x&lt;/b&gt;") >= 2


def test_a_new_exploration_keeps_the_earlier_one(signed_in: Client, exploration: Exploration) -> None:
    case = exploration.case
    DomainAssessmentFactory.create(exploration=exploration, own_score=2, score=2)
    NetworkPersonFactory.create(exploration=exploration, name="Tante Rita")
    begin = reverse("cases:exploration-begin", args=[case.public_id])
    signed_in.post(begin, {"na": str(exploration.public_id)})
    signed_in.post(begin, {"na": str(exploration.public_id)})  # pressed twice
    assert list(case.explorations.order_by("version").values_list("version", flat=True)) == [1, 2]
    latest = case.explorations.get(ended_at=None)
    domain = latest.domains.get()
    url = reverse("cases:exploration-domain", args=[case.public_id, domain.public_id])
    seen = signed_in.get(url).context["form"]["seen"].value()
    signed_in.post(url, {**DOMAIN, "own_score": "4", "score": "3", "seen": seen})
    text = page(signed_in, case)
    assert "Vorige keer gaven zij zichzelf een 2, vorige keer gaven wij een 2" in text
    earlier = signed_in.get(reverse("cases:exploration-version", args=[case.public_id, exploration.public_id])).text
    assert "Dit is een eerdere verkenning" in earlier
    assert "wij 2 · zij 2" in earlier
    assert "Tante Rita" in earlier
    assert "verkenning/netwerk/" not in earlier  # nothing to change there


def test_an_exploration_of_another_case_is_not_found(signed_in: Client, case: Case) -> None:
    other = ExplorationFactory.create(case=CaseFactory.create(team=case.team))
    url = reverse("cases:exploration-version", args=[case.public_id, other.public_id])
    assert signed_in.get(url).status_code == 404
    part = DomainAssessmentFactory.create(exploration=other)
    ExplorationFactory.create(case=case)
    assert signed_in.get(reverse("cases:exploration-domain", args=[case.public_id, part.public_id])).status_code == 404


def test_the_question_comes_before_the_offer(signed_in: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(underlying_question="")
    case.refresh_from_db()
    assert "Eerst de vraag, dan het aanbod" in page(signed_in, case)
    assert not may_offer_provisions(case)
    url = reverse("cases:edit", args=[case.public_id])
    form = signed_in.get(url).context["form"]
    given = {"seen": form["seen"].value(), "theme": case.theme_id, "underlying_question": "Ze wil rust."}
    answer = signed_in.post(f"{url}?terug=verkenning", given)
    assert answer["Location"] == reverse("cases:exploration", args=[case.public_id])
    case.refresh_from_db()
    assert may_offer_provisions(case)
    assert "Nu kun je kijken naar het aanbod" in page(signed_in, case)


def test_the_words_of_the_resident_stand_beside_it(signed_in: Client, case: Case) -> None:
    QuestionFactory.create(became_case=True, case=case, team=case.team, asked="Kan er iemand meekijken?")
    assert "Kan er iemand meekijken?" in page(signed_in, case)


def test_a_plan_of_their_own(signed_in: Client, case: Case) -> None:
    clock = StatutoryClockFactory.create(case=case)
    url = reverse("cases:own-plan-add", args=[case.public_id])
    given = {
        "kind": "family-group",
        "made_by": "Noor en haar zussen",
        "made_on": "05-03-2026",
        "handed_over_on": "08-03-2026",
        "text": "Wij koken om de beurt.",
        "request_key": str(uuid.uuid4()),
    }
    for _ in range(2):
        assert signed_in.post(url, given).status_code == 302
    assert OwnPlan.objects.get().text == "Wij koken om de beurt."
    clock.refresh_from_db()
    assert clock.own_plan_on == date(2026, 3, 8)
    assert "Familiegroepsplan" in page(signed_in, case)


@pytest.mark.parametrize("changed", [{"made_on": "09-03-2026"}, {"handed_over_on": "09-09-2026"}, {"text": ""}])
def test_a_plan_that_cannot_be(signed_in: Client, case: Case, changed: dict[str, str]) -> None:
    given = {
        "kind": "personal",
        "made_by": "Noor",
        "made_on": "05-03-2026",
        "handed_over_on": "08-03-2026",
        "text": "x",
    }
    url = reverse("cases:own-plan-add", args=[case.public_id])
    answer = signed_in.post(url, {**given, "request_key": str(uuid.uuid4()), **changed})
    assert answer.status_code == 422
    assert not OwnPlan.objects.exists()


def test_their_plan_can_be_a_file_of_the_case(client: Client, case: Case, teammate: User) -> None:
    """A photo of what they wrote needs no copying; a file of another case, or one for others, is not offered."""
    client.force_login(teammate)
    photo = AttachmentFactory.create(case=case, description="Foto van het plan", scan_state="clean")
    theirs = AttachmentFactory.create(description="Andere casus")
    hidden = AttachmentFactory.create(case=case, visibility="restricted", description="Niet voor jou")
    url = reverse("cases:own-plan-add", args=[case.public_id])
    shown = client.get(url).text
    assert "Foto van het plan" in shown
    assert "Andere casus" not in shown
    assert "Niet voor jou" not in shown
    given = {"kind": "personal", "made_by": "Noor", "made_on": "05-03-2026", "handed_over_on": "08-03-2026"}
    for wrong in (theirs, hidden):
        sent = {**given, "text": "", "file": str(wrong.public_id), "request_key": str(uuid.uuid4())}
        assert client.post(url, sent).status_code == 422
    sent = {**given, "text": "", "file": str(photo.public_id), "request_key": str(uuid.uuid4())}
    assert client.post(url, sent).status_code == 302
    assert OwnPlan.objects.get().file == photo
    assert reverse("cases:file", args=[case.public_id, photo.public_id]) in page(client, case)


def test_correcting_a_plan_keeps_a_file_that_one_may_not_open(client: Client, case: Case, teammate: User) -> None:
    client.force_login(teammate)
    hidden = AttachmentFactory.create(case=case, visibility="restricted")
    plan = OwnPlanFactory.create(case=case, file=hidden, text="")
    assert hidden.name not in page(client, case)
    url = reverse("cases:own-plan", args=[case.public_id, plan.public_id])
    form = client.get(url).context["form"]
    given = {name: form[name].value() for name in ("kind", "seen", "request_key")}
    sent = {**given, "made_by": "Opa", "made_on": "05-03-2026", "handed_over_on": "07-03-2026", "text": ""}
    assert client.post(url, sent).status_code == 302
    plan.refresh_from_db()
    assert (plan.made_by, plan.file) == ("Opa", hidden)


def test_correcting_their_plan(signed_in: Client, case: Case) -> None:
    plan = OwnPlanFactory.create(case=case)
    url = reverse("cases:own-plan", args=[case.public_id, plan.public_id])
    form = signed_in.get(url).context["form"]
    given = {name: form[name].value() for name in ("kind", "made_by", "seen", "request_key")}
    signed_in.post(url, {**given, "made_on": "05-03-2026", "handed_over_on": "07-03-2026", "text": "Anders."})
    plan.refresh_from_db()
    assert plan.text == "Anders."


def test_a_closed_case_is_read_only(signed_in: Client, colleague: User) -> None:
    case = CaseFactory.create(team=colleague.memberships.get().team, closed=True)
    ExplorationFactory.create(case=case)
    assert "Leefgebied toevoegen" not in page(signed_in, case)
    assert signed_in.post(reverse("cases:exploration-domain-add", args=[case.public_id]), DOMAIN).status_code == 403
    assert signed_in.post(reverse("cases:exploration-begin", args=[case.public_id])).status_code == 403


def test_the_number_of_statements_does_not_grow(signed_in: Client, exploration: Exploration) -> None:
    def ask() -> object:
        return signed_in.get(reverse("cases:exploration", args=[exploration.case.public_id]))

    few = len(statements(ask))
    for life_domain in LifeDomain.values[:8]:
        DomainAssessmentFactory.create(exploration=exploration, life_domain=life_domain, score=2)
    NetworkPersonFactory.create_batch(15, exploration=exploration)
    assert len(statements(ask)) <= few
