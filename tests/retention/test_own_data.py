"""G26: somebody gets everything of their own and nothing of others, released by a second person."""

import io
import json
import time
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Contact, Person
from tests import factories as f
from tests.factories import sign_in
from tests.promises import Measured
from wijkteam.audit.models import ReadLog
from wijkteam.hours.models import TimeEntry
from wijkteam.retention.enums import HiddenBecause
from wijkteam.retention.models import RequestFile, ResidentRequest
from wijkteam.retention.selectors.access_rules import access_problems, load_rules
from wijkteam.retention.selectors.own_data import own_data
from wijkteam.retention.selectors.register import load
from wijkteam.retention.services import judge_own_file
from wijkteam.retention.services.make_own_file import ask_for_file, erase_ended, make_own_file, opened

pytestmark = pytest.mark.django_db
KEY = "00000000-0000-4000-8000-000000000001"


class Family:
    """Anna, who asks; Joris, who lives along; and a household that neither of them knows."""

    def __init__(self) -> None:
        self.membership = f.TeamMembershipFactory.create(starts_on=date(2020, 1, 1))
        self.worker = self.membership.user
        self.case = f.CaseFactory.create(
            team=self.membership.team,
            coordinator=self.worker,
            opened_on=date(2025, 1, 1),
            underlying_question="eigenvraag",
        )
        self.anna = self.member("Anna", "eigenachternaam", phone="eigentelefoon")
        self.joris = self.member("Joris", "vreemdachternaam", phone="vreemdtelefoon")
        self.elsewhere = f.CaseFactory.create(underlying_question="vreemdehuis")

    def member(self, given: str, family: str, *, case: Case | None = None, **fields: Any) -> Person:
        person = f.PersonFactory.create(given_name=given, family_name=family, **fields)
        household = (case or self.case).household
        f.HouseholdMemberFactory.create(household=household, person=person, starts_on=date(2025, 1, 1))
        return person

    def fill(self) -> None:
        """A word of its own in everything that is about somebody: `eigen...` is Anna's, `vreemd...` is not."""
        for case, word in ((self.case, "eigen"), (self.elsewhere, "vreemdhuis")):
            plan = f.PlanFactory.create(case=case, in_force=True)
            goal = f.GoalFactory.create(plan=plan, text=f"{word}doel", result=f"{word}resultaat")
            f.ActionFactory.create(goal=goal, text=f"{word}actie", owner_name="vreemdactienaam")
            f.EvaluationFactory.create(plan=plan, went_well=f"{word}goed", others_present="vreemdaanwezig")
            f.ContactFactory.create(case=case, text=f"{word}contact", present="vreemdbijgesprek")
            f.ContactFactory.create(case=case, text="vreemdafgeschermd", visibility="restricted")
            f.AttachmentFactory.create(case=case, name=f"{word}brief.pdf")
            exploration = f.ExplorationFactory.create(case=case, with_whom="vreemdmetwie")
            f.DomainAssessmentFactory.create(exploration=exploration, strengths=f"{word}kracht")
            f.NetworkPersonFactory.create(exploration=exploration, name="vreemdbuurvrouw", could_help_with="vreemdhulp")
            f.OwnPlanFactory.create(case=case, text=f"{word}eigenplan", made_by="vreemdmaker")
            f.EscalationFactory.create(case=case, reason=f"{word}escalatie")
            f.HandoverFactory.create(
                case=case, to_know=f"{word}overdracht", refused=True, refusal_reason="vreemdwaarom"
            )
            f.SafetyStepFactory.create(record=f.SafetyRecordFactory.create(case=case), text="vreemdmeldcode")
            f.QuestionFactory.create(
                team=case.team, became_case=True, case=case, asked=f"{word}hulpvraag", asker="vreemdvrager"
            )
            f.ConferenceItemFactory.create(case=case, conference__team=case.team, question=f"{word}overleg")
        for person, word in ((self.anna, "eigen"), (self.joris, "vreemd")):
            f.PlanAgreementFactory.create(plan=self.case.plans.get(), person=person, note=f"{word}akkoord")
            f.LadderScoreFactory.create(case=self.case, person=person, note=f"{word}trede")
            f.ProvisionFactory.create(case=self.case, person=person, name=f"{word}voorziening")
            record = f.SharingRecordFactory.create(case=self.case, person=person, ground=f"{word}grond")
            f.SharedItemFactory.create(record=record, what=f"{word}gedeeld")
            f.CollectiveReferralFactory.create(case=self.case, person=person, hope=f"{word}hoop")
            link = f.PlanReadingLinkFactory.create(case=self.case, person=person)
            f.FamilyQuestionFactory.create(link=link, text=f"{word}gezinsvraag")
            asked = f.ResidentRequestFactory.create(case=self.case, person=person, refused=True, words=f"{word}verzoek")
            f.ResidentStatementFactory.create(request=asked, text=f"{word}verklaring")


