"""Labs that loop, crash, flood, fork and stop: each is reported as such, and nothing of it is left."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from prepapp.errors import BrokenError
from prepapp.runner.client import LabHost, Over, Said
from prepapp.runner.host import LINES_A_TICK, TICK_S
from prepapp.runner.limits import Limits
from tests.runner.hostile import DONE, HOSTILE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="labs need a POSIX system")

STRICT = Limits(memory=2 << 30, silent_s=1.0, output=1 << 20, file_size=8 << 20)


@pytest.fixture
async def host() -> AsyncIterator[LabHost]:
    async with LabHost() as host:
        await host.ready()
        yield host


def program(folder: Path, text: str) -> Path:
    file = folder / "lab.py"
    file.write_text(f"import os\nos.chdir({str(folder)!r})\n{text}\n", encoding="utf-8")
    return file


async def outcome(host: LabHost, file: Path, limits: Limits = STRICT) -> tuple[list[Said], Over]:
    said = [word async for word in host.run("r", file, [], limits)]
    assert isinstance(said[-1], Over)
    return [each for each in said if isinstance(each, Said)], said[-1]


def family(host: LabHost) -> list[psutil.Process]:
    assert host._process is not None
    return psutil.Process(host._process.pid).children(recursive=True)


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_a_hostile_lab_did_is_said_and_nothing_of_it_is_left(
    host: LabHost, tmp_path: Path, name: str
) -> None:
    text, expected = HOSTILE[name]
    _, over = await outcome(host, program(tmp_path, text))
    assert over.ok == (expected == "")
    assert re.search(expected if "|" in expected else re.escape(expected), over.what)
    assert family(host) == []
    # The host is as good as before.
    _, over = await outcome(host, program(tmp_path, DONE))
    assert over.ok


async def test_a_cancelled_run_is_over_with_all_that_it_started(host: LabHost, tmp_path: Path) -> None:
    text = (
        "import os, subprocess, sys, time\n"
        "command = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
        "subprocess.Popen(command, start_new_session=True)\n"
        'os.fork()\nprint(\'{"event":"log","text":"on"}\', flush=True)\ntime.sleep(600)'
    )
    over: Over | None = None
    before: list[psutil.Process] = []
    async for word in host.run("r", program(tmp_path, text), []):
        if isinstance(word, Over):
            over = word
        elif not before:
            before = family(host)
            await host.cancel("r")
    assert len(before) >= 2
    assert over is not None and over.reason == "cancelled" and not over.ok
    assert family(host) == []


async def test_a_run_that_nobody_listens_to_any_more_is_cancelled(host: LabHost, tmp_path: Path) -> None:
    run = host.run("r", program(tmp_path, 'print(\'{"event":"log"}\', flush=True)\nwhile True: pass'), [])
    async for _ in run:
        break
    await run.aclose()  # type: ignore[attr-defined]
    _, over = await outcome(host, program(tmp_path, DONE))
    assert over.ok and family(host) == []


async def test_two_runs_at_once_are_told_apart(host: LabHost, tmp_path: Path) -> None:
    async def lines(run: str) -> list[str]:
        file = tmp_path / f"{run}.py"
        file.write_text(f"import time\nfor n in range(50): print('{run}', n)\n" + DONE)
        return [
            word.line async for word in host.run(run, file, []) if isinstance(word, Said) and not word.event
        ]

    one, two = await asyncio.gather(lines("one"), lines("two"))
    assert one == [f"one {n}" for n in range(50)]
    assert two == [f"two {n}" for n in range(50)]


async def test_lines_keep_their_order_and_none_is_lost(host: LabHost, tmp_path: Path) -> None:
    text = 'for n in range(3000): print(\'{"event":"metric","step":%d}\' % n)\n' + DONE
    said, over = await outcome(host, program(tmp_path, text), Limits())
    assert over.ok
    assert [each.event["step"] for each in said if each.event and each.event["event"] == "metric"] == list(
        range(3000)
    )


async def test_when_the_host_is_killed_its_runs_end_and_die(tmp_path: Path) -> None:
    async with LabHost() as host:
        await host.ready()
        assert host._process is not None
        started = program(tmp_path, 'print(\'{"event":"log"}\', flush=True)\nwhile True: pass')
        over = None
        async for word in host.run("r", started, []):
            if isinstance(word, Said):
                children = family(host)
                os.kill(host._process.pid, signal.SIGKILL)
            else:
                over = word
        assert over is not None and not over.ok and "SIGKILL" in over.what
        _, alive = psutil.wait_procs(children, timeout=10)
        assert alive == []


async def test_when_the_app_is_killed_the_host_and_its_runs_end(tmp_path: Path) -> None:
    stubborn = program(tmp_path, HOSTILE["bursts into forks"][0])
    app = tmp_path / "app.py"
    app.write_text(
        "import asyncio, sys\nfrom pathlib import Path\nfrom prepapp.runner.client import LabHost\n"
        "async def main():\n    async with LabHost() as host:\n        print(host._process.pid, flush=True)\n"
        f"        async for _ in host.run('r', Path({str(stubborn)!r}), []): pass\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, str(app), stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    host = psutil.Process(int(await process.stdout.readline()))
    while len(descendants := host.children(recursive=True)) < 32:
        await asyncio.sleep(0)
    process.kill()
    await process.wait()
    _, alive = await asyncio.to_thread(psutil.wait_procs, [host, *descendants], 10)
    assert alive == []


async def test_a_library_that_is_missing_is_named_and_the_host_serves(tmp_path: Path) -> None:
    async with LabHost(["json", "no_such_library"]) as host:
        assert (await host.ready()).missing == ("no_such_library",)
        _, over = await outcome(host, program(tmp_path, DONE))
        assert over.ok


async def test_a_host_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "psutil.py").write_text("raise RuntimeError('broken install')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    async with LabHost() as host:
        with pytest.raises(BrokenError, match="broken install"):
            await host.ready()


async def test_a_program_keeps_to_its_processor_time(host: LabHost, tmp_path: Path) -> None:
    _, over = await outcome(host, program(tmp_path, "while True: pass"), Limits(cpu_s=1))
    assert "SIGXCPU" in over.what


async def test_a_program_whose_lines_wait_is_not_taken_for_silent(host: LabHost, tmp_path: Path) -> None:
    """They are passed on in portions, and for longer than a program may be silent."""
    limits = Limits(silent_s=1.0)
    lines = LINES_A_TICK * round(1.6 * limits.silent_s / TICK_S)
    text = f"import time\nos.write(1, b'x\\n' * {lines})\ntime.sleep({1.4 * limits.silent_s})\n{DONE}"
    said, over = await outcome(host, program(tmp_path, text), limits)
    assert (over.ok, len(said)) == (True, lines + 1)


async def test_on_a_host_that_has_ended_a_run_fails_at_once(tmp_path: Path) -> None:
    async with LabHost() as host:
        await host.ready()
        assert host._process is not None
        host._process.kill()
        await host._process.wait()
        await asyncio.wait(host._tasks)
        _, over = await asyncio.wait_for(outcome(host, program(tmp_path, DONE)), 60)
        assert (over.ok, over.what) == (False, "the lab host has ended")
    _, over = await asyncio.wait_for(outcome(host, program(tmp_path, DONE)), 60)
    assert (over.ok, over.what) == (False, "the lab host has ended")


async def test_runs_that_come_and_go_keep_their_own_lines(host: LabHost, tmp_path: Path) -> None:
    """Descriptors are used again as soon as they are closed; none may be read for another run."""

    async def say(n: int) -> list[str]:
        file = tmp_path / f"{n}.py"
        file.write_text(f"print({n})\nprint('end of {n}', end='')\n")
        told = [word async for word in host.run(str(n), file, [])]
        return [word.line for word in told if isinstance(word, Said)]

    for begin in (0, 4, 8):
        batch = range(begin, begin + 4)
        assert await asyncio.gather(*map(say, batch)) == [[str(n), f"end of {n}"] for n in batch]


async def test_a_run_may_be_cancelled_at_any_time(host: LabHost, tmp_path: Path) -> None:
    """Before it began, and when it is over already."""
    await host.cancel("r")
    _, over = await outcome(host, program(tmp_path, DONE))
    assert over.ok
    await host.cancel("r")
    run = host.run("r", program(tmp_path, "while True: pass"), [])
    first = asyncio.ensure_future(anext(run))
    await asyncio.sleep(0)
    await host.cancel("r")
    ended = await first
    assert isinstance(ended, Over) and ended.reason == "cancelled"
    assert family(host) == []
