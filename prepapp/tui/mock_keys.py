"""The keys of a mock interview, and when each of them does something."""

from textual.binding import Binding

from prepapp.session.mock import MockPhase, MockSession

BINDINGS = (
    Binding("enter", "settle", "go on", key_display="enter", id="mock.settle"),
    Binding("space", "speak", "speak", key_display="space", tooltip="speak, and stop", id="mock.speak"),
    Binding("p", "pause", "pause", tooltip="stop the clock, and go on", id="mock.pause"),
    Binding("w", "write", "type", tooltip="type the answer", id="mock.write"),
    Binding("i", "silent", "nothing", tooltip="nothing to say: the interviewer goes on", id="mock.silent"),
    Binding("z", "skip", "skip", tooltip="leave this question, follow-ups too", id="mock.skip"),
    Binding("c", "check", "whiteboard", tooltip="a blank page, judged once", id="mock.check"),
    Binding("y", "judge(True)", "yes", id="mock.yes"),
    Binding("n", "judge(False)", "no", id="mock.no"),
    Binding("backspace", "untick", "back", key_display="bksp", tooltip="take a tick back", id="mock.back"),
    Binding("r", "play", "listen", tooltip="play what was recorded", id="mock.play"),
    Binding("x", "quit", "end it", tooltip="end it here; what was answered stands", id="mock.quit"),
    *(Binding(str(n), f"mark({n})", f"mark {n}", id=f"mock.mark{n}", show=False) for n in range(1, 10)),
    Binding("down,j", "scroll('down')", "down", id="mock.down", show=False),
    Binding("up,k", "scroll('up')", "up", id="mock.up", show=False),
    Binding(
        "escape", "leave", "leave", tooltip="go on later today; what was answered is saved", id="mock.leave"
    ),
)


def offered(action: str, session: MockSession, speaking: bool, recorded: bool) -> bool:
    """Return whether an action is offered now; those of the screen itself always are."""
    phase = session.phase
    ask = session.ask
    asked = phase is MockPhase.ASKED
    ticking = phase is MockPhase.POINTS and not session.are_points_ticked
    flagging = phase is MockPhase.POINTS and session.are_points_ticked
    when = {
        "speak": asked,
        "pause": asked and speaking,
        "write": asked and not speaking,
        "silent": asked and not speaking,
        "skip": asked and not speaking,
        "check": asked and ask is not None and ask.item.check is not None and not ask.depth,
        "judge": ticking or phase is MockPhase.HELD,
        "untick": phase is MockPhase.POINTS,
        "settle": flagging or phase is MockPhase.SIGNALS,
        "mark": flagging or phase is MockPhase.SIGNALS,
        "play": recorded and phase in {MockPhase.POINTS, MockPhase.HELD},
        "quit": phase not in {MockPhase.SIGNALS, MockPhase.OVER} and not speaking,
    }
    return when.get(action, True)
