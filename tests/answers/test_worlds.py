"""What holds in which world, apart from any card."""

from typing import Any

import pytest

from prepapp.answers.derivation import CheckError, read_card
from prepapp.answers.judge import Judge
from prepapp.answers.worlds.setting import KEYS, read_setting

GIVEN = {
    "residual": "x_{l+1} = x_l + F(x_l)",
    "plain": "x_{l+1} = F(x_l)",
    "v1": "x_{l+1} = relu(x_l + F(x_l))",
    "pre-activation": "x_{l+1} = x_l + W_l * relu(U_l * relu(x_l))",
    "scaled": "x_{l+1} = λ_l * x_l + F(x_l)",
    "gated": "x_{l+1} = g(x_l) * F(x_l) + (1 - g(x_l)) * x_l",
    "multiplicative": "x_{l+1} = x_l * F(x_l)",
}


def outcome(world: str | dict[str, Any], line: str, seed: int = 1) -> str:
    kind = world if isinstance(world, str) else world["kind"]
    spec: dict[str, Any] = {"prompt": "", "world": world, "from": [], "goal": GIVEN.get(kind, "1 = 1")}
    return Judge(read_card(spec), seed).outcome(line).kind


def holds(world: str | dict[str, Any], line: str) -> bool:
    return outcome(world, line) in ("done", "form", "notgoal")


@pytest.mark.parametrize("world", GIVEN)
@pytest.mark.parametrize("other", GIVEN)
def test_a_unit_is_its_own_kind_and_no_other(world: str, other: str) -> None:
    named = {"λ": "scaled", "g(": "gated", "W_": "pre-activation"}
    known = all(kind == world for sign, kind in named.items() if sign in GIVEN[other])
    residual = {world, other} == {"residual", "pre-activation"}
    if residual and world == "residual":
        return  # the branch has no W and U there
    if known:
        assert holds(world, GIVEN[other]) is (world == other or residual)
    else:
        assert outcome(world, GIVEN[other]) == "unreadable"


@pytest.mark.parametrize(("world", "line", "kind"), [
    ("pre-activation", "x_L = x_l + sum_{i=l}^{L-1} F(x_i)", "notgoal"),
    ("pre-activation", "x_L = x_l + sum_{i=l}^{L-1} W_i relu(U_i relu(x_i))", "notgoal"),
    ("pre-activation", "F_l'(x_l) = W_l relu'(U_l relu(x_l)) U_l relu'(x_l)", "notgoal"),
    ("pre-activation", "F_l'(x_l) = W_l U_l relu'(U_l relu(x_l)) relu'(x_l)", "order"),
    ("pre-activation", "F_l'(x_l) = W_l U_l", "wrong"),
    ("pre-activation", "dE/dx_l = dE/dx_L * (1 + d/dx_l sum_{i=l}^{L-1} F(x_i))", "notgoal"),
    ("scaled", "x_L = prod_{i=l}^{L-1} λ_i x_l + sum_{i=l}^{L-1} F(x_i) prod_{j=i+1}^{L-1} λ_j", "notgoal"),
    ("residual", "d/dx_l tanh(x_l) = tanh'(x_l)", "notgoal"),
    ("residual", "d/dx_l sigmoid(x_l) = sigmoid'(x_l)", "notgoal"),
    ("residual", "d/dx_l exp(x_l) = exp'(x_l)", "notgoal"),
    ("residual", "d/dx_l (x_l ⊙ x_l) = 2 x_l", "order"),
    ("residual", "d/dx_l (x_l^2) = 2 x_l", "order"),
    ("residual", "x_l^T x_l = x_l x_l^T", "order"),
    ("residual", "dE/dx_l F(x_l) = F(x_l)^T dE/dx_l^T", "notgoal"),
    ("residual", "J_l + 1 = I + J_l", "notgoal"),
    ("residual", "x_l + 1 = 1 + x_l", "order"),
    ("residual", "x_{l+2} = x_l + F_l(x_l) + F_{l+1}(x_l + F_l(x_l))", "notgoal"),
    ("residual", "x_{l+2} = x_l + F(x_l) + F(x_l + F(x_l))", "notgoal"),
    ("residual", "x_l = F(x_l + 1)", "unreadable"),
    ("residual", "L - l = sum_{i=l}^{L-1} 1", "notgoal"),
    ("residual", "sum_{i=l}^{L-1} i = (L - l) (L + l - 1) / 2", "notgoal"),
    ("residual", "prod_{i=l+1}^{l} (1 + J_i) = (1 + J_{l+1}) (1 + J_l)", "notgoal"),
    ("residual", "prod_{i=l}^{l-1} J_i = 1", "wrong"),
    ("residual", "x_{L+1} = x_L + F(x_L)", "notgoal"),
    ("residual", "x_{L+9} = x_L", "wrong"),
    ("residual", "D_l = 1", "unreadable"),
    ("v1", "dx_{l+1}/dx_l = D_l (I + J_l)", "notgoal"),
    ("v1", "D_l = relu'(x_l + F(x_l))", "notgoal"),
    ("v1", "D_l D_l = D_l", "notgoal"),
    ("v1", "D_l = 1", "wrong"),
])  # fmt: skip
def test_a_line_in_a_network(world: str, line: str, kind: str) -> None:
    assert outcome(world, line) == kind


