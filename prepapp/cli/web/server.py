"""The web server: textual-serve's terminal on a page of our own, open to no other page."""

import asyncio
import socket
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakSet

import psutil
from aiohttp import WSCloseCode, web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

PAGE = Path(__file__).parent / "page.html"
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "frame-ancestors 'none'",
    )
)
"""The browser itself refuses whatever would leave this server."""

CLOSING_S = 10.0
"""Seconds that the apps of open pages have to end, when the server does."""
LOOK_S = 0.05
"""Seconds between two looks whether they have."""

PAGES: web.AppKey[WeakSet[web.WebSocketResponse]] = web.AppKey("pages")
"""The terminals that are open."""


def run(command: str, listener: socket.socket, is_public: bool) -> None:
    """Serve a command on a socket that listens, until SIGINT or SIGTERM."""
    app = make_app(command, is_public)
    web.run_app(app, sock=listener, print=None, access_log=None, shutdown_timeout=CLOSING_S)


def make_app(command: str, is_public: bool) -> web.Application:
    """Return the web application: the page, what it loads, and a terminal for each that is open."""
    terminal = Server(command)
    app = web.Application(middlewares=[_guard(is_public)])
    app[PAGES] = WeakSet()
    app.on_response_prepare.append(_prepare)
    app.on_shutdown.append(_close_pages)
    app.on_cleanup.append(_await_apps)
    app.add_routes(
        [
            web.get("/", _show_page),
            web.get("/ws", terminal.handle_websocket),
            web.get("/download/{key}", terminal.handle_download),
            web.static("/static", terminal.statics_path),
        ]
    )
    return app


async def _show_page(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE)


def _guard(is_public: bool) -> Middleware:
    """Refuse what another web page asks through the candidate's browser.

    A browser lets any page open a WebSocket to this machine and names that page in ``Origin``; a name that
    an attacker points at 127.0.0.1 stands in ``Host``.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        is_foreign = origin is not None and urlsplit(origin).netloc != request.host
        if is_foreign or not (is_public or _is_here(request.host)):
            raise web.HTTPForbidden(text="PrepApp answers only its own page.")
        return await handler(request)

    return check


def _is_here(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


async def _prepare(request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = POLICY
    if isinstance(response, web.WebSocketResponse):
        request.app[PAGES].add(response)


async def _close_pages(app: web.Application) -> None:
    """Let the app of each page end by itself: a terminal that closes asks it to quit, and waits for it."""
    pages = app[PAGES]
    for page in set(pages):
        await page.close(code=WSCloseCode.GOING_AWAY)


async def _await_apps(_app: web.Application) -> None:
    """Wait until the apps are gone: textual-serve leaves a process at the end of its output."""
    here = psutil.Process()
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSING_S):
            while here.children():
                await asyncio.sleep(LOOK_S)
    await asyncio.sleep(LOOK_S)  # asyncio hears of the last one from a thread
