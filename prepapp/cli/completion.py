"""Completion of commands and options by the shell."""

from argparse import Action, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

from prepapp.cli.context import Context
from prepapp.cli.parser import build_parser


def print_completion(context: Context, args: Namespace) -> int:
    """Print the script that a shell completes ``prepapp`` by."""
    import shtab

    parser = build_parser()
    for action in _actions(parser):
        if action.type is Path:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    script = shtab.complete(parser, args.shell)
    return context.answer({"shell": args.shell, "script": script}, [script])


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, _SubParsersAction):
            for deeper in dict.fromkeys(action.choices.values()):
                yield from _actions(deeper)
