"""Totals that are known, and nets small enough to be counted on paper."""

from types import ModuleType


def agrees(
    answer: ModuleType, blocks: tuple[int, ...], bottleneck: bool, classes: int, expected: int
) -> None:
    """Compare one total; a difference is a clue."""
    found = answer.count_parameters(blocks, bottleneck, classes)
    assert isinstance(found, int), f"the result is {found!r}, not a whole number"
    kind = "bottlenecks" if bottleneck else "basic blocks"
    assert found == expected, f"{blocks} {kind}: {found:,}, not {expected:,} ({found - expected:+,})"


def test_resnet_50(answer: ModuleType) -> None:
    """25,557,032. Look the difference up: projections with norms are 2,776,576, all norms 53,120."""
    agrees(answer, (3, 4, 6, 3), True, 1000, 25_557_032)


def test_resnet_18(answer: ModuleType) -> None:
    """11,689,512: basic blocks, three projections."""
    agrees(answer, (2, 2, 2, 2), False, 1000, 11_689_512)


def test_resnet_34(answer: ModuleType) -> None:
    """21,797,672: the blocks of ResNet-50, basic."""
    agrees(answer, (3, 4, 6, 3), False, 1000, 21_797_672)


def test_resnet_101(answer: ModuleType) -> None:
    """44,549,160: 23 blocks in the third stage."""
    agrees(answer, (3, 4, 23, 3), True, 1000, 44_549_160)


def test_resnet_152(answer: ModuleType) -> None:
    """60,192,808: 8 and 36 blocks in the second and third stage."""
    agrees(answer, (3, 8, 36, 3), True, 1000, 60_192_808)


def test_one_basic_block_a_stage(answer: ModuleType) -> None:
    """A net that has no name: ResNet-10."""
    agrees(answer, (1, 1, 1, 1), False, 1000, 5_418_792)


def test_one_bottleneck_a_stage(answer: ModuleType) -> None:
    """Each stage projects, the first too: ResNet-14."""
    agrees(answer, (1, 1, 1, 1), True, 1000, 10_064_936)


def test_other_classes(answer: ModuleType) -> None:
    """Ten classes: the linear layer has 2048 x 10 weights and 10 biases."""
    agrees(answer, (3, 4, 6, 3), True, 10, 23_528_522)


def test_another_block_costs_what_it_costs(answer: ModuleType) -> None:
    """One more block in the first stage of ResNet-50 is 70,400 parameters."""
    more = answer.count_parameters((4, 4, 6, 3), True) - answer.count_parameters((3, 4, 6, 3), True)
    assert more == 70_400, f"one more block adds {more:,}, not 70,400"


def test_1000_classes_are_the_default(answer: ModuleType) -> None:
    """As for ImageNet."""
    found = answer.count_parameters((2, 2, 2, 2), False)
    assert found == 11_689_512, f"without classes given ResNet-18 has {found:,}"


def test_lists_are_fine_and_stay(answer: ModuleType) -> None:
    """The blocks may be a list, which is not changed."""
    blocks = [2, 2, 2, 2]
    assert answer.count_parameters(blocks, False) == 11_689_512, "a list gives another total"
    assert blocks == [2, 2, 2, 2], "the list is changed"
