"""`manage.py check`: nothing personal is kept that the register does not know."""

from django.core.checks import CheckMessage, Error, register

from wijkteam.retention.selectors import takeout_kinds
from wijkteam.retention.selectors.access_rules import RULES, access_problems, load_rules
from wijkteam.retention.selectors.register import REGISTER, load, own_models, problems


@register("retention")
def register_is_true(**_: object) -> list[CheckMessage]:
    return [
        Error(f"{label} {problem}.", hint=f"Correct {REGISTER.parent.name}/{REGISTER.name}.", id="retention.E001")
        for label, problem in problems(load(), own_models())
    ]


@register("retention")
def takeout_is_decided(**_: object) -> list[CheckMessage]:
    declared = takeout_kinds.DECLARED
    return [
        Error(f"{label} {problem}.", hint=f"Correct {declared.parent.name}/{declared.name}.", id="retention.E002")
        for label, problem in takeout_kinds.problems(takeout_kinds.load(), own_models())
    ]


@register("retention")
def what_a_resident_gets_is_decided(**_: object) -> list[CheckMessage]:
    return [
        Error(f"{label} {problem}.", hint=f"Correct {RULES.parent.name}/{RULES.name}.", id="retention.E003")
        for label, problem in access_problems(load_rules(), load())
    ]
