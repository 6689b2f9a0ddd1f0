"""The public kit of a lab: what it measures it tells by a ``Run``, and ``start`` makes it a program."""

from prepapp.lab.program import start
from prepapp.lab.run import Run

__all__ = ["Run", "start"]
