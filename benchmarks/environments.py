"""Environments of their own: a compiled wheel of this checkout, one with torch, Anki, SymPy's readers."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ROOT / "benchmarks" / ".env"
LABS = ROOT / "benchmarks" / ".env-labs"
TORCHVISION = "torchvision==0.28.0"
"""The one that belongs to torch 2.13."""
ANKI = ROOT / "benchmarks" / ".env-anki"
ANKI_PIN = ROOT / "benchmarks" / "requirements-anki.txt"
SYMPY = ROOT / "benchmarks" / ".env-sympy"
SYMPY_PIN = ROOT / "benchmarks" / "requirements-sympy.txt"
UNSET = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH", "PREPAPP_HOME", "PREPAPP_DB")
"""Variables that would change what is measured."""


class SkippedError(Exception):
    """A measurement that cannot be made here, and why."""


def clean(**more: str) -> Mapping[str, str]:
    """Return this environment without what would change a measurement."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", **more}


def ours() -> Path:
    """Return the interpreter of an environment with this checkout's wheel, compiled."""
    stamp = _stamp(sorted(path for path in _sources() if path.is_file()))
    if _is_fresh(OURS, stamp):
        return _python(OURS)
    _make(OURS)
    python = str(_python(OURS))
    constraints = ["-c", str(ROOT / "constraints.txt")] if (ROOT / "constraints.txt").exists() else []
    _run([python, "-m", "pip", "install", "-q", *constraints, str(ROOT)])
    _run([python, "-m", "pip", "install", "-q", "--force-reinstall", "--no-deps", str(ROOT)])
    # pip leaves out what is data to it, and a first run must not be the one that compiles.
    _run([python, "-m", "compileall", "-q", str(OURS / "lib")], check=False)
    (OURS / "stamp").write_text(stamp, encoding="utf-8")
    return _python(OURS)


def labs() -> tuple[Path, bool]:
    """Return the interpreter of an environment that runs labs, and whether torchvision is there as a peer."""
    stamp = _stamp(sorted(path for path in _sources() if path.is_file()))
    python = _python(LABS)
    if not _is_fresh(LABS, stamp):
        _make(LABS)
        constraints = ["-c", str(ROOT / "constraints.txt")]
        _run([str(python), "-m", "pip", "install", "-q", *constraints, f"{ROOT}[labs]"])
        # torchvision's own dependencies would bring another torch.
        peers = [[TORCHVISION, "--no-deps"], ["pillow"], [*constraints, f"{ROOT}[bench]"]]
        for peer in peers:
            _run([str(python), "-m", "pip", "install", "-q", *peer], check=False)
        _run([str(python), "-m", "compileall", "-q", str(LABS / "lib")], check=False)
        (LABS / "stamp").write_text(stamp, encoding="utf-8")
    has_torchvision = any((LABS / "lib").glob("python*/site-packages/torchvision/__init__.py"))
    return python, has_torchvision


def anki() -> Path:
    """Return the interpreter of an environment with Anki's backend; SkippedError where it cannot be had."""
    return _pinned(ANKI, ANKI_PIN)


def sympy() -> Path:
    """Return that of one with SymPy and both its LaTeX readers; SkippedError where they cannot be had.

    math-verify wants another runtime of ANTLR than SymPy does.
    """
    return _pinned(SYMPY, SYMPY_PIN)


def has_module(python: Path, name: str) -> bool:
    """Return whether an environment has a module."""
    code = f"import importlib.util as u, sys; sys.exit(u.find_spec({name!r}) is None)"
    return _run([str(python), "-c", code], check=False).returncode == 0


def ask(python: Path, *arguments: str) -> str:
    """Run one program of `benchmarks/peers` and return what it prints."""
    return _run([str(python), *arguments]).stdout


def _pinned(folder: Path, pin: Path) -> Path:
    stamp = _stamp([pin])
    if _is_fresh(folder, stamp):
        return _python(folder)
    try:
        _make(folder)
        python = str(_python(folder))
        _run([python, "-m", "pip", "install", "-q", "--prefer-binary", "-r", str(pin)])
    except subprocess.CalledProcessError as error:
        words = (error.stderr or str(error)).strip().splitlines()
        name = pin.stem.removeprefix("requirements-")
        raise SkippedError(f"{name} cannot be installed: {words[-1] if words else error}") from error
    _run([str(_python(folder)), "-m", "compileall", "-q", str(folder / "lib")], check=False)
    (folder / "stamp").write_text(stamp, encoding="utf-8")
    return _python(folder)


def _sources() -> list[Path]:
    packages = [path for name in ("prepapp", "decks", "labs") for path in (ROOT / name).rglob("*.*")]
    return [ROOT / "pyproject.toml", *(path for path in packages if "__pycache__" not in path.parts)]


def _stamp(files: list[Path]) -> str:
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for file in files:
        digest.update(str(file).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _is_fresh(folder: Path, stamp: str) -> bool:
    kept = folder / "stamp"
    return kept.exists() and kept.read_text(encoding="utf-8") == stamp


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _make(folder: Path) -> None:
    if not _python(folder).exists():
        _run([sys.executable, "-m", "venv", str(folder)])


def _run(command: list[str], check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, check=check, capture_output=True, text=True, env=dict(clean()), cwd=ROOT / "benchmarks"
    )