OWN = {
    "eigenvraag", "eigenachternaam", "eigentelefoon", "eigendoel", "eigenresultaat", "eigenactie", "eigengoed",
    "eigencontact", "eigenbrief.pdf", "eigenkracht", "eigeneigenplan", "eigenescalatie", "eigenoverdracht",
    "eigenhulpvraag", "eigenoverleg", "eigenakkoord", "eigentrede", "eigenvoorziening", "eigengrond", "eigengedeeld",
    "eigenhoop", "eigengezinsvraag", "eigenverzoek", "eigenverklaring",
}  # fmt: skip


def an_officer() -> Any:
    return f.UserFactory.create(privacy_officer=True)


def gathered(person: Person, case: Case) -> RequestFile:
    asked = f.ResidentRequestFactory.create(case=case, person=person)
    one = ask_for_file(asked=asked, by=an_officer(), at=timezone.now(), request_key=KEY)  # type: ignore[arg-type]  # as a form has it
    assert make_own_file(file_id=one.pk)
    one.refresh_from_db()
    return one


def unzipped(archive: bytes) -> tuple[str, dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert set(files.namelist()) == {"dit-staat-er-over-u.html", "gegevens.json", "stijl.css"}
        return files.read("dit-staat-er-over-u.html").decode(), json.loads(files.read("gegevens.json"))


def test_g26_all_own_words_and_none_of_others(measured: Measured) -> None:
    family = Family()
    family.fill()
    for person in (family.worker, f.UserFactory.create(name="vreemdemedewerker")):
        ReadLog.objects.create(
            at=timezone.now(), user_id=person.pk, role="team-member", act="open", subject="case",
            subject_id=family.case.pk, household_id=family.case.household_id, purpose="casework",
        )  # fmt: skip
    began = time.perf_counter()
    one = gathered(family.anna, family.case)
    released = judge_own_file.release_file(one=one, by=an_officer(), at=timezone.now())
    took = time.perf_counter() - began
    page, data = unzipped(judge_own_file.hand_over(one=released, by=an_officer(), at=timezone.now()))
    for text in (page, json.dumps(data, ensure_ascii=False)):
        assert {word for word in OWN if word not in text} == set()
        assert "vreemd" not in text, f"about somebody else: {text[text.index('vreemd') :][:40]}"
        assert family.worker.name not in text, "no names of workers"
    assert data["consulted"], "the days and purposes of who looked go along"
    assert data["parts_left_out"] > 5
    assert took < 600
    measured.add("G26", "own words found, 0 of others", len(OWN))
    measured.worst("G26", "made in", took, "s")


def test_g26_nothing_of_before_they_came_or_after_they_left() -> None:
    family = Family()
    past = family.member("Eva", "Vroeger")
    past.memberships.update(starts_on=date(2025, 2, 1), ends_on=date(2025, 6, 1))
    for month, word in ((1, "voordien"), (3, "intussen"), (7, "nadien")):
        at = timezone.make_aware(timezone.datetime(2025, month, 5, 12))  # type: ignore[attr-defined]  # it is there
        f.ContactFactory.create(case=family.case, text=word, occurred_at=at)
    text = json.dumps(own_data(past, now=timezone.now()))
    assert "intussen" in text
    assert "voordien" not in text
    assert "nadien" not in text


def test_g26_what_is_about_others_goes_along_only_when_somebody_says_so() -> None:
    family = Family()
    family.fill()
    one = gathered(family.anna, family.case)
    officer = an_officer()
    passages = opened(one)["passages"]
    number = next(i for i, row in enumerate(passages) if row["is_aside"] and row["table"] == "cases.NetworkPerson")
    judge_own_file.share(one=one, number=number, note="De buurvrouw vindt het goed", by=officer, at=timezone.now())
    released = judge_own_file.release_file(one=one, by=officer, at=timezone.now())
    page, _data = unzipped(judge_own_file.hand_over(one=released, by=officer, at=timezone.now()))
    assert "vreemdbuurvrouw" in page
    assert "vreemdafgeschermd" not in page


def test_g26_what_is_black_stands_nowhere() -> None:
    family = Family()
    f.ContactFactory.create(case=family.case, text="Anna belde. Joris zei geheimwoord en nog eens geheimwoord.")
    one = gathered(family.anna, family.case)
    number = next(i for i, row in enumerate(opened(one)["passages"]) if row["mentions"] == ["Joris"])
    officer = an_officer()
    hide = {"one": one, "number": number, "because": HiddenBecause.SOMEBODY_ELSE, "note": "Zei Joris", "by": officer}
    with pytest.raises(judge_own_file.WordsAreNotThere):
        judge_own_file.hide(words="staat er niet", at=timezone.now(), **hide)
    judge_own_file.hide(words="geheimwoord", at=timezone.now(), **hide)
    judge_own_file.hide(words="Joris", at=timezone.now(), **hide)
    one.refresh_from_db()
    assert "geheimwoord" not in json.dumps(one.marks), "a place is kept, not the words"
    released = judge_own_file.release_file(one=one, by=officer, at=timezone.now())
    assert released.content is None
    page, data = unzipped(judge_own_file.hand_over(one=released, by=officer, at=timezone.now()))
    for text in (page, json.dumps(data)):
        assert "geheimwoord" not in text
        assert "Joris" not in text
        assert "Anna belde." in text


def test_g26_who_asked_for_it_does_not_release_it() -> None:
    family = Family()
    one = gathered(family.anna, family.case)
    with pytest.raises(judge_own_file.SamePerson):
        judge_own_file.release_file(one=one, by=one.asked_by, at=timezone.now())
    client = sign_in(Client(), one.asked_by)
    url = reverse("retention:own-file-release", args=[one.public_id])
    assert client.post(url, {"read": "on"}).status_code == 403
    other = sign_in(Client(), an_officer())
    assert other.post(url).status_code == 422, "read first"
    assert other.post(url, {"read": "on"}).status_code == 302
    one.refresh_from_db()
    assert one.released_at is not None
    assert other.get(reverse("retention:own-file", args=[one.public_id])).status_code == 404


def test_fetching_stands_in_the_read_log_and_ends_after_its_days() -> None:
    one = f.RequestFileFactory.create(released=True)
    officer = an_officer()
    client = sign_in(Client(), officer)
    url = reverse("retention:own-file-fetch", args=[one.public_id])
    response = client.post(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    household = one.request.case.household_id
    assert ReadLog.objects.filter(user_id=officer.pk, act="export", household_id=household).count() == 1
    one.refresh_from_db()
    assert one.handed_over_by == officer
    assert one.ends_at is not None
    assert erase_ended(at=one.ends_at - timedelta(seconds=1)) == 0
    assert erase_ended(at=one.ends_at + timedelta(seconds=1)) == 1
    one.refresh_from_db()
    assert one.archive is None
    assert client.post(url).status_code == 404


def _like(row: Model) -> dict[str, Any]:
    """The values of a row, for another one."""
    own = {"id", "public_id", "request_key"}
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in own}


def test_g26_a_large_file_is_quick_and_needs_few_statements(
    measured: Measured, django_assert_max_num_queries: Any
) -> None:
    family = Family()
    one = f.ContactFactory.create(case=family.case, text="eigencontact")
    hours = [TimeEntry(**_like(one.time_entry)) for _ in range(1500)]
    TimeEntry.objects.bulk_create(hours)
    Contact.objects.bulk_create(Contact(**{**_like(one), "time_entry_id": entry.pk}) for entry in hours)
    began = time.perf_counter()
    with django_assert_max_num_queries(120):
        found = own_data(family.anna, now=timezone.now())
    took = time.perf_counter() - began
    assert sum(row["table"] == "cases.Contact" for row in found["passages"]) == 1501
    assert took < 60
    measured.worst("G26", "1,500 contacts gathered in", took, "s")


def test_g26_every_table_and_field_is_decided_on() -> None:
    assert list(access_problems(load_rules(), load())) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rules: rules["models"].pop("cases.Contact"), "nothing says whether it goes along"),
        (lambda rules: rules["models"]["cases.Contact"]["along"].remove("text"), "does not say whether text goes"),
        (lambda rules: rules["models"]["cases.Contact"]["along"].append("nothing"), "leads nowhere"),
        (lambda rules: rules["models"]["cases.Contact"]["left"].update(text="staff"), "says twice"),
        (lambda rules: rules["models"]["cases.Contact"].pop("file"), "does not say whose"),
        (lambda rules: rules["models"]["cases.Contact"]["left"].update(author="zomaar"), "no known reason"),
    ],
    ids=["table", "field", "lookup", "twice", "whose", "reason"],
)
def test_g26_a_new_field_that_nobody_decided_on_fails(change: Any, says: str) -> None:
    rules = json.loads(json.dumps(load_rules()))
    change(rules)
    assert any(says in problem for _label, problem in access_problems(rules, load()))


def test_a_killed_worker_is_followed_by_another() -> None:
    asked = f.ResidentRequestFactory.create()
    one = ask_for_file(asked=asked, by=an_officer(), at=timezone.now(), request_key=KEY)  # type: ignore[arg-type]  # as a form has it
    now = timezone.now()
    RequestFile.objects.filter(pk=one.pk).update(runs=1, leased_until=now + timedelta(minutes=5))
    assert not make_own_file(file_id=one.pk), "somebody holds it"
    assert make_own_file(file_id=one.pk, now=lambda: now + timedelta(minutes=6))
    assert not make_own_file(file_id=one.pk), "delivered twice is made once"
    one.refresh_from_db()
    assert one.runs == 2


def test_the_same_wish_twice_is_one_file() -> None:
    asked = f.ResidentRequestFactory.create()
    made = [ask_for_file(asked=asked, by=an_officer(), at=timezone.now(), request_key=KEY) for _ in range(2)]  # type: ignore[arg-type]  # as a form has it
    assert made[0] == made[1]
    assert RequestFile.objects.count() == 1
    assert ResidentRequest.objects.count() == 1
