"""The candidate's settings."""

from argparse import Namespace
from dataclasses import asdict

from prepapp.cli.context import Context
from prepapp.cli.text import table
from prepapp.errors import PrepError
from prepapp.home import Settings, read_settings, write_setting


def show_settings(context: Context, args: Namespace) -> int:
    """Print every setting."""
    return _show(context, asdict(read_settings(context.place.home)))


def get_setting(context: Context, args: Namespace) -> int:
    """Print one setting, its value alone."""
    settings = asdict(read_settings(context.place.home))
    name, _, binding = args.key.partition(".")
    if name not in settings:
        raise PrepError(f"unknown setting {name!r}", "config get", f"there are {', '.join(settings)}")
    value = settings[name]
    if name == "keys" and binding:
        if binding not in value:
            raise PrepError(f"{binding!r} has its own key", "config get", "only remapped keys are settings")
        value = value[binding]
    lines = _rows(value) if isinstance(value, dict) else [str(value)]
    return context.answer({args.key: value}, lines)


def set_setting(context: Context, args: Namespace) -> int:
    """Change one setting and print them all."""
    settings: Settings = write_setting(context.place.home, args.key, args.value)
    return _show(context, asdict(settings))


def _show(context: Context, settings: dict[str, object]) -> int:
    return context.answer(settings, _rows(settings))


def _rows(settings: dict[str, object]) -> list[str]:
    rows = [(name, value) for name, value in settings.items() if not isinstance(value, dict)]
    for name, value in settings.items():
        if isinstance(value, dict):
            rows += [(f"{name}.{binding}", key) for binding, key in value.items()]
    return table(rows) if rows else []
