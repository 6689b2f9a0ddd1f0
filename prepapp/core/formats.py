"""The formats of a mock interview: alone in their module, since the command line's grammar names them too."""

from typing import Literal, get_args

Format = Literal["hotseat", "opening", "short", "quickfire", "talk", "discussion"]

FORMATS: tuple[Format, ...] = get_args(Format)
