"""The grammar of the command line."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from prepapp import __version__
from prepapp.cli.arguments import cards, day, minutes, numbers, port, seconds, warmup_size
from prepapp.core.formats import FORMATS
from prepapp.errors import PrepError

GRADES = ("again", "hard", "good", "easy")
SURENESS = ("sure", "think", "guess")
REPORTS = ("html", "md", "csv", "json")
LISTENERS = ("peer", "novice", "sceptic")
SHELLS = ("bash", "zsh", "fish")


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are ours, and whose global options stand before or after the command."""

    def __init__(self, *, level: int = 1, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Help, **options)
        # Without a default, what was said before the command is not overwritten after it.
        group = self.add_argument_group("everywhere", argument_default=argparse.SUPPRESS)
        group.add_argument("--home", metavar="DIR", help="where your things live (PREPAPP_HOME)")
        group.add_argument("--db", metavar="URL", help="another database (PREPAPP_DB)")
        group.add_argument(
            "--decks", metavar="DIR", action="append", dest=f"decks_{level}", help="more decks; repeatable"
        )
        group.add_argument("--now", metavar="TIME", help="a fixed clock, ISO 8601 with offset (PREPAPP_NOW)")
        group.add_argument("--json", action="store_true", help="print JSON")
        group.add_argument("--debug", action="store_true", help="show the traceback of an error")

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments in one line."""
        raise PrepError(message, self.prog, f"see `{self.prog} --help`")


Commands = Any
"""What ``add_subparsers`` returns; argparse keeps its type private."""


def build_parser(first: str | None = None) -> Parser:
    """Return the parser of every command; of no other than ``first``, where that names a command."""
    parser = Parser(level=0, prog="prepapp", description="Prepare an ML interview in the terminal.")
    parser.add_argument("--version", action="version", version=f"prepapp {__version__}")
    parser.set_defaults(area="app", run="open_today")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for add in [ADD[first]] if first in ADD else dict.fromkeys(ADD.values()):
        add(commands)
    return parser


def _command(commands: Commands, name: str, area: str, run: str, help: str, level: int = 1) -> Parser:
    parser: Parser = commands.add_parser(
        name, help=help, description=f"{help[0].upper()}{help[1:]}.", level=level
    )
    parser.set_defaults(area=area, run=run)
    return parser


def _add_day(commands: Commands) -> None:
    review = _command(commands, "review", "app", "open_review", "open today's review")
    today = _command(commands, "today", "today", "show_today", "show what is due today")
    mistakes = _command(commands, "mistakes", "cards", "show_mistakes", "show what was sure and wrong")
    mistakes.add_argument("--all", action="store_true", help="those understood since as well")
    errata = _command(commands, "errata", "errata", "show_errata", "show what the chapter gets wrong")
    errata.add_argument("--markdown", action="store_true", help="print a page of Markdown")
    primer = _command(commands, "primer", "primer", "show_primer", "print a first reading of a deck")
    primer.add_argument(
        "--minutes", metavar="N", type=minutes, help="how long it may take; else the deck's chain, or ten"
    )
    for parser in (review, today, mistakes, errata, primer):
        _add_deck(parser)


def _add_cards(commands: Commands) -> None:
    show = _command(commands, "show", "cards", "show_card", "show one card, without its answer")
    show.add_argument("card", metavar="CARD", help="id of the card, such as rn-001")
    show.add_argument("--answer", action="store_true", help="its answer side as well")
    grade = _command(commands, "grade", "cards", "grade_card", "record a review")
    grade.add_argument("card", metavar="CARD", help="id of the card")
    grade.add_argument("grade", choices=GRADES, help="how well it went")
    grade.add_argument("--points", metavar="1,3", type=numbers, help="points that were said; '' for none")
    grade.add_argument("--seconds", metavar="N", type=seconds, help="how long the answer took")
    grade.add_argument("--sure", choices=SURENESS, help="how sure it was")
    history = _command(commands, "history", "cards", "show_history", "show the events of a card")
    history.add_argument("card", metavar="CARD", help="id of the card")


def _add_checks(commands: Commands) -> None:
    check = _command(commands, "check", "checks", "check_answer", "verify a typed answer")
    check.add_argument("card", metavar="CARD", help="id of the card")
    check.add_argument(
        "--check", metavar="N", type=int, default=1, help="which of its checks; else the first"
    )
    check.add_argument("--prove", action="store_true", help="as one blank page, not as practice")
    check.add_argument("--ask", action="store_true", help="say what is asked, and nothing else")
    check.add_argument("--answer", metavar="TEXT", help="the answer")
    check.add_argument("--hint", action="store_true", help="open the next hint instead; it is recorded")
    check.add_argument("--give-up", action="store_true", help="see the reference instead; it is recorded")
    check.add_argument("--trust", metavar="HASH", help="the tests with this content hash may run")
    check.add_argument("--file", metavar="F", type=Path, help="a file that holds the answer")
    # An option by its form: argparse takes no positional that may be left out after an option.
    check.add_argument("-", dest="stdin", action="store_true", help="read the answer from the input")


def _add_serve(commands: Commands) -> None:
    serve = _command(commands, "serve", "serve", "serve", "open the app in a web browser")
    serve.add_argument(
        "--port", metavar="N", type=port, default=8000, help="0 takes one that is free; else 8000"
    )
    serve.add_argument("--host", metavar="H", default="127.0.0.1", help="else 127.0.0.1, this machine")
    serve.add_argument(
        "--allow-public", action="store_true", help="where H can be reached from elsewhere: everyone is you"
    )


def _add_notes(commands: Commands) -> None:
    _command(commands, "undo", "notes", "undo", "take the newest review, plan, tick or note back")
    suspend = _command(commands, "suspend", "notes", "suspend", "set a card aside")
    resume = _command(commands, "resume", "notes", "resume", "take a card back that was set aside")
    note = _command(commands, "note", "notes", "note", "keep your own words on a card")
    for parser in (suspend, resume, note):
        parser.add_argument("card", metavar="CARD", help="id of the card")
    note.add_argument("text", metavar="TEXT", help="your words")
    checkpoint = _command(commands, "checkpoint", "notes", "checkpoint", "tick a checkpoint")
    checkpoint.add_argument(
        "checkpoint", metavar="ID", help="id of the checkpoint; `prepapp today` names them"
    )


def _add_plan(commands: Commands) -> None:
    plan = _command(commands, "plan", "plan", "show_plan", "show, start or change a deck's plan")
    _add_deck(plan)
    plan.add_argument("--start", metavar="DATE", type=day, help="its day 0")
    plan.add_argument("--interview", metavar="DATE|none", help="the day of the interview, or none")
    plan.add_argument("--minutes", metavar="N", type=int, help="minutes a day, 5 to 480")
    plan.add_argument("--profile", metavar="P", help="the kind of interviewer, one of the deck's profiles")
    plan.add_argument("--preview", action="store_true", help="show the change, and change nothing")


def _add_ready(commands: Commands) -> None:
    scores = _command(commands, "assess", "assess", "show_assess", "score yourself, skill by skill")
    scores.add_argument(
        "--set", metavar="SKILL=1..5", action="append", default=[], help="what you say of a skill; repeatable"
    )
    ready = _command(commands, "ready", "assess", "show_ready", "show what is proven, and what to do next")
    for parser in (scores, ready):
        _add_deck(parser)


def _add_decks(commands: Commands) -> None:
    deck = _command(commands, "deck", "decks", "list_decks", "list, check or write decks")
    deeper = deck.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _command(deeper, "list", "decks", "list_decks", "list the decks", level=2)
    check = _command(deeper, "check", "decks", "check_decks", "find the mistakes in a deck", level=2)
    check.add_argument("path", metavar="PATH", nargs="?", type=Path, help="folder of a deck; else all decks")
    check.add_argument("--prove", action="store_true", help="try the answers of its checks too")
    new = _command(deeper, "new", "authoring", "new_deck", "write a starter deck", level=2)
    new.add_argument("path", metavar="PATH", type=Path, help="a new folder; its name becomes the id")
    stamp = _command(deeper, "stamp", "authoring", "stamp_ids", "give ids to cards without one", level=2)
    stamp.add_argument("path", metavar="PATH", type=Path, help="folder of the deck")


def _add_labs(commands: Commands) -> None:
    lab = _command(commands, "lab", "labs", "list_labs", "list or run the labs")
    deeper = lab.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _command(deeper, "list", "labs", "list_labs", "list every lab", level=2)
    run = _command(deeper, "run", "labs", "run_lab", "run a lab on this machine", level=2)
    run.add_argument("lab", metavar="LAB", help="id of the lab, such as degradation")
    run.add_argument("--preset", metavar="P", default="quick", help="quick, or full where there is one")
    run.add_argument("--device", metavar="D", default="auto", help="auto, cpu, cuda or mps")
    run.add_argument("--seed", metavar="N", type=int, default=0, help="the first seed")
    run.add_argument("--set", metavar="K=V", action="append", default=[], help="a parameter; repeatable")
    run.add_argument("--predict", metavar="CLAIM=V", action="append", default=[], help="said before the run")
    run.add_argument("--workers", metavar="N|URL", default="", help="processes at once; ray, ray://HOST:PORT")
    run.add_argument("--trust", metavar="HASH", help="let a lab of this content run from now on")


def _add_claims(commands: Commands) -> None:
    claims = _command(commands, "claims", "labs", "show_claims", "show what stands behind every claim")
    claims.add_argument("--deck", metavar="D", help="id of one deck; else all")


def _add_mock(commands: Commands) -> None:
    mock = _command(commands, "mock", "app", "open_mock", "open a mock interview, or the list of them")
    _add_mock_choice(mock, None)
    deeper = mock.add_subparsers(title="commands", metavar="COMMAND")
    past = _command(deeper, "list", "mocks", "list_mocks", "list the mocks held so far", level=2)
    _add_deck(past)
    show = _command(deeper, "show", "mocks", "show_mock", "show one of them", level=2)
    show.add_argument("mock", metavar="ID", help="its id, or the end of it; last is the newest")
    show.add_argument("--transcript", action="store_true", help="all that was said, as Markdown")
    run = _command(deeper, "run", "mocks", "run_mock", "hold one with a file of answers", level=2)
    _add_mock_choice(run, "hotseat")
    run.add_argument("--answers", metavar="FILE", type=Path, required=True, help="TOML or JSON")
    run.add_argument("--resume", action="store_true", help="go on with today's unfinished one, if any")


def _add_mock_choice(parser: Parser, usual: str | None) -> None:
    parser.add_argument(
        "--format", choices=FORMATS, default=usual, help=f"which kind; else {usual or 'the list of them'}"
    )
    parser.add_argument("--profile", metavar="P", help="the kind of interviewer, one of the deck's profiles")
    parser.add_argument(
        "--interviewer",
        metavar="NAME",
        nargs="?",
        const="a friend",
        help="who sits at the keyboard and ticks",
    )
    parser.add_argument("--listener", choices=LISTENERS, default="peer", help="of a hot seat; else peer")
    parser.add_argument("--length", metavar="MIN", type=int, choices=(1, 5, 20), help="of a talk; else 5")
    parser.add_argument("--seed", metavar="N", type=int, help="draw the same questions again")
    parser.add_argument("--budget", metavar="S", type=int, help="seconds of speech; else those of the format")
    parser.add_argument("--card", metavar="CARD", help="who has the hot seat")
    _add_deck(parser)


def _add_interview_day(commands: Commands) -> None:
    warmup = _command(commands, "warmup", "interview_day", "show_warmup", "warm up: nothing new, no grades")
    warmup.add_argument("minutes", metavar="1|5|15", nargs="?", type=warmup_size, default=5, help="else 5")
    sheet = _command(commands, "sheet", "interview_day", "print_sheet", "print one page in your own words")
    sheet.add_argument("-o", "--output", metavar="FILE", type=Path, help="the file to write, as Markdown")
    debrief = _command(
        commands, "debrief", "interview_day", "debrief", "keep what an interview asked; alone, list them"
    )
    debrief.add_argument("--date", metavar="DATE", type=day, help="when it was; else as the plan has it")
    debrief.add_argument("--profile", metavar="P", help="the kind of interviewer; else the plan's")
    debrief.add_argument("--company", metavar="NAME", help="who asked")
    debrief.add_argument("--asked", metavar="CARD,...", type=cards, help="the cards that were asked")
    debrief.add_argument("--stalled", metavar="CARD,...", type=cards, help="those at which you stalled")
    debrief.add_argument("--text", metavar="TEXT", help="your own words on it")
    debrief.add_argument("--next", metavar="DATE|none", help="the day of the next interview, or none")
    for parser in (warmup, sheet, debrief):
        _add_deck(parser)


def _add_log(commands: Commands) -> None:
    export = _command(commands, "export", "transfer", "export", "write your history or your cards to a file")
    export.add_argument(
        "--format",
        choices=("apkg", "csv", "jsonl"),
        help="cards for Anki, cards as a table, or the events, one a line; else as FILE ends",
    )
    _add_deck(export)
    export.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="the file to write")
    take_in = _command(commands, "import", "transfer", "take_in", "take in a history, or cards as a deck")
    take_in.add_argument(
        "file", metavar="FILE", type=Path, help="an export; an Anki package, text or CSV with cards"
    )
    take_in.add_argument("--into", metavar="DECK", help="id of the deck for the cards; else as FILE is named")
    take_in.add_argument("--preview", action="store_true", help="only say what would be taken in")
    merge = _command(commands, "merge", "transfer", "merge", "unite another device's history with this one")
    merge.add_argument("files", metavar="FILE", type=Path, nargs="+", help="its database, or an export of it")


def _add_report(commands: Commands) -> None:
    report = _command(commands, "report", "report", "report", "write a progress report")
    report.add_argument("--format", choices=REPORTS, help="else by the file's name; without one, md")
    report.add_argument("--redact", action="store_true", help="leave out every typed answer and note")
    report.add_argument("-o", "--output", metavar="FILE", type=Path, help="else it is printed")
    report.add_argument("--deck", metavar="D", help="id of one deck; else the first that you study")


def _add_safety(commands: Commands) -> None:
    backup = _command(commands, "backup", "safety", "backup", "copy the database, verified")
    backup.add_argument("-o", "--output", metavar="FILE", type=Path, help="the copy; else in the home")
    restore = _command(commands, "restore", "safety", "restore", "put a backup in the database's place")
    restore.add_argument("file", metavar="FILE", type=Path, help="the backup")
    _command(commands, "doctor", "safety", "doctor", "look for damage")
    tapes = _command(commands, "tapes", "safety", "tapes", "list the recorded answers")
    tapes.add_argument("--delete", action="store_true", help="delete them all")


def _add_settings(commands: Commands) -> None:
    config = _command(commands, "config", "settings", "show_settings", "show or change the settings")
    deeper = config.add_subparsers(title="commands", metavar="COMMAND")
    get = _command(deeper, "get", "settings", "get_setting", "show one setting", level=2)
    put = _command(deeper, "set", "settings", "set_setting", "change one setting", level=2)
    for parser in (get, put):
        parser.add_argument(
            "key", metavar="K", help="rollover, minutes, theme, name, editor, recorder, keys.ID"
        )
    put.add_argument("value", metavar="V", help="its new value")


def _add_completion(commands: Commands) -> None:
    completion = _command(commands, "completion", "completion", "print_completion", "complete in your shell")
    completion.add_argument("shell", choices=SHELLS, help="which; its script says where to put it")


def _add_deck(parser: Parser) -> None:
    parser.add_argument("--deck", metavar="D", help="id of one deck; else those that you study")


ADD: Mapping[str | None, Callable[[Commands], None]] = {
    **dict.fromkeys(("review", "today", "mistakes", "errata", "primer"), _add_day),
    **dict.fromkeys(("show", "grade", "history"), _add_cards),
    "check": _add_checks,
    **dict.fromkeys(("undo", "suspend", "resume", "note", "checkpoint"), _add_notes),
    "plan": _add_plan,
    **dict.fromkeys(("assess", "ready"), _add_ready),
    "deck": _add_decks,
    "lab": _add_labs,
    "claims": _add_claims,
    "mock": _add_mock,
    **dict.fromkeys(("warmup", "sheet", "debrief"), _add_interview_day),
    **dict.fromkeys(("export", "import", "merge"), _add_log),
    "report": _add_report,
    **dict.fromkeys(("backup", "restore", "doctor", "tapes"), _add_safety),
    "serve": _add_serve,
    "config": _add_settings,
    "completion": _add_completion,
}
"""What adds each command: building all of them takes longer than running one."""
