"""``lab list``, ``lab run``, ``claims``."""

import json
from pathlib import Path
from typing import Any

import pytest

from prepapp.home import Home
from prepapp.session.lab_history import PastRun, past_runs
from tests.cli.conftest import NOON, Cli, Outcome
from tests.lab.tiny import write_lab

CLAIMS = """
```claim
id = "sm-sum"
text = "What one and two *count*, as $1 + 2$"
value = 3
unit = "apples"
lab = "counting"
chapter = 4
```

```claim
id = "sm-two"
text = "One and one"
value = 2
computed = "1 + 1"
```

```claim
id = "sm-cited"
text = "What others found"
value = 2.5
cited = "A paper, Table 1"
protocol = "one apple"
```

## What is a limit? {#sm-002 skill=limits day=0}
"""

NO_NUMBER = "is not a number (say for example 2.5, 1e12 or 25_557_032)"

LATER = "2026-10-13T09:00+02:00"


@pytest.fixture
def lab(cli: Cli) -> Path:
    """A lab of the candidate's own, which settles a claim of the small deck."""
    cards = cli.decks / "cards.md"
    text = cards.read_text(encoding="utf-8")
    head = "\n## What is a limit? {#sm-002 skill=limits day=0}\n"
    assert head in text
    cards.write_text(text.replace(head, CLAIMS), encoding="utf-8")
    return write_lab(cli.home / "labs" / "mine")


def own(cli: Cli) -> dict[str, Any]:
    (found,) = [each for each in cli.ask("lab", "list") if each["lab"] == "counting"]
    assert isinstance(found, dict)
    return found


def run(cli: Cli, *more: str, now: str = NOON) -> Outcome:
    """Run the own lab, trusted."""
    trust = ["--trust", own(cli)["hash"]]
    return cli("lab", "run", "counting", "--workers", "1", "--device", "cpu", *trust, *more, now=now)


def events(outcome: Outcome) -> list[dict[str, Any]]:
    return [json.loads(line) for line in outcome.out.splitlines()]


def runs(cli: Cli) -> list[PastRun]:
    """What the log has."""
    from datetime import datetime

    from prepapp.home import Place
    from prepapp.session.desk import open_desk

    now = datetime.fromisoformat(NOON)
    desk = open_desk(Place(Home(cli.home)), now)
    try:
        return past_runs(desk, now)
    finally:
        desk.close()


def test_every_lab_is_listed_with_what_it_takes_and_settles(cli: Cli, lab: Path) -> None:
    found = own(cli)
    assert found.pop("path") == str(lab)
    assert len(found.pop("hash")) == 32
    assert found == {
        "lab": "counting",
        "title": "Counting",
        "presets": {"quick": {}, "full": {"tasks": 4}},
        "params": {
            "tasks": {"default": 2, "help": "how many", "min": 1, "max": 9, "choices": []},
            "off": {"default": 0.0, "help": "added to the sum", "min": None, "max": None, "choices": []},
            "how": {"default": "well", "help": "what goes wrong", "min": None, "max": None, "choices": []},
        },
        "claims": [
            {
                "claim": "sum",
                "text": "What the tasks count",
                "expected": "3",
                "rule": "= 3; fails > 3.5",
                "also": ["sm-sum"],
            },
            {"claim": "none", "text": "What is left", "expected": "0", "rule": "= 0", "also": []},
        ],
        "cards": ["sm-001"],
        "about": "Counting: one and two is three.",
        "paper": "Anon 2026",
        "shipped": False,
    }
    shipped = [each for each in cli.ask("lab", "list") if each["shipped"]]
    assert "degradation" in {each["lab"] for each in shipped}
    assert all({"quick"} <= each["presets"].keys() and each["cards"] for each in shipped)


def test_as_text_the_labs_stand_in_columns(cli: Cli, lab: Path) -> None:
    outcome = cli("lab", "list")
    assert (outcome.code, outcome.err) == (0, "")
    (line,) = [line for line in outcome.out.splitlines() if line.split()[:1] == ["counting"]]
    assert line.split() == ["counting", "quick", "full", "2", "claims", "Counting"]


def test_a_lab_that_does_not_read_is_told_and_hinders_no_other(cli: Cli, lab: Path) -> None:
    wrong = lab.with_name("wrong.py")
    wrong.write_text("\nLAB = {}\n", encoding="utf-8")
    outcome = cli("lab", "list", "--json")
    assert outcome.code == 0
    assert outcome.err == f"{wrong}:2:1: LAB lacks 'claims'\n"
    assert "counting" in {each["lab"] for each in outcome.json}


