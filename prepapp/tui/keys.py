"""Keys: what is offered now, and remapped ones: clashes are named instead of silently won."""

from collections.abc import Iterable, Mapping
from typing import Any

from textual.binding import ActiveBinding, Binding
from textual.screen import Screen


def offered(screen: Screen[Any]) -> list[ActiveBinding]:
    """Return what a screen offers now, each action once; the help and the palette show this list."""
    found: dict[str, ActiveBinding] = {}
    for active in screen.active_bindings.values():
        if active.enabled and active.binding.id:
            found.setdefault(active.binding.id, active)
    return list(found.values())


def key_of(screen: Screen[Any], binding_id: str) -> str:
    """Return the key of an action as it is shown, remapped or not."""
    found = (active.binding for active in offered(screen) if active.binding.id == binding_id)
    return next((screen.app.get_key_display(binding) for binding in found), "")


def clashes(bindings: Iterable[Binding], keymap: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a keymap for one screen: a remapped key that another action has there.

    Two actions that share a key by default are never offered together, so they may keep sharing it.
    """
    found = []
    bound = [each for binding in bindings for each in Binding.make_bindings([binding]) if each.id]
    for binding in bound:
        remapped = keymap.get(binding.id or "", "")
        for wanted in (key.strip() for key in remapped.split(",") if key.strip()):
            for other in bound:
                theirs = keymap.get(other.id or "", other.key).split(",")
                if other.id != binding.id and wanted in (key.strip() for key in theirs):
                    found.append(f"{wanted!r} for {binding.id} is also {other.id}")
    return sorted(set(found))


def unknown(ids: Iterable[str], keymap: Mapping[str, str]) -> list[str]:
    """Return the ids of a keymap that no binding has."""
    return sorted(set(keymap) - set(ids))
