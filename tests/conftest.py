"""Hypothesis draws the same examples at every run, however slow the machine is."""

from hypothesis import settings

settings.register_profile("prepapp", deadline=None, derandomize=True)
settings.load_profile("prepapp")
