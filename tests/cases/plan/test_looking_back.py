"""Scores, evaluations, agreement and versions of a plan, through the front door."""

import io
import re
import uuid
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import EvaluationDecision, ScoreGiver
from cases.models import Case, Evaluation, Goal, GoalScore, Plan
from cases.services.write_plan import start_draft
from tests.cases.conftest import NOW, TODAY
from tests.factories import (
    ActionFactory,
    GoalFactory,
    GoalScoreFactory,
    HouseholdMemberFactory,
    PlanFactory,
)
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.core.draftable import label_of
from wijkteam.core.word_diff import word_pieces
from wijkteam.drafts.models import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def goal(case: Case) -> Goal:
    return GoalFactory.create(
        plan=PlanFactory.create(case=case, in_force=True), text="Post openen", start_score=1, target_score=4
    )


def url(name: str, plan: Plan, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[plan.case.public_id, plan.public_id, *args])


def evaluation(goal: Goal, **given: str) -> dict[str, Any]:
    key = goal.public_id.hex
    return {
        "held_on": "2026-05-04",
        "went_well": "De post gaat weer open.",
        "given_by": ScoreGiver.HOUSEHOLD,
        "decision": EvaluationDecision.GO_ON,
        "next_on": "2026-08-03",
        f"score_{key}": "3",
        f"note_{key}": "Elke week een keer.",
        "request_key": str(uuid.uuid4()),
        **given,
    }


# -- scores ----------------------------------------------------------------------------------------


def test_the_score_now_is_the_one_of_the_latest_day_whatever_was_written_last(goal: Goal) -> None:
    GoalScoreFactory.create(goal=goal, score=4, scored_on=date(2026, 4, 20), recorded_at=NOW)
    GoalScoreFactory.create(goal=goal, score=2, scored_on=date(2026, 4, 1), recorded_at=NOW)  # written down later
    goal.refresh_from_db()
    assert goal.current_score == 4
    Goal.objects.filter(pk=goal.pk).update(current_score=1)  # somebody goes past the code
    goal.refresh_from_db()
    assert goal.current_score == 4


def test_a_score_goes_on_in_the_draft_and_not_in_what_has_ended(goal: Goal, case: Case, colleague: User) -> None:
    draft = start_draft(case=case, by=colleague, at=NOW)
    GoalScoreFactory.create(goal=goal, score=3)
    assert draft.goals.get().current_score == 3
    Plan.objects.filter(pk=goal.plan_id).update(ended_at=NOW)
    Plan.objects.filter(pk=draft.pk).update(
        in_force_at=NOW, agreed_by="Noor", agreed_on=TODAY, evaluate_on=date(2026, 8, 3)
    )
    GoalScoreFactory.create(goal=draft.goals.get(), score=5, scored_on=TODAY, recorded_at=NOW)
    goal.refresh_from_db()
    assert (goal.current_score, draft.goals.get().current_score) == (3, 5)


def test_scoring_twice_with_one_form_is_one_score(signed_in: Client, goal: Goal, colleague: User) -> None:
    said = {"score": "3", "given_by": "worker", "scored_on": "2026-05-01", "request_key": str(uuid.uuid4())}
    for _ in range(2):
        assert signed_in.post(url("goal-score", goal.plan, goal.public_id), said).status_code == 302
    one = GoalScore.objects.get()
    assert (one.score, one.given_by, one.scored_on, one.recorded_by) == (3, "worker", date(2026, 5, 1), colleague)


def test_a_day_to_come_and_no_score_are_refused(signed_in: Client, goal: Goal) -> None:
    address = url("goal-score", goal.plan, goal.public_id)
    said = {"score": "3", "given_by": "worker", "scored_on": "2026-05-04", "request_key": str(uuid.uuid4())}
    for wrong in ({"scored_on": "2026-05-05"}, {"score": ""}, {"score": "6"}):
        assert signed_in.post(address, {**said, **wrong}).status_code == 422
    assert not GoalScore.objects.exists()


def test_the_page_says_the_finding_and_gives_the_scores_as_a_table(signed_in: Client, goal: Goal) -> None:
    GoalScoreFactory.create(goal=goal, score=2, scored_on=date(2026, 3, 20))
    GoalScoreFactory.create(goal=goal, score=4, scored_on=date(2026, 4, 20), recorded_at=NOW, note="Trots")
    page = signed_in.get(url("plan", goal.plan))
    assert "Van 1 naar 4 van 5: het doel is gehaald." in page.text
    assert "Trots" in page.text
    assert page.text.count('class="chart chart--scores"') == 1


# -- evaluations -----------------------------------------------------------------------------------


