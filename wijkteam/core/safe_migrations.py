"""What a migration may not do while the version before it still serves people.

`problems` names each operation that keeps a table locked while it reads or rewrites it, or that takes away something
the previous version asks for. What must be all the same is said in the migration itself: `accepted = "why"`.
"""

from collections.abc import Iterator

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from wijkteam.core.operations import CreateModels

_TAKEN_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def problems(migration: migrations.Migration) -> list[str]:
    if getattr(migration, "accepted", ""):
        return []
    made = {name for operation in migration.operations for name in _made(operation)}
    return [
        f"{migration.app_label}.{migration.name}: {why}"
        for operation in migration.operations
        for why in _why_not(operation, made)
    ]


def _made(operation: Operation) -> Iterator[str]:
    """Tables that are new have no rows and no readers."""
    if isinstance(operation, migrations.CreateModel):
        yield operation.name.lower()
    elif isinstance(operation, CreateModels):
        yield from (model.name.lower() for model in operation.models)


def _why_not(operation: Operation, made: set[str]) -> Iterator[str]:
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        for part in operation.database_operations:
            yield from _why_not(part, made)
        return
    if isinstance(operation, _TAKEN_AWAY):
        yield f"{operation.describe()}: the previous version still asks for it; take it away in the release after"
        return
    if str(getattr(operation, "model_name", "")).lower() in made:
        return
    if type(operation) is migrations.AddIndex:
        yield f"{operation.describe()}: nobody can write meanwhile; AddIndexConcurrently"
    elif type(operation) is migrations.AddConstraint:
        if isinstance(operation.constraint, models.CheckConstraint):
            yield f"{operation.describe()}: reads all rows under lock; AddConstraintNotValid, then ValidateConstraint"
        else:
            yield f"{operation.describe()}: builds an index under lock; make it concurrently first"
    elif isinstance(operation, migrations.AddField):
        field = operation.field
        if not (field.null or field.has_db_default() or field.many_to_many):
            yield f"{operation.describe()}: the previous version does not fill it in; null=True or db_default"
        elif field.unique or (isinstance(field, models.ForeignKey) and not field.null):
            yield f"{operation.describe()}: builds an index under lock; add the field first, the index concurrently"
    elif isinstance(operation, migrations.AlterField):
        yield f"{operation.describe()}: may rewrite the table or refuse what the previous version writes; say why not"
