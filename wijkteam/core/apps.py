from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "wijkteam.core"
    label = "core"

    def ready(self) -> None:
        from django.conf import settings

        from wijkteam.core import checks, metrics  # noqa: F401  (checks register)
        from wijkteam.core.backups import state
        from wijkteam.core.theme import theme_css

        metrics.register_gauge("wijkteam_backup_age_seconds", "Age of the last whole backup", state.whole_age)
        metrics.register_gauge("wijkteam_backup_log_age_seconds", "Age of what was put away last", state.log_age)
        metrics.register_gauge("wijkteam_backup_is_late", "1: look at the backups", lambda: float(state.is_late()))

        theme_css(settings.THEME_COLOUR)  # nothing starts with a colour that cannot be read
