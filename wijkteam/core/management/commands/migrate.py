"""Django's migrate, while people work: a second for each lock, and another try."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from wijkteam.core.locks import patiently


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]

        def once() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
            super(Command, self).handle(*args, **options)

        # Each migration is a transaction: another try goes on with the first that is not there yet.
        patiently(once)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
