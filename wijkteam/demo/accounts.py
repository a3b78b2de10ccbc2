"""The accounts of the demo. Their passwords are printed by `make demo` and protect nothing: the people are invented."""

from dataclasses import dataclass

from wijkteam.accounts.enums import Role


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    role: Role
    username: str
    name: str
    password: str

    @property
    def line(self) -> str:
        """What `make demo` prints, and the checks of the whole product read: four words."""
        return f"ACCOUNT {self.role.value} {self.username} {self.password}"


FATIMA = DemoAccount(
    role=Role.TEAM_MEMBER, username="fatima", name="Fatima el Idrissi", password="samen-op-het-plein"
)  # fmt: skip
MARIJKE = DemoAccount(
    role=Role.TEAM_COORDINATOR, username="marijke", name="Marijke van Loon", password="ruimte-voor-de-wijk"
)  # fmt: skip
ACCOUNTS = (
    FATIMA,
    MARIJKE,
    DemoAccount(role=Role.COMMISSIONER, username="ruud", name="Ruud Pinas", password="cijfers-en-verhalen"),
    DemoAccount(role=Role.ADMINISTRATOR, username="beheer", name="Anouk de Wit", password="alles-op-zijn-plek"),
    DemoAccount(role=Role.PRIVACY_OFFICER, username="privacy", name="Sunil Ramdin", password="niet-meer-dan-nodig"),
)