def test_looking_back_writes_everything_and_plans_the_next(signed_in: Client, goal: Goal, case: Case) -> None:
    person = case.household.members.get().person
    said = evaluation(goal, people=str(person.public_id), others_present="buurvrouw Ans")
    assert signed_in.post(url("plan-evaluate", goal.plan), said)["Location"] == reverse(
        "cases:plans", args=[case.public_id]
    )
    one = Evaluation.objects.get()
    assert (list(one.people.all()), one.others_present, one.next_on) == ([person], "buurvrouw Ans", date(2026, 8, 3))
    score = one.goal_scores.get()
    assert (score.score, score.note, score.given_by) == (3, "Elke week een keer.", "household")
    goal.refresh_from_db()
    assert (goal.current_score, goal.plan.evaluate_on) == (3, date(2026, 8, 3))
    page = signed_in.get(url("plan", goal.plan))
    for words in ("De post gaat weer open.", "buurvrouw Ans", "Elke week een keer.", person.full_name):
        assert words in page.text


def test_the_same_form_twice_is_one_evaluation(signed_in: Client, goal: Goal) -> None:
    said = evaluation(goal)
    for _ in range(2):
        assert signed_in.post(url("plan-evaluate", goal.plan), said).status_code == 302
    assert (Evaluation.objects.count(), GoalScore.objects.count()) == (1, 1)


def test_adjusting_makes_a_draft_and_closing_leads_to_closing(signed_in: Client, goal: Goal, case: Case) -> None:
    answer = signed_in.post(url("plan-evaluate", goal.plan), evaluation(goal, decision=EvaluationDecision.ADJUST))
    draft = case.plans.draft().get()
    assert answer["Location"] == url("plan", draft)
    assert draft.goals.get().lineage == goal.lineage
    said = evaluation(goal, decision=EvaluationDecision.CLOSE, next_on="")
    assert signed_in.post(url("plan-evaluate", goal.plan), said)["Location"] == reverse(
        "cases:close", args=[case.public_id]
    )


@pytest.mark.parametrize(("name", "form"), [("plan-evaluate", "evaluate"), ("close", "close")])
def test_what_is_typed_is_kept_until_it_is_saved(
    signed_in: Client, goal: Goal, case: Case, colleague: User, name: str, form: str
) -> None:
    address = url(name, goal.plan) if name == "plan-evaluate" else reverse("cases:close", args=[case.public_id])
    token = re.search(r'name="draft" value="([^"]+)"', signed_in.get(address).text)
    assert token is not None
    kept = {"draft": token[1], "draft_slot": "0", "draft_version": "0", "draft_path": address}
    signed_in.post(reverse("drafts:keep"), {**kept, "went_well": "Half een zin"})
    draft = Draft.objects.get()
    assert (draft.form, draft.subject) == (form, case.public_id)
    assert str(label_of(form)) != form
    said = evaluation(goal, **kept) | {"draft_version": "1"}
    if name == "close":
        key = goal.public_id.hex
        said |= {"reason": "goals-reached", f"outcome_{key}": "reached", "after_care": ""}
    assert signed_in.post(address, said).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"next_on": ""},
        {"next_on": "2026-05-04"},
        {"held_on": "2026-05-05"},
        {"held_on": "2026-01-01"},
        {"went_well": ""},
        {"decision": "dance"},
        {"people": str(uuid.uuid4())},
    ],
)
def test_half_an_evaluation_is_refused_and_keeps_its_words(
    signed_in: Client, goal: Goal, wrong: dict[str, str]
) -> None:
    answer = signed_in.post(url("plan-evaluate", goal.plan), evaluation(goal, went_badly="", **wrong))
    assert answer.status_code == 422
    assert "Elke week een keer." in answer.text
    assert not Evaluation.objects.exists()


def test_nobody_looks_back_on_a_draft_or_on_what_has_ended(signed_in: Client, case: Case, goal: Goal) -> None:
    draft = PlanFactory.create(case=case)
    assert signed_in.get(url("plan-evaluate", draft)).status_code == 403
    assert signed_in.post(url("plan-evaluate", draft), evaluation(goal)).status_code == 403


# -- agreement -------------------------------------------------------------------------------------


def test_each_person_agrees_or_does_not(signed_in: Client, case: Case) -> None:
    yes = case.household.members.get().person
    no = HouseholdMemberFactory.create(household=case.household, person__given_name="Sem").person
    plan = GoalFactory.create(plan__case=case).plan
    said = {
        f"person_{yes.public_id.hex}": "yes",
        f"person_{no.public_id.hex}": "no",
        "manner": "phone",
        "note": "Ik wil niet dat school het weet.",
        "agreed_on": "4-5-2026",
        "evaluate_on": "2026-08-03",
    }
    assert signed_in.post(url("plan-agree", plan), said).status_code == 302
    plan.refresh_from_db()
    assert plan.agreed_by == yes.given_name
    assert [(one.person, one.agrees, one.manner, one.note) for one in plan.agreements.order_by("pk")] == [
        (yes, True, "phone", ""),
        (no, False, "phone", "Ik wil niet dat school het weet."),
    ]
    later = {"person": str(no.public_id), "agrees": "yes", "manner": "table", "said_on": "2026-05-04"}
    assert signed_in.post(url("plan-voice", plan), later).status_code == 302
    page = signed_in.get(url("plan", plan))
    assert [(row.name, row.agrees, row.changed) for row in page.context["page"].agreements] == [
        (yes.full_name, True, False),
        (no.full_name, True, True),
    ]


