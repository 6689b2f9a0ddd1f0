"""The command palette: the same bindings as the footer and the help, by name."""

from functools import partial

from textual.binding import ActiveBinding
from textual.command import DiscoveryHit, Hit, Hits, Provider

from prepapp.tui.keys import offered


class ScreenCommands(Provider):
    """What can be done on the screen below the palette."""

    async def discover(self) -> Hits:
        for active in offered(self.screen):
            yield DiscoveryHit(self._name(active), partial(self._run, active))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for active in offered(self.screen):
            name = self._name(active)
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), partial(self._run, active))

    def _name(self, active: ActiveBinding) -> str:
        key = self.app.get_key_display(active.binding)
        return f"{active.binding.description}  ({key})"

    async def _run(self, active: ActiveBinding) -> None:
        await self.app.run_action(active.binding.action, active.node)
