"""Wijkteam: the case, network and prevention work of a social neighbourhood team."""

from wijkteam.celery import app as celery_app

__all__ = ["celery_app"]
