"""A report of a candidate in the middle of three weeks, value by value, and an empty one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from prepapp.report.evidence import (
    CheckPassed,
    ClaimFound,
    ErratumMet,
    FollowUpAsked,
    LabDone,
    Mock,
    MockQuestionAsked,
    Proof,
    RealInterview,
    SkillLine,
    Step,
    Trust,
)
from prepapp.report.model import SCHEMA, Day, DeckName, Held, Next, PlanNow, Report, Work

START = date(2026, 10, 5)
TODAY = START + timedelta(days=12)
TITLES = (
    "Explain the residual block",
    "Derive the gradient through a skip connection",
    "Tell v1 from v2, and say why",
    "Count parameters and multiply-adds",
)
HOSTILE = (
    '<img src=x onerror="alert(1)"> & </pre><script>alert(2)</script> | `x` **bold** [a](http://example.org)'
)
DERIVATION = "dL/dx_l = dL/dx_L * (1 + sum F'(x_i))\n        = dL/dx_L + dL/dx_L * sum F'(x_i)"


def on(n: int) -> date:
    """Return plan day ``n``."""
    return START + timedelta(days=n)


def empty() -> Report:
    """Return the report of a candidate who has done nothing yet."""
    skills = tuple(
        SkillLine(f"s-{n}", title, 4, 0, None, 0, (None, None, None), "no card met", (), ())
        for n, title in enumerate(TITLES)
    )
    return Report(
        schema=SCHEMA,
        written=datetime(2026, 10, 5, 9, tzinfo=UTC),
        study_day=START,
        redacted=False,
        candidate="",
        deck=DeckName("resnet", "Residual networks", "He et al. 2015, arXiv:1512.03385", 16),
        plan=PlanNow(False, START, 0, None, None, 30, None, (0, 3, 7, 14, 21)),
        work=Work(None, 0, 0.0, 0, 0, 0, 0),
        next=(),
        skills=skills,
        trust=Trust(0, 0, 0, 0, 0),
        days=tuple(Day(on(n), True, 24.0 - n, 9, 0, 0, 0) for n in range(22)),
        by_rung=(),
        by_skill=(),
        mocks=(),
        checks=(),
        labs=(),
        errata=(),
        interviews=(),
    )


def midway() -> Report:
    """Return the report of a candidate on day 12 of 21, with two mocks, a lab and two checks."""
    minutes = (28, 31, 0, 24, 35, 27, 0, 0, 41, 30, 22, 26, 12)
    lived = [
        Day(on(n), False, float(m), m // 3, m // 9, m // 20, int(n in (7, 11)))
        for n, m in enumerate(minutes)
        if m
    ]
    ahead = [Day(on(n), True, 31.0 - 2 * (n % 4), 9, 0, 0, 0) for n in range(13, 21)]
    return replace(
        empty(),
        written=datetime(2026, 10, 17, 19, 30, tzinfo=UTC),
        study_day=TODAY,
        candidate="Ada",
        plan=PlanNow(True, START, 12, on(21), 9, 30, "research", (0, 3, 7, 13, 20)),
        work=Work(START, len(lived), float(sum(minutes)), 118, 97, 31, 13),
        next=(
            Next("s-1", TITLES[1], "Derive ∂L/∂xₗ, blank page, cold", 6.0, 3, 4, "no proof yet"),
            Next("s-3", TITLES[3], "Count ResNet-50's parameters", 4.0, 2, 3, "the last take failed"),
        ),
        skills=_skills(),
        trust=Trust(11, 14, 37, 45, 2),
        days=(*lived, *ahead),
        by_rung=(Held("0", "Day 0 passed", 4, 9, 14), Held("7", "Day 7 passed", 9, 31, 34)),
        by_skill=tuple(Held(f"s-{n}", title, 4, 9 + n, 12) for n, title in enumerate(TITLES)),
        mocks=(_mock("m-1", 7, "short", 2), _mock("m-2", 11, "quickfire", 1)),
        checks=_checks(),
        labs=(_lab(),),
        errata=(
            ErratumMet(
                "rn-plain-error", "rn-001", "Training error of a plain 56-layer net", "5.2 %", "6.0 %",
                "He et al. 2015, figure 1 (CIFAR-10)",
            ),
        ),
        interviews=(
            RealInterview(on(10), "research", ("Why do skip connections help?",), (), "Acme", "well & fast"),
        ),
    )  # fmt: skip


def hostile() -> Report:
    """Return a report in which everything that somebody typed means to break out."""
    report = midway()
    return replace(
        report,
        candidate=HOSTILE,
        checks=tuple(replace(each, answer=HOSTILE) for each in report.checks),
        mocks=tuple(
            replace(
                each,
                witness=HOSTILE,
                profile=HOSTILE,
                questions=tuple(
                    replace(
                        one,
                        said=HOSTILE,
                        wording=HOSTILE,
                        follow_ups=tuple(replace(asked, said=HOSTILE) for asked in one.follow_ups),
                    )
                    for one in each.questions
                ),
            )
            for each in report.mocks
        ),
        skills=tuple(replace(each, title=HOSTILE) for each in report.skills),
        by_skill=tuple(replace(each, title=HOSTILE) for each in report.by_skill),
        interviews=tuple(replace(each, text=HOSTILE, company=HOSTILE) for each in report.interviews),
    )


def _skills() -> tuple[SkillLine, ...]:
    paths = (
        (Step(on(0), None, 1), Step(on(1), 3, 2), Step(on(7), 4, 3)),
        (Step(on(1), 4, 1), Step(on(4), 4, 2), Step(on(9), 4, 3)),
        (Step(on(3), None, 1), Step(on(7), 5, 1), Step(on(8), 5, 2)),
        (Step(on(8), None, 1),),
    )
    cold = ((False, True, True), (True, True, True), (None, True, False), (None, None, None))
    rests = (
        "two cold takes, one typed",
        "two cold takes, one witnessed",
        "half of the last takes",
        "one card met",
    )
    return tuple(
        SkillLine(
            f"s-{n}", title, 4, 4 - n, paths[n][-1].score, paths[n][-1].proven, cold[n], rests[n], paths[n],
            tuple(
                Proof(f"e-{n}-{k}", on(8 - k), f"rn-00{k}", "A card", 1 + k % 3, k % 3 != 2, k != 1, k == 1,
                      ("spoken, all points", "typed, 3 of 4 points", "number checked")[k % 3])
                for k in range(4 - n)
            ),
        )
        for n, title in enumerate(TITLES)
    )  # fmt: skip


def _mock(mock: str, day: int, format: str, missed: int) -> Mock:
    points = (
        "the Jacobian is a product of (I + Jᵢ)",
        "it holds the identity",
        "not a guarantee",
        "say *unlikely*",
    )
    questions = tuple(
        MockQuestionAsked(
            question=f"q-{n}",
            card=f"rn-00{n}",
            wording=wording,
            skill=f"s-{n}",
            mode="typed" if n else "spoken",
            seconds=80.0 + 20 * n,
            target_s=90.0,
            held=points[: 4 - missed],
            missed=points[4 - missed :],
            must_missed=missed - 1,
            red_flags=("it can never vanish",) if missed > 1 and n else (),
            follow_ups=(
                FollowUpAsked("And without normalisation?", not n, True, 20.0, "It explodes." if n else None),
            ),
            said="The identity term survives | mostly." if n else None,
        )
        for n, wording in enumerate(("Why do skip connections help?", "What does the block learn?"))
    )
    started = datetime(2026, 10, 5, 18, tzinfo=UTC) + timedelta(days=day)
    witness, signals = (
        ("Grace", {"headline first": True, "honest limits": False}) if missed == 1 else (None, {})
    )
    return Mock(mock, format, "research", started, 12.5, 0.68, "finished", witness, signals, questions)


def _checks() -> tuple[CheckPassed, ...]:
    prompt = "Write dL/dxₗ for a residual network, from the definition"
    return (
        CheckPassed("rn-012", "Why do skip connections help gradients?", 1, "derivation", "prove", "sympy",
                    True, False, on(9), 3, prompt, DERIVATION),
        CheckPassed("rn-020", "How many parameters has a 3x3 layer?", 1, "number", "practice", None,
                    False, True, on(8), 1, "Parameters of a 3x3 layer, 256 to 256", "-2*9*256^2 + 4*9*256^2"),
    )  # fmt: skip


def _lab() -> LabDone:
    return LabDone(
        lab="degradation",
        title="Deeper plain networks train worse",
        runs=2,
        at=datetime(2026, 10, 8, 20, tzinfo=UTC),
        preset="quick",
        device="AMD EPYC",
        versions={"torch": "2.13.0", "numpy": "2.3.1"},
        seed=0,
        seconds=37.9,
        predictions=1,
        right=1,
        sentence="Plain depth hurts the training error itself.",
        claims=(
            ClaimFound(
                "gap",
                "Training loss of plain-56 over plain-20",
                "times",
                2.0,
                1.731,
                "above 1.2",
                "holds",
                "r",
            ),
            ClaimFound("res", "The same for residual nets", "times", None, 0.98, "at most 1.1", "holds", "r"),
        ),
    )
