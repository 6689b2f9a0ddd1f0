"""One module a screen, its style sheet beside it."""

from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen


def every_screen() -> list[type[Screen[Any]]]:
    """Return the classes of all screens, imported when they are asked for."""
    from prepapp.tui.screens.assess import AssessScreen
    from prepapp.tui.screens.browse import BrowseScreen
    from prepapp.tui.screens.card import CardScreen
    from prepapp.tui.screens.change import ChangeScreen
    from prepapp.tui.screens.check import CheckScreen
    from prepapp.tui.screens.claims import ClaimsScreen
    from prepapp.tui.screens.debrief import DebriefScreen
    from prepapp.tui.screens.earlier import EarlierScreen
    from prepapp.tui.screens.errata import ErrataScreen
    from prepapp.tui.screens.events import EventsScreen
    from prepapp.tui.screens.evidence import EvidenceScreen
    from prepapp.tui.screens.first_run import FirstRunScreen
    from prepapp.tui.screens.keys import KeysScreen
    from prepapp.tui.screens.lab import LabScreen
    from prepapp.tui.screens.labs import LabsScreen
    from prepapp.tui.screens.mistakes import MistakesScreen
    from prepapp.tui.screens.mock import MockScreen
    from prepapp.tui.screens.mocks import MocksScreen
    from prepapp.tui.screens.outcome import OutcomeScreen
    from prepapp.tui.screens.plan import PlanScreen
    from prepapp.tui.screens.primer import PrimerScreen
    from prepapp.tui.screens.progress import ProgressScreen
    from prepapp.tui.screens.ready import ReadyScreen
    from prepapp.tui.screens.review import ReviewScreen
    from prepapp.tui.screens.run import RunScreen
    from prepapp.tui.screens.statements import StatementsScreen
    from prepapp.tui.screens.today import TodayScreen
    from prepapp.tui.screens.trust import TrustScreen
    from prepapp.tui.screens.warmup import WarmupScreen

    return [
        TodayScreen,
        FirstRunScreen,
        ReviewScreen,
        BrowseScreen,
        CardScreen,
        PlanScreen,
        ChangeScreen,
        MistakesScreen,
        ReadyScreen,
        EvidenceScreen,
        ProgressScreen,
        EventsScreen,
        AssessScreen,
        MockScreen,
        MocksScreen,
        OutcomeScreen,
        ErrataScreen,
        ClaimsScreen,
        CheckScreen,
        PrimerScreen,
        LabsScreen,
        LabScreen,
        TrustScreen,
        RunScreen,
        WarmupScreen,
        DebriefScreen,
        StatementsScreen,
        EarlierScreen,
        KeysScreen,
    ]


def key_scopes(app: type[App[Any]]) -> list[list[Binding]]:
    """Return the bindings that are in force together: the app's, a screen's and those of the lists in it."""
    from prepapp.tui.widgets.ask import Ask, Field
    from prepapp.tui.widgets.rows import Rows

    asking = {
        "BrowseScreen",
        "CardScreen",
        "ClaimsScreen",
        "DebriefScreen",
        "LabScreen",
        "MocksScreen",
        "PlanScreen",
        "RunScreen",
    }
    listing = {
        "AssessScreen",
        "EvidenceScreen",
        "ReadyScreen",
        "BrowseScreen",
        "ChangeScreen",
        "ClaimsScreen",
        "DebriefScreen",
        "EarlierScreen",
        "ErrataScreen",
        "EventsScreen",
        "FirstRunScreen",
        "LabScreen",
        "LabsScreen",
        "MistakesScreen",
        "MocksScreen",
        "PlanScreen",
    }
    return [
        [
            *_bindings(app),
            *_bindings(screen),
            *(_bindings(Rows) if screen.__name__ in listing else []),
            *([*_bindings(Ask), *_bindings(Field)] if screen.__name__ in asking else []),
        ]
        for screen in every_screen()
    ]


def _bindings(owner: type[DOMNode]) -> list[Binding]:
    return [each for each in owner.BINDINGS if isinstance(each, Binding)]
