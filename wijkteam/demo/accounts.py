"""The accounts of the demo. Their passwords are printed by `make demo` and protect nothing: the people are invented."""

from dataclasses import dataclass

from wijkteam.accounts.enums import Role


@dataclass(frozen=True)
class DemoAccount:
    role: Role
    username: str
    name: str
    password: str

    @property
    def line(self) -> str:
        """What `make demo` prints, and the checks of the whole product read: four words."""
        return f"ACCOUNT {self.role.value} {self.username} {self.password}"


FATIMA = DemoAccount(Role.TEAM_MEMBER, "fatima", "Fatima el Idrissi", "samen-op-het-plein")
MARIJKE = DemoAccount(Role.TEAM_COORDINATOR, "marijke", "Marijke van Loon", "ruimte-voor-de-wijk")
SAMIRA = DemoAccount(Role.PARTNER, "samira", "Samira Bakker", "een-deur-verder")
ACCOUNTS = (
    FATIMA,
    MARIJKE,
    DemoAccount(Role.COMMISSIONER, "ruud", "Ruud Pinas", "cijfers-en-verhalen"),
    DemoAccount(Role.ADMINISTRATOR, "beheer", "Anouk de Wit", "alles-op-zijn-plek"),
    DemoAccount(Role.PRIVACY_OFFICER, "privacy", "Sunil Ramdin", "niet-meer-dan-nodig"),
    SAMIRA,
)
