"""The progress report."""

from argparse import Namespace

from prepapp.cli.context import Context
from prepapp.session.reporting import format_of, rendered, reported, write_report


def report(context: Context, args: Namespace) -> int:
    """Print the report, or write it to a file."""
    now = context.clock()
    format = args.format or (format_of(args.output) if args.output else "md")
    with context.desk(now) as desk:
        deck = desk.decks(args.deck)[0].id
        if args.output is not None:
            write_report(desk, deck, format, args.output, args.redact, now)
        if context.as_json:
            return context.answer(reported(desk, deck, args.redact, now), ())
        if args.output is not None:
            return context.answer(None, [f"{args.output}: written"])
        print(rendered(desk, deck, format, args.redact, now), end="")
    return 0
