"""Django's migrate, while people work: a second for each lock (see _timeouts in settings/base.py), and another try."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from wijkteam.core.locks import patiently


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        # Each migration is a transaction: another try goes on with the first that is not there yet.
        patiently(lambda: super(Command, self).handle(*args, **options))
