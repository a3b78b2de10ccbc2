"""`manage.py check`: nothing personal is kept that the register does not know."""

from django.core.checks import CheckMessage, Error, register

from wijkteam.retention.selectors.register import REGISTER, load, own_models, problems


@register("retention")
def register_is_true(**_: object) -> list[CheckMessage]:
    return [
        Error(f"{label} {problem}.", hint=f"Correct {REGISTER.parent.name}/{REGISTER.name}.", id="retention.E001")
        for label, problem in problems(load(), own_models())
    ]