def test_a_run_prints_one_event_a_line(cli: Cli, lab: Path) -> None:
    outcome = run(cli, "--json", "--seed", "3", "--set", "tasks=3", "--predict", "sum=4")
    assert (outcome.code, outcome.err) == (0, "")
    told = events(outcome)
    kinds = [event["event"] for event in told]
    assert (kinds[0], kinds[-1]) == ("start", "done")
    assert set(kinds) == {"start", "log", "metric", "progress", "table", "figure", "claim", "done"}
    assert (told[0]["seed"], told[0]["params"]["tasks"]) == (3, 3)
    claims = [event for event in told if event["event"] == "claim"]
    assert {"claim", "text", "expected", "measured", "verdict", "rule"} <= claims[-1].keys()
    assert [event["value"] for event in told if event.get("name") == "level"] == ["nan", "-inf"]
    (past,) = runs(cli)
    assert (past.outcome, past.payload["predictions"]) == ("done", {"sum": 4.0})
    kept = (cli.home / "runs" / f"{past.run}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [line for line in kept if line.startswith("{")] == outcome.out.splitlines()


def test_as_text_a_run_is_a_report_with_what_was_predicted(cli: Cli, lab: Path) -> None:
    outcome = run(cli, "--predict", "sum=1,000", "--predict", "none=0")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0].startswith("Counting · quick · ") and lines[0].endswith(" · seed 0")
    assert "  ✓ holds: 3 apples, rule = 3; fails > 3.5" in lines
    at = lines.index("You said")
    assert lines[at + 1 :] == [
        "  ✗  1,000  measured 3  What the tasks count",
        "  ✓  0      measured 0  What is left",
        "1 of 2 predictions right",
    ]
    assert "\x1b" not in outcome.out and "beside the events" not in outcome.out


@pytest.mark.parametrize(
    "setting", ["off=1", "off=0.2", "how=unsettled"], ids=["fails", "inconclusive", "never settled"]
)
def test_a_claim_that_does_not_hold_is_exit_code_1(cli: Cli, lab: Path, setting: str) -> None:
    outcome = run(cli, "--set", setting, "--json")
    assert (outcome.code, outcome.err) == (1, "")
    assert events(outcome)[-1]["event"] == "done"
    assert [past.outcome for past in runs(cli)] == ["done"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--preset", "huge"], "--preset: counting has no preset 'huge' (it has quick, full)"),
        (["--device", "abacus"], "--device: 'abacus' is no device (one of auto, cpu, cuda, mps)"),
        (["--set", "size=1"], "--set: counting has no parameter 'size' (there is tasks, off, how)"),
        (["--set", "tasks"], "--set: 'tasks' is not K=V (say for example --set tasks=5)"),
        (["--set", "tasks=0"], "tasks: 0 is out of range (from 1 to 9)"),
        (["--predict", "size=1"], "--predict: counting has no claim 'size' (there is sum, none)"),
        (["--predict", "sum=many"], f"--predict sum: 'many' {NO_NUMBER}"),
        (["--predict", "sum=nan"], f"--predict sum: 'nan' {NO_NUMBER}"),
        (["--workers", "0"], "--workers: '0' is no number of workers (a number, or ray://HOST:PORT)"),
    ],
)
def test_a_bad_request_changes_nothing(cli: Cli, lab: Path, arguments: list[str], said: str) -> None:
    outcome = run(cli, *arguments)
    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"{said}\n")
    assert runs(cli) == [] and not (cli.home / "runs").exists()


def test_an_unknown_lab_is_refused(cli: Cli, lab: Path) -> None:
    outcome = cli("lab", "run", "measuring")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("there is no lab 'measuring' (there is ") and "counting" in outcome.err


def test_without_a_terminal_a_foreign_lab_needs_its_hash(cli: Cli, lab: Path) -> None:
    hash_ = own(cli)["hash"]
    refused = cli("lab", "run", "counting")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        f"{lab}: counting is not shipped with PrepApp and has not been trusted"
        f" (read it, then run it with --trust {hash_})\n"
    )
    wrong = cli("lab", "run", "counting", "--trust", "0" * 32)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err == f"--trust: the content of counting is {hash_}, not {'0' * 32} (read it again)\n"
    assert cli("lab", "run", "counting").code == 2
    assert run(cli).code == 0
    assert cli("lab", "run", "counting", "--workers", "1").code == 0  # from now on
    lab.with_name("beside.py").write_text("x = 1\n", encoding="utf-8")
    assert cli("lab", "run", "counting").code == 2
    assert len(runs(cli)) == 2


