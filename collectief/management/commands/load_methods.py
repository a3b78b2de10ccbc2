"""The methods that come with the application: run it after each `migrate`."""

from typing import Any

from django.core.management.base import BaseCommand

from collectief.services.load_methods import load_methods


class Command(BaseCommand):
    help = "Adds the methods that come with the application, and follows their texts where nobody changed them here."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_methods()} new methods")
