"""Neighbourhood analyses: a draft is of the team, a finished one is read in every team (tests/collectief)."""

from collections.abc import Mapping
from typing import Any

from collectief.enums import AnalysisPart
from tests.factories import (
    AnalysisMeetingFactory,
    AnalysisSectionFactory,
    AnalysisVoiceFactory,
    NeighbourhoodAnalysisFactory,
)
from tests.guards.access import Row, button, casework, form, in_a_team, of_team, page
from tests.guards.world import World


def draft(world: World) -> Mapping[str, Any]:
    return {"public_id": NeighbourhoodAnalysisFactory.create(team=world.team).public_id}


def part(world: World) -> Mapping[str, Any]:
    section = AnalysisSectionFactory.create(analysis__team=world.team, part=AnalysisPart.ACTIVE)
    return {"public_id": section.analysis.public_id, "part": "active"}


def meeting(world: World) -> Mapping[str, Any]:
    return {"public_id": AnalysisMeetingFactory.create(analysis__team=world.team).public_id}


def voice(world: World) -> Mapping[str, Any]:
    return {"public_id": AnalysisVoiceFactory.create(meeting__analysis__team=world.team).public_id}


ROWS: dict[str, Row] = {
    "collectief:analyses": page(casework(200)),
    "collectief:analysis-new": form(in_a_team(200)),
    "collectief:analysis": page(of_team(200), draft),
    "collectief:analysis-part": form(of_team(200), part),
    "collectief:analysis-meeting": form(of_team(200), draft),
    "collectief:analysis-finish": form(of_team(200), draft),
    "collectief:meeting-remove": button(of_team(302), meeting, roles=casework(200)),
    "collectief:voice-forget": button(of_team(302), voice, roles=casework(200)),
}
