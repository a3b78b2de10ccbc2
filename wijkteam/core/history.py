"""Every change of a tracked row is kept by a database trigger: bulk updates and plain SQL included."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import connections
from django.db.models import Model

AnyModel = TypeVar("AnyModel", bound=type[Model])


def track_changes(*, exclude: tuple[str, ...] = ()) -> Callable[[AnyModel], AnyModel]:
    """Class decorator: keep each inserted, changed and deleted row in a history table, but for the fields `exclude`."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    track: Callable[[AnyModel], AnyModel] = pghistory.track(*events, exclude=list(exclude))
    return track


# The libraries ask for a setting and catch the error when there is none, in each trigger of each row. A caught error
# goes through all that waits for the end of the transaction: 37,000 rows in one transaction then take minutes instead
# of seconds. These two do the same and ask in a way that has no error.
_WITHOUT_ERRORS = """
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
    RETURN COALESCE(trigger_name::text = ANY(NULLIF(current_setting('pgtrigger.ignore', true), '')::text[]), false);
END $$;
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE LANGUAGE plpgsql AS $$
DECLARE
    said_id text := NULLIF(current_setting('pghistory.context_id', true), '');
    said_metadata text := NULLIF(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF said_id IS NULL OR said_metadata IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
        VALUES (said_id::uuid, said_metadata::jsonb, NOW(), NOW())
        ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at
        WHERE pghistory_context.metadata <> EXCLUDED.metadata;
    RETURN said_id::uuid;
END $$;
"""


def install_after_migrate(*, using: str, **_: Any) -> None:
    """Put the triggers of all tracked models in the database, after every migrate: safe to run again.

    They follow the models, so they stand in no migration: half of all steps would be theirs.
    """
    if connections[using].settings_dict["USER"] == "wijkteam_owner":
        pgtrigger.install(database=using)
        with connections[using].cursor() as cursor:
            cursor.execute(_WITHOUT_ERRORS)
