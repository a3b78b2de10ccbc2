"""manage.py purposes: the table of docs/authorisation.md that says which role uses what, and what for."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from wijkteam.manual.selectors.purposes import purpose_table


class Command(BaseCommand):
    help = "Print the table of roles, purposes and screens of docs/authorisation.md."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            self.stdout.write("\n".join(purpose_table()))
