"""The images of the labs: the digits that ship, and CIFAR-10's archive, read or refused."""

import hashlib
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from prepapp.errors import PrepError
from tests.labs.conftest import Lab

RECORDS = 4
RECORD = 3_073
NAMES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")


@pytest.fixture
def data(lab: Lab) -> dict[str, Any]:
    """Return the names of data.py."""
    return lab("data")


def records(seed: int) -> bytes:
    """Return ``RECORDS`` images with their labels, as CIFAR-10 packs them."""
    source = np.random.default_rng(seed)
    table = source.integers(0, 256, (RECORDS, RECORD), dtype=np.uint8)
    table[:, 0] %= 10
    return table.tobytes()


def packed(folder: Path, members: Mapping[str, bytes]) -> str:
    """Write an archive of CIFAR-10's name and return its md5."""
    path = folder / "cifar-10-binary.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return hashlib.md5(path.read_bytes()).hexdigest()


def whole() -> dict[str, bytes]:
    """Return the members of a small archive, out of order as in the real one."""
    bins = {f"{name}.bin": records(seed) for seed, name in enumerate(NAMES)}
    order = ("test_batch.bin", *(f"data_batch_{n}.bin" for n in (1, 3, 4, 5, 2)))
    other = {"batches.meta.txt": b"airplane\n", "readme.html": b"<p>", "more.bin": b"short"}
    return {name: bins[name] for name in order} | other


def test_the_digits_are_all_there_standardised_and_always_the_same(data: dict[str, Any]) -> None:
    x, y, x_test, y_test = data["digits"]()
    assert (x.shape, x_test.shape) == ((1500, 1, 8, 8), (297, 1, 8, 8))
    assert abs(float(x.mean())) < 1e-5 and float(x.std()) == pytest.approx(1, abs=1e-5)
    counts = [int((y == digit).sum() + (y_test == digit).sum()) for digit in range(10)]
    assert counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]  # UCI's counts of the test part
    assert y[:10].tolist() == [2, 8, 2, 6, 6, 7, 1, 9, 8, 5]
    assert min(int((y_test == digit).sum()) for digit in range(10)) >= 20


def test_cifar_comes_in_order_and_less_the_mean_of_each_pixel(data: dict[str, Any], tmp_path: Path) -> None:
    members = whole()
    md5 = packed(tmp_path, members)
    x, y, x_test, y_test = data["cifar10"](folder=tmp_path, md5=md5, records=RECORDS)
    raw = np.frombuffer(b"".join(members[f"{name}.bin"] for name in NAMES), np.uint8).reshape(-1, RECORD)
    assert (x.shape, x_test.shape) == ((20, 3, 32, 32), (4, 3, 32, 32))
    assert y.tolist() + y_test.tolist() == raw[:, 0].tolist()
    pixels = raw[:, 1:].astype(np.float64)
    expected = (pixels - pixels[:20].mean(axis=0)).reshape(-1, 3, 32, 32)
    expected /= expected[:20].std(ddof=1)
    np.testing.assert_allclose(x.numpy(), expected[:20], atol=1e-5)
    np.testing.assert_allclose(x_test.numpy(), expected[20:], atol=1e-5)
    assert [path.name for path in tmp_path.iterdir()] == ["cifar-10-binary.tar.gz"]


def test_cifar_elsewhere_says_what_to_download_and_where_to(
    data: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREPAPP_DATA", raising=False)
    monkeypatch.setenv("PREPAPP_HOME", str(tmp_path / "home"))
    with pytest.raises(PrepError) as refused:
        data["cifar10"]()
    assert refused.value.where == str(tmp_path / "home" / "data" / "cifar-10-binary.tar.gz")
    assert "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz" in refused.value.hint
    assert str(tmp_path / "home" / "data") in refused.value.hint
    monkeypatch.setenv("PREPAPP_DATA", str(tmp_path / "images"))
    with pytest.raises(PrepError) as refused:
        data["cifar10"]()
    assert str(tmp_path / "images") in refused.value.hint


def test_another_archive_is_refused_by_its_md5(data: dict[str, Any], tmp_path: Path) -> None:
    md5 = packed(tmp_path, whole())
    with pytest.raises(PrepError, match=f"not CIFAR-10's archive: md5 {md5}"):
        data["cifar10"](folder=tmp_path)


@pytest.mark.parametrize("content", [None, b"\x00" * (RECORDS * RECORD - 1)])
def test_an_archive_that_lacks_a_part_is_refused(
    data: dict[str, Any], tmp_path: Path, content: bytes | None
) -> None:
    members = whole()
    del members["data_batch_3.bin"]
    md5 = packed(tmp_path, members if content is None else members | {"data_batch_3.bin": content})
    with pytest.raises(PrepError, match=r"no data_batch_3\.bin of 12,292 bytes"):
        data["cifar10"](folder=tmp_path, md5=md5, records=RECORDS)


def test_noise_has_the_shape_of_cifar_and_no_seed_of_its_own(data: dict[str, Any]) -> None:
    x, y, x_test, y_test = data["noise"](training=6, test=2)
    assert (x.shape, x_test.shape, len(y), len(y_test)) == ((6, 3, 32, 32), (2, 3, 32, 32), 6, 2)
    assert bool((data["noise"](training=6, test=2)[0] == x).all())
