"""The keys of a screen at its bottom, in one widget: Textual's footer mounts one a key at every change."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

GAP = 1
"""Columns between two keys."""


@dataclass(frozen=True, slots=True)
class BarKey:
    """One key as it is offered, and the columns that it takes."""

    key: str
    shown: str
    description: str
    enabled: bool
    tooltip: str
    start: int

    @property
    def end(self) -> int:
        """The column after it."""
        return self.start + Content(f" {self.shown} {self.description} ").cell_length


class KeyBar(Widget, can_focus=False):
    """One line of keys; a click presses one."""

    ALLOW_SELECT = False

    keys: reactive[tuple[BarKey, ...]] = reactive(())
    _hover: reactive[BarKey | None] = reactive(None)

    def __init__(self, gives_way: str = "") -> None:
        super().__init__()
        self._gives_way = gives_way
        """The action whose key is left out where they do not all fit."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._offer)

    def render(self) -> Content:
        parts: list[Content | str] = []
        for key in self.keys:
            face = Content.assemble((f" {key.shown}", "$accent"), (f" {key.description} ", "$muted"))
            if not key.enabled:
                face = face.stylize("dim")
            elif key == self._hover:
                face = face.stylize("$foreground on $boost")
            parts += [face, " " * GAP]
        return Content.assemble(*parts)

    def on_resize(self, _event: events.Resize) -> None:
        self._offer(self.screen)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover = self._key_at(event)
        self.tooltip = self._hover.tooltip if self._hover else None

    def on_leave(self, _event: events.Leave) -> None:
        self._hover = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        key = self._key_at(event)
        if key is None:
            return
        if key.enabled:
            self.app.simulate_key(key.key)
        else:
            self.app.bell()

    def _offer(self, screen: Screen[object]) -> None:
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.keys = self._offered()

    def _offered(self) -> tuple[BarKey, ...]:
        """The active keys that are shown, one an action."""
        keys = self._placed()
        fits = not keys or keys[-1].end - GAP <= self.size.width
        return keys if fits or not self._gives_way else self._placed(self._gives_way)

    def _placed(self, without: str = "") -> tuple[BarKey, ...]:
        offered: dict[str, BarKey] = {}
        column = 0
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or binding.action in {*offered, without}:
                continue
            shown = self.app.get_key_display(binding)
            key = BarKey(binding.key, shown, binding.description, active.enabled, active.tooltip, column)
            offered[binding.action] = key
            column = key.end + GAP
        return tuple(offered.values())

    def _key_at(self, event: events.MouseEvent) -> BarKey | None:
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        return next((key for key in self.keys if key.start <= offset.x < key.end), None)
