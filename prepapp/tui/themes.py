"""Light, dark and high contrast, each with one accent.

``boost`` stands among the variables, since Textual drops it where a theme has a panel.
"""

from textual.theme import Theme

DARK = Theme(
    name="prepapp-dark",
    primary="#e6b455",
    accent="#e6b455",
    secondary="#9aa5b1",
    foreground="#d8dee6",
    background="#14171c",
    surface="#14171c",
    panel="#1d2229",
    success="#9bbf85",
    warning="#e6b455",
    error="#e07a6a",
    dark=True,
    variables={
        "boost": "#262c35",
        "bar": "#828d99",
        "muted": "#828d99",
        "rule": "#39424e",
        "footer-key-foreground": "#e6b455",
    },
)

LIGHT = Theme(
    name="prepapp-light",
    primary="#8a5a00",
    accent="#8a5a00",
    secondary="#59636e",
    foreground="#1f2328",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#f0eee8",
    success="#39692c",
    warning="#8a5a00",
    error="#a63322",
    dark=False,
    variables={
        "boost": "#e7e4dc",
        "bar": "#646d76",
        "muted": "#646d76",
        "rule": "#cfcac0",
        "footer-key-foreground": "#8a5a00",
    },
)

CONTRAST = Theme(
    name="prepapp-contrast",
    primary="#ffff00",
    accent="#ffff00",
    secondary="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#00ff00",
    warning="#ffff00",
    error="#ff8080",
    dark=True,
    variables={
        "boost": "#303030",
        "bar": "#d0d0d0",
        "muted": "#d0d0d0",
        "rule": "#ffffff",
        "footer-key-foreground": "#ffff00",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