@pytest.mark.parametrize(("line", "kind"), [
    ("E[w_l] = 0", "notgoal"),
    ("E[x_l] = sigma/sqrt(2 pi)", "notgoal"),
    ("Var[x_l] = 1/2 (1 - 1/π) Var[y_{l-1}]", "notgoal"),
    ("Var[x_l] = 0.341 Var[y_{l-1}]", "wrong"),
    ("E[x_l^2] = σ^2/2", "notgoal"),
    ("E[x_l^4] = 3/2 σ^4", "notgoal"),
    ("E[y_{l-1} x_l] = E[x_l^2]", "notgoal"),
    ("y_l = sum_{j=1}^{n} w_j x_j", "notgoal"),
    ("y_l = sum_{j=1}^{n-1} w_j x_j", "wrong"),
    ("Var[y_l] = n Var[w_l] E[x_l^2]", "notgoal"),
    ("E[y_l^4] = 3 Var[y_l]^2", "wrong"),
    ("Var[w_l] = 2/n", "wrong"),
    ("E[1/w_l] = 0", "unreadable"),
])  # fmt: skip
def test_a_line_about_a_layer(line: str, kind: str) -> None:
    assert outcome("gaussian", line) == kind


@pytest.mark.parametrize(("line", "kind"), [
    ("x(t-h) = x(t) - h x'(t) + h^2/2 x''(t) + O(h^3)", "notgoal"),
    ("(x(t+h) - x(t-h))/(2h) = x'(t) + O(h^2)", "notgoal"),
    ("(x(t+h) - x(t))/h = x'(t) + O(h^2)", "wrong"),
    ("x(t+2h) = x(t) + 2h x'(t) + 2h^2 x''(t) + O(h^3)", "notgoal"),
    ("F(x(t+h), t+h) = x'(t) + h x''(t) + O(h^2)", "notgoal"),
    ("F(x(t+h), t) = x'(t)", "wrong"),
    ("x(t+h) - x_{k+1} = h^2/2 x''(t) + O(h^3)", "notgoal"),
    ("x(t+h) = O(h)", "wrong"),
])  # fmt: skip
def test_a_line_about_a_step(line: str, kind: str) -> None:
    assert outcome("euler", line) == kind


def test_a_point_may_define_names_from_others() -> None:
    world = {"kind": "polynomial", "names": ["k", "c"], "let": {"n": "k^2*c", "P": "n*c"}}
    assert holds(world, "P = k^2 c^2")
    assert outcome(world, "P = k c^2") == "wrong"
    assert outcome(world, "P = 2^k") == "unreadable"


@pytest.mark.parametrize("kind", KEYS)
def test_there_are_worlds_for_every_seed(kind: str) -> None:
    setting = read_setting(kind)
    for seed in range(25):
        worlds = setting.make(seed)
        assert worlds.count >= 3
        assert [world.note for world in worlds.plain] == [world.note for world in setting.make(seed).plain]


def test_the_deep_network_of_a_card_is_found_for_every_seed() -> None:
    setting = read_setting({"kind": "residual", "l": 1, "L": 50})
    assert all(setting.make(seed).count == 5 for seed in range(25))


@pytest.mark.parametrize(("line", "kind"), [
    ("x_K = x_k + sum_{i=k}^{K-1} F(x_i)", "notgoal"),
    ("dE/dx_k = dE/dx_K prod_{i=K-1}^{k} (I + J_i)", "notgoal"),
    ("dL/dx_k = dL/dx_K prod_{i=K-1}^{k} (I + J_i)", "notgoal"),
    ("dE/dx_k = dE/dx_K prod_{i=k}^{K-1} (I + J_i)", "order"),
    ("x_K = x_k", "wrong"),
    ("x_L = x_l + sum_{i=l}^{L-1} F(x_i)", "unreadable"),
])  # fmt: skip
def test_the_ends_of_a_network_may_have_other_names(line: str, kind: str) -> None:
    world = {"kind": "residual", "l": "k", "L": "K"}
    spec = {"prompt": "", "world": world, "from": [], "goal": "x_{k+1} = x_k + F(x_k)"}
    found = Judge(read_card(spec), 1).outcome(line)
    assert found.kind == kind, found.verdict
    if kind == "wrong":
        assert "k = 2, K = 6" in found.verdict.lines[0].counterexample


@pytest.mark.parametrize("world", [
    {"kind": "residual", "l": "k", "L": "k"}, {"kind": "residual", "l": "x", "L": "K"},
    {"kind": "residual", "l": "kk", "L": "K"}, {"kind": "residual", "l": "k"},
    {"kind": "polynomial", "names": "C"}, {"kind": "polynomial", "let": {"P": 3}},
    {"kind": "polynomial", "let": {"P": "Q"}}, {"kind": "gaussian", "gain": -1},
    {"kind": "plain", "l": 1, "L": 3}, {"kind": "plain", "l": "1", "L": 9},
    {"kind": 3}, {"kind": "euler", "h": 1},
])  # fmt: skip
def test_a_world_that_does_not_exist_is_refused(world: dict[str, Any]) -> None:
    with pytest.raises(CheckError) as caught:
        read_card({"prompt": "", "world": world, "from": [], "goal": "1 = 1"})
    assert caught.value.key == "world"
