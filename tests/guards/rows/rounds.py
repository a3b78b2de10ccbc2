"""The information round: the team writes and sends, whoever gets it stops it without an account."""

from collections.abc import Mapping
from typing import Any

from collectief.models import InformationRound
from collectief.notifications.round_letter import stop_token
from tests.factories import InformationRoundFactory, RoundRecipientFactory
from tests.guards.access import Row, button, casework, everybody, form, instead, of_team, page
from tests.guards.world import World


def draft(world: World) -> Mapping[str, Any]:
    """The one that the team has."""
    there = InformationRound.objects.drafts().filter(team=world.team).first()
    return {"public_id": (there or InformationRoundFactory.create(team=world.team)).public_id}


def sent(world: World) -> Mapping[str, Any]:
    return {"public_id": InformationRoundFactory.create(team=world.team, sent=True).public_id}


def of_the_team(world: World) -> Mapping[str, Any]:
    return {"slug": world.team.slug}


def recipient(world: World) -> Mapping[str, Any]:
    return {"public_id": RoundRecipientFactory.create(team=world.team).public_id}


def stop_link(world: World) -> Mapping[str, Any]:
    return {"token": stop_token(RoundRecipientFactory.create(team=world.team))}


ROWS: dict[str, Row] = {
    "collectief:rounds": page(casework(200)),
    "collectief:round-start": Row(get=instead(casework(405), 405), post=of_team(302), at=of_the_team),
    "collectief:round": form(of_team(200), draft),
    "collectief:round-preview": form(of_team(200), draft),
    "collectief:round-mail": page(of_team(200), sent),
    "collectief:round-again": button(of_team(302), sent, roles=casework(405)),
    "collectief:round-discard": button(of_team(302), draft, roles=casework(405)),
    "collectief:round-recipients": form(of_team(200), of_the_team),
    "collectief:round-rhythm": form(of_team(200), of_the_team),
    "collectief:round-recipient-stop": button(of_team(302), recipient, roles=casework(405)),
    # From the mail, without an account: a page with one button, and a mail program that presses it.
    "collectief:round-stop": Row(get=everybody(200), post=everybody(200), at=stop_link),
}
