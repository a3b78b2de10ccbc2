"""How far what a partner or initiative offers lies from the home of a household."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from netwerk.enums import Level
from netwerk.models import Organisation, Service
from wijkteam.areas.models import Area


class Reach(Enum):
    """Round the corner, for the whole city or region, in another part of the city, or nobody wrote it down."""

    NEAR = "near"
    WIDE = "wide"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where a household lives, by codes of CBS: its neighbourhood, district and municipality; and what its team serves.

    Somebody round the corner of the team is near, also when it is in the next neighbourhood.
    """

    own: frozenset[str]
    served: frozenset[str]

    @classmethod
    def of(cls, area: Area, *, served: Iterable[Area]) -> "Home":
        code = area.code
        return cls(
            own=frozenset({code, f"WK{code[2:8]}", f"GM{code[2:6]}"}),
            served=frozenset(one.code for one in served) | {code, f"WK{code[2:8]}"},
        )

    def is_near(self, code: str) -> bool:
        return bool(self.served & {code, f"WK{code[2:8]}"})

    def reach_of_places(self, codes: Collection[str]) -> Reach:
        if not codes:
            return Reach.UNKNOWN
        return Reach.NEAR if any(self.is_near(code) for code in codes) else Reach.ELSEWHERE

    def reach_of_service(self, service: Service, places: Collection[str]) -> Reach:
        """For which areas it is goes before how far it says it reaches; the rest follows from where it is.

        `service` has its areas fetched along; `places` are the areas of its own places, or else of the organisation.
        """
        areas = {area.code for area in service.areas.all()}
        if areas and not areas & self.own:
            return Reach.ELSEWHERE
        if service.level in {Level.CITY, Level.REGION}:
            return Reach.WIDE
        if areas:
            return Reach.NEAR
        own = {place.area.code for place in service.locations.all() if place.area is not None}
        return self.reach_of_places(own or places)

    def reach_of(self, organisation: Organisation, services: Collection[Service]) -> dict[Reach, list[Service]]:
        """The services by how far they lie; an organisation without services lies where its places are."""
        places = {place.area.code for place in organisation.locations.all() if place.area is not None}
        found: dict[Reach, list[Service]] = {}
        for service in services:
            found.setdefault(self.reach_of_service(service, places), []).append(service)
        return found or {self.reach_of_places(places): []}
