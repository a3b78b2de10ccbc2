"""Work that a request leaves to the background. Messages hold ids."""

from cases.tasks.break_glass import announce

__all__ = ["announce"]
