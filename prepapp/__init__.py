"""Daily recall, interview practice and proof for people preparing an ML interview."""

__version__ = "0.1.0"