def test_a_plan_nobody_agreed_with_stays_a_draft(signed_in: Client, case: Case) -> None:
    person = case.household.members.get().person
    plan = GoalFactory.create(plan__case=case).plan
    said = {f"person_{person.public_id.hex}": "no", "agreed_on": "4-5-2026", "evaluate_on": "2026-08-03"}
    assert signed_in.post(url("plan-agree", plan), said).status_code == 422
    plan.refresh_from_db()
    assert plan.is_draft


# -- versions --------------------------------------------------------------------------------------


def test_what_came_went_and_changed_between_two_versions(
    signed_in: Client, case: Case, goal: Goal, colleague: User
) -> None:
    GoalFactory.create(plan=goal.plan, text="Gaat eruit")
    ActionFactory.create(goal=goal, text="Naar de postochtend")
    draft = start_draft(case=case, by=colleague, at=NOW)
    draft.goals.get(text="Gaat eruit").delete()
    draft.goals.filter(lineage=goal.lineage).update(text="Post openen zonder angst", target_score=5)
    GoalFactory.create(plan=draft, text="Komt erbij")
    page = signed_in.get(reverse("cases:plan-compare", args=[case.public_id]))
    found = page.context["comparison"]
    assert (found.came, found.went, found.changed) == (1, 1, 1)
    changed = found.goals[0]
    assert [(piece.kind, piece.text) for piece in changed.pieces] == [("", "Post openen"), ("came", " zonder angst")]
    assert "eerst 4, nu 5" in page.text
    assert [part.kind for part in changed.parts] == ["same"]
    for mark in ("<ins", "<del"):
        assert mark in page.text
    same = signed_in.get(reverse("cases:plan-compare", args=[case.public_id]), {"van": "1", "naar": "99"})
    assert same.context["comparison"].newer.version == 2


def test_one_version_has_nothing_to_compare_with(signed_in: Client, case: Case, goal: Goal) -> None:
    page = signed_in.get(reverse("cases:plan-compare", args=[case.public_id]), {"van": "x" * 50, "naar": "-1"})
    assert (page.status_code, page.context["comparison"]) == (200, None)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("een twee", "een twee", [("", "een twee")]),
        ("een twee", "een drie", [("", "een "), ("went", "twee"), ("came", "drie")]),
        ("", "nieuw", [("came", "nieuw")]),
        ("€ 50, per week", "€ 60, per week", [("", "€ "), ("went", "50"), ("came", "60"), ("", ", per week")]),
    ],
)
def test_words_are_compared_as_words(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert [(piece.kind, piece.text) for piece in word_pieces(before, after)] == expected


# -- the letter ------------------------------------------------------------------------------------


def test_a_letter_says_who_does_what_in_plain_dutch(signed_in: Client, case: Case, goal: Goal) -> None:
    ActionFactory.create(goal=goal, text="De post openmaken", due_on=date(2026, 6, 1))
    ActionFactory.create(goal=goal, text="Mee naar de bank", owner="team", worker=case.coordinators.get().worker)
    page = signed_in.get(url("plan-letter", goal.plan))
    for words in ("Uw plan", "Post openen", "De post openmaken", "Uzelf", "voor 1 juni 2026", "Iemand van ons team"):
        assert words in page.text
    assert case.coordinators.get().worker.name not in page.context["letter"].questions[0]


def test_g22_printing_is_written_down_and_markup_in_words_stays_words(
    signed_in: Client, case: Case, goal: Goal
) -> None:
    nasty = '#set text(fill: red) $x$ *vet* _schuin_ [haak] @ref <label> // weg \\ "` ]'
    Goal.objects.filter(pk=goal.pk).update(text=nasty)
    answer = signed_in.get(url("plan-letter-pdf", goal.plan))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert ReadLog.objects.filter(act="print", household_id=case.household_id).count() == 1
    text = pdf_text(answer.content)
    for piece in ("#set text(fill: red)", "$x$", "*vet*", "_schuin_", "[haak]", "@ref", "<label>", "// weg"):
        assert piece.replace(" ", "") in text


def pdf_text(content: bytes) -> str:
    """The letters of a PDF without spaces, through the table of each font that says which letter a sign is."""
    letters: list[str] = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            tables = {name: letters_of(font) for name, font in page.Resources.Font.items()}
            table: dict[str, str] = {}
            stream: list[Any] = list(pikepdf.parse_content_stream(page))
            for operands, operator in stream:
                if str(operator) == "Tf":
                    table = tables[str(operands[0])]
                elif str(operator) in {"Tj", "TJ"}:
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    codes = "".join(bytes(part).hex() for part in parts if isinstance(part, pikepdf.String))
                    letters += [table.get(codes[at : at + 4].lower(), "") for at in range(0, len(codes), 4)]
    return "".join("".join(letters).split())


def letters_of(font: Any) -> dict[str, str]:
    cmap = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, flags=re.DOTALL):
        for code, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[code.lower()] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, flags=re.DOTALL):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[f"{int(first, 16) + step:04x}"] = chr(int(letter, 16) + step)
    return found