@pytest.mark.parametrize("answer", ["y", "n"])
def test_on_a_terminal_one_is_asked(
    cli: Cli, lab: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    asked: list[str] = []

    def say(question: str) -> str:
        asked.append(question)
        return answer

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", say)
    command = ("lab", "run", "counting", "--workers", "1")
    outcome = cli(*command)
    assert outcome.code == (0 if answer == "y" else 2)
    assert outcome.out.startswith(f"{lab} is not shipped with PrepApp.")
    cli(*command)
    assert len(asked) == (1 if answer == "y" else 2)


def test_a_lab_that_crashes_is_exit_code_3_with_its_last_lines(cli: Cli, lab: Path) -> None:
    outcome = run(cli, "--set", "how=raises")
    assert outcome.code == 3
    assert outcome.err.startswith("counting: ValueError: no luck in 0 (")
    assert 'raise ValueError(f"no luck in {n}")' in outcome.err and outcome.err.count("\n") == 1
    told = events(run(cli, "--set", "how=raises", "--json"))
    assert told[-1]["event"] == "failed" and told[-1]["what"] == "ValueError: no luck in 0"
    assert told[-1]["last"][-1] == "ValueError: no luck in 0"
    assert [past.outcome for past in runs(cli)] == ["failed", "failed"]


def test_a_lab_that_fails_in_its_own_words_is_not_told_twice(cli: Cli, lab: Path) -> None:
    outcome = run(cli, "--set", "how=hungry", "--json")
    assert outcome.code == 3
    failed = [event for event in events(outcome) if event["event"] == "failed"]
    assert failed == [
        {"event": "failed", "what": "out of memory", "hint": "try --preset quick, or a smaller --set"}
    ]
    assert outcome.err == "counting: out of memory (try --preset quick, or a smaller --set)\n"


def test_a_lab_that_tells_events_in_its_own_way_breaks_nothing(cli: Cli, lab: Path) -> None:
    said = [
        '{"event":"start","versions":[1]}',
        '{"event":"claim"}',
        '{"event":"table","title":1,"columns":2}',
    ]
    text = lab.read_text(encoding="utf-8")
    body = "".join(f"print({line!r})\n" for line in said)
    lab.write_text(text.replace("import math\n", f"import math\n{body}"), encoding="utf-8")
    outcome = run(cli)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[:3] == said


def test_the_ledger_has_every_claim_with_what_stands_behind_it(cli: Cli, lab: Path) -> None:
    before = cli.ask("claims", "--deck", "small")
    assert before[0] == {
        "claim": "sm-sum",
        "deck": "small",
        "card": "sm-001",
        "text": "What one and two *count*, as $1 + 2$",
        "status": "never-run",
        "expected": 3,
        "unit": "apples",
        "chapter": 4,
        "measured": None,
        "verdict": None,
        "source": "counting",
        "protocol": "",
        "lab": "counting",
        "last_run": None,
        "device": None,
    }
    assert [(each["claim"], each["status"], each["lab"]) for each in before[1:]] == [
        ("sm-two", "computed", None),
        ("sm-cited", "cited", None),
    ]
    run(cli)
    found = cli.ask("claims", "--deck", "small")[0]
    assert (found["status"], found["measured"], found["verdict"]) == ("measured", 3.0, "holds")
    assert found["last_run"].startswith("2026-10-12T12:00") and found["device"]
    run(cli, "--set", "off=1", now=LATER)
    found = cli.ask("claims", "--deck", "small")[0]
    assert (found["status"], found["measured"], found["verdict"]) == ("failed", 4.0, "fails")
    assert found["last_run"].startswith("2026-10-13T09:00")


def test_without_a_deck_the_ledger_is_of_all(cli: Cli, lab: Path) -> None:
    decks = {each["deck"] for each in cli.ask("claims")}
    assert decks == {"small", "resnet"}
    assert cli("claims", "--deck", "nothing").code == 2


def test_as_text_the_ledger_stands_under_its_cards(cli: Cli, lab: Path) -> None:
    assert cli("claims", "--deck", "small").out.splitlines() == [
        "",
        "sm-001 · What is 1 + 1?",
        "  What one and two count, as 1 + 2: 3 apples; the chapter says 4 apples",
        "    never run: prepapp lab run counting",
        "  One and one: 2",
        "    computed: 1 + 1",
        "  What others found: 2.5",
        "    cited: A paper, Table 1, one apple",
        "",
        "3 claims: 1 never-run, 1 computed, 1 cited",
    ]
    run(cli)
    lines = cli("claims", "--deck", "small").out.splitlines()
    assert lines[3].startswith("    holds: 3 by counting, quick, Mon 12 Oct 2026, ")
    assert lines[-1] == "3 claims: 1 measured, 1 computed, 1 cited"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("lab",), ["list", "list every lab", "run", "run a lab on this machine"]),
        (("lab", "list"), ["List every lab."]),
        (
            ("lab", "run"),
            [
                "LAB",
                "--preset",
                "--device",
                "--seed",
                "--set",
                "K=V",
                "--predict",
                "CLAIM=V",
                "--workers",
                "N|URL",
                "--trust",
                "HASH",
                "--json",
            ],
        ),
        (("claims",), ["Show what stands behind every claim.", "--deck"]),
    ],
)
def test_the_help_names_what_there_is(
    cli: Cli, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.bare(*command, "--help")
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert [word for word in words if word not in shown] == []
