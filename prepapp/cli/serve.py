"""The app in a web browser."""

import shlex
import socket
import sys
from argparse import Namespace
from collections.abc import Iterator
from ipaddress import ip_address

from prepapp.cli.context import Context
from prepapp.errors import PrepError

INSTALL = "`pip install 'prepapp[serve]'` brings it"
PUBLIC = "ssh -L reaches the loopback address from elsewhere; --allow-public where you trust that network"
TAKEN = "--port names another; 0 takes one that is free"


def serve(context: Context, args: Namespace) -> int:
    """Serve the app until it is interrupted; on the loopback address, unless a public one is allowed."""
    try:
        from prepapp.cli.web.server import run
    except ImportError:
        raise PrepError("the app in a browser needs textual-serve", "prepapp serve", INSTALL) from None
    with _listen(args.host, args.port, args.allow_public) as listener:
        ip, port = listener.getsockname()[:2]
        is_public = not ip_address(ip).is_loopback
        url = f"http://{f'[{args.host}]' if ':' in args.host else args.host}:{port}"
        context.answer({"url": url, "public": is_public}, _greeting(url, is_public))
        sys.stdout.flush()
        run(command(args), listener, is_public)
    return 0


def command(args: Namespace) -> str:
    """Return what a page starts, for a shell: this program with the same places and the same clock."""
    return shlex.join([sys.executable, "-m", "prepapp", *_places(args)])


def _places(args: Namespace) -> Iterator[str]:
    """Walk the options as they were said; what the environment says is inherited."""
    for name in ("home", "db", "now"):
        if (value := getattr(args, name, None)) is not None:
            yield f"--{name}={value}"
    for level in range(3):
        yield from (f"--decks={deck}" for deck in getattr(args, f"decks_{level}", []))


def _listen(host: str, port: int, allow_public: bool) -> socket.socket:
    where = f"{host}:{port}"
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise PrepError(str(error.strerror), where, "--host 127.0.0.1 is this machine") from error
    if not (allow_public or ip_address(address[0]).is_loopback):
        raise PrepError("whoever reaches a public address uses the app, and runs code, as you", where, PUBLIC)
    try:
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        raise PrepError(f"cannot listen: {error.strerror}", where, TAKEN) from error


def _greeting(url: str, is_public: bool) -> Iterator[str]:
    yield f"PrepApp is at {url} (ctrl+c ends it)"
    reach = "everyone who reaches this machine" if is_public else "everyone who is logged in on this machine"
    yield f"Open to {reach}: they use it as you."
