"""Backup, restore, doctor, recorded answers."""

from argparse import Namespace

from prepapp.cli.context import Context
from prepapp.cli.text import count
from prepapp.session.safety import back_up, examine
from prepapp.session.safety import restore as put_back
from prepapp.session.tapes import delete_tapes
from prepapp.session.tapes import tapes as all_tapes


def backup(context: Context, args: Namespace) -> int:
    """Copy the database, verified."""
    made = back_up(context.place, context.clock(), args.output)
    document = {"file": str(made.file), "events": made.events}
    return context.answer(document, [f"{made.file}: {count(made.events, 'event')}, verified"])


def restore(context: Context, args: Namespace) -> int:
    """Put a backup in the place of the database."""
    done = put_back(context.place, args.file, context.clock())
    document = {
        "database": str(done.database),
        "events": done.events,
        "kept": str(done.kept) if done.kept else None,
        "device": done.device,
    }
    lines = [f"{done.database}: {count(done.events, 'event')}, as in {args.file}"]
    lines += [f"What was there is kept in {done.kept}"] if done.kept else []
    return context.answer(document, lines)


def doctor(context: Context, args: Namespace) -> int:
    """Look for damage; 1 where there is some."""
    checks = examine(context.place, context.clock())
    ok = all(check.ok for check in checks)
    document = {
        "ok": ok,
        "checks": [{"name": check.name, "ok": check.ok, "detail": check.detail} for check in checks],
    }
    width = max(len(check.name) for check in checks)
    lines = [
        f"  {'ok     ' if check.ok else 'damaged'}  {check.name:{width}}  {check.detail}" for check in checks
    ]
    return context.answer(document, lines, 0 if ok else 1)


def tapes(context: Context, args: Namespace) -> int:
    """List the recorded answers, or delete them all."""
    home = context.place.home
    kept = all_tapes(home)
    deleted = delete_tapes(home) if args.delete else 0
    document = {
        "tapes": [{"mock": each.mock, "step": each.step, "file": str(each.file)} for each in kept],
        "deleted": deleted,
    }
    if args.delete:
        return context.answer(document, [f"{count(deleted, 'recorded answer')} deleted"])
    size = sum(each.bytes for each in kept) / 1e6
    lines = [f"{count(len(kept), 'recorded answer')}, {size:.1f} MB, in {home.tapes}"]
    return context.answer(document, [*lines, *(f"  {each.file}" for each in kept)])
