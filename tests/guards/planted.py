"""Words of their own in every free text of the world, and who may read which of them (G02, G22)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, EmailField, Model, TextField

from cases.models import Escalation
from tests import factories
from tests.guards.world import (
    OWN_TEAM,
    WORDS_AFTER_CLOSING,
    WORDS_FOR_PARTNERS,
    WORDS_OF_PARTNERS,
    WORDS_OF_THE_PLAN,
    World,
)

WORD = re.compile(r"kanarie[a-z]+\d+")


@dataclass(kw_only=True)
class Planted:
    """Words by the object that they stand in: `team:` for what a team reads, `case:` for the file of a household.

    `rows` are the ones made to hold words, whose addresses no row of ACCESS knows.
    """

    words: dict[str, set[str]] = field(default_factory=dict)
    rows: tuple[Any, ...] = ()

    def all(self) -> set[str]:
        return set().union(*self.words.values())

    def allowed_to(self, who: str) -> set[str]:
        allowed: set[str] = set()
        if who in OWN_TEAM:
            allowed = self.words["case"] | self.words["team"] | self.words["pressure"]
            if who in {"colleague", "teammate"}:
                allowed |= self.words["dilemma"]
            if who == "colleague":
                allowed |= self.words["led"]
        elif who == "outside_coordinator":
            allowed = self.words["pressure"]
        elif who == "granted":
            allowed = self.words["case"]
        elif who == "partner":
            allowed = WORDS_FOR_PARTNERS
        return allowed


def free_text(model: type[Model]) -> Iterator["CharField[str, str] | TextField[str, str]"]:
    for one in model._meta.local_concrete_fields:
        if isinstance(one, CharField | TextField) and not one.choices and not one.generated and one.editable:
            yield one


def plant(rows: list[Model], name: str) -> set[str]:
    """Write a word of its own into every free text of these rows, past everything that would object."""
    words = set()
    for row in rows:
        values = {}
        for one in free_text(type(row)):
            word = f"kanarie{type(row)._meta.model_name}{name}{one.name.replace('_', '')}{row.pk}"
            word = word if not isinstance(one, EmailField) else f"{word}@voorbeeld.nl"
            limit = one.max_length or 200
            if len(word) > limit:
                word = f"kanarie{name[0]}{row.pk}"[:limit]
            if one.name == "outcome" and isinstance(row, Escalation) and row.ended_at is None:
                continue  # what runs has no outcome yet, and PostgreSQL knows
            values[one.name] = word
            words |= set(WORD.findall(word))
        type(row)._default_manager.filter(pk=row.pk).update(**values)
    return words


def rows_of_case(world: World) -> list[Model]:
    case = world.case
    people = [member.person for member in case.household.members.select_related("person")]
    explored = [world.exploration, world.life_domain, world.network_person, world.own_plan]
    plans = [world.plan, world.goal, world.draft_goal, world.action]
    return [case.household, *people, case, world.contact, *plans, *explored, *world.journal]


def plant_world(world: World) -> Planted:
    """A word of its own in everything that somebody may read and somebody else may not."""
    step = factories.LadderScoreFactory.create(case=world.case, person=world.person)
    planted = Planted(words={"case": plant([*rows_of_case(world), world.collective_referral, step], "dossier")})
    # A question and a signal keep the words they came with (triggers), so the planted ones are new.
    question = factories.QuestionFactory.create(team=world.team, asked="kanarievraag1", asker="kanarievraag2")
    signal = factories.SignalFactory.create(team=world.team, text="kanariesignaal1", signaller="kanariesignaal2")
    factories.SignalStepFactory.create(signal=signal, note="kanariestap1")
    factories.PolicyAskFactory.create(signal=signal, department="kanariegemeente1", asked="kanariegemeente2")
    factories.PolicyAskFactory.create(signal=signal, answered=True, answer="kanariegemeente3")
    planted.words["team"] = {"kanarievraag1", "kanarievraag2", "kanariesignaal1", "kanariesignaal2", "kanariestap1"}
    planted.words["team"] |= {"kanariegemeente1", "kanariegemeente2", "kanariegemeente3"}
    planted.words["case"] |= WORDS_OF_THE_PLAN | WORDS_OF_PARTNERS | WORDS_FOR_PARTNERS
    # Who takes part in a group is for who leads it, not for the rest of the team.
    planted.words["led"] = plant([world.participant], "groep")
    planted.words["team"] |= WORDS_AFTER_CLOSING
    # Volunteers are for their own team.
    helper, thanks = world.certificate.volunteer, factories.VolunteerThanksFactory.create(volunteer=world.volunteer)
    planted.words["team"] |= plant([helper, world.certificate, world.volunteer_role, thanks], "hulp")
    # Who is visited too.
    visited = world.visit_match
    known = [world.visit_wish, visited.wish, visited.volunteer, *visited.visits.all(), *visited.volunteer.links.all()]
    planted.words["team"] |= plant(known, "bezoek")
    # What was proposed stays as it was (trigger), so this one is new too.
    factories.HandoverFactory.create(case=world.case, reason="kanarieoverdracht1", to_know="kanarieoverdracht2")
    planted.words["case"] |= {"kanarieoverdracht1", "kanarieoverdracht2"}
    # A dilemma of `colleague`, who lets `teammate` read it along; a signal of pressure for every coordinator.
    dilemma = factories.DilemmaFactory.create(team=world.team, author=world.people["colleague"], text="kanariedilemma1")
    factories.DilemmaReaderFactory.create(dilemma=dilemma, user=world.people["teammate"])
    factories.DilemmaNoteFactory.create(dilemma=dilemma, text="kanariedilemma2")
    pressure = factories.PressureSignalFactory.create(team=world.team, text="kanariedruk1")
    factories.PressureFollowUpFactory.create(signal=pressure, text="kanariedruk2")
    planted.words["dilemma"] = {"kanariedilemma1", "kanariedilemma2"}
    planted.words["pressure"] = {"kanariedruk1", "kanariedruk2"}
    planted.rows = (question, signal, dilemma, pressure)
    return planted
