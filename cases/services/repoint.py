"""What a merge needs: everything that points at one row points at another from now on."""

from django.db.models import ForeignKey, Model
from pghistory.models import Event

from wijkteam.core.database_roles import append_only_tables


def repoint(old: Model, new: Model, *, but: tuple[type[Model], ...]) -> None:
    """Change every foreign key of ours from `old` to `new`, also those of models that come later.

    Left as they are: history, what is append-only (it says what was so then, and the row of `old` stays), and `but`.
    """
    frozen = append_only_tables()
    for relation in type(old)._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not relation.auto_created or not isinstance(field, ForeignKey):
            continue
        model = field.model
        if model in but or issubclass(model, Event) or model._meta.db_table in frozen or not model._meta.managed:
            continue
        model._default_manager.filter(**{field.attname: old.pk}).update(**{field.attname: new.pk})
