"""Real images for the labs: 1,797 handwritten digits that ship with them, and CIFAR-10 once it is downloaded.

``digits.csv.gz`` is scikit-learn's file (BSD licence). It holds the test part of "Optical Recognition of
Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, CC BY 4.0,
https://doi.org/10.24432/C50P49. A line is 64 pixels of 0 to 16, row by row, and the digit.
"""

import hashlib
import os
import tarfile
from pathlib import Path, PurePosixPath

import numpy as np
import torch
from torch import Tensor

from prepapp.errors import PrepError
from prepapp.home import default_home

Split = tuple[Tensor, Tensor, Tensor, Tensor]
"""x_train [n,c,h,w], y_train [n], x_test, y_test; x float32, y int64."""

DIGITS = Path(__file__).with_name("digits.csv.gz")
DIGITS_TRAINING = 1_500

CIFAR_URL = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
"""170,052,171 bytes."""
CIFAR_MD5 = "c32a1d4ab5d03f1284b67883e8d87530"
CIFAR_RECORDS = 10_000
"""Images in each file."""
RECORD = 1 + 3 * 32 * 32
"""Bytes of an image: its label, then 1,024 red, 1,024 green and 1,024 blue."""
CIFAR_FILES = (*(f"data_batch_{n}.bin" for n in range(1, 6)), "test_batch.bin")


def digits(device: str = "cpu") -> Split:
    """Return the digits as [n,1,8,8], 1,500 to train on and 297 to test, always the same ones."""
    table = np.loadtxt(DIGITS, delimiter=",", dtype=np.float32)  # [1797,65]
    table = table[np.random.RandomState(0).permutation(len(table))]  # a stream that NumPy keeps for ever
    x, y = torch.from_numpy(table[:, :64]), torch.from_numpy(table[:, 64])
    seen = x[:DIGITS_TRAINING]
    x = (x - seen.mean()) / seen.std()  # one mean and one deviation, since some pixels are always 0
    return _split(x.view(-1, 1, 8, 8).to(device), y.long().to(device), DIGITS_TRAINING)


def cifar10(
    device: str = "cpu", folder: str | Path = "", md5: str = CIFAR_MD5, records: int = CIFAR_RECORDS
) -> Split:
    """Return CIFAR-10 as [n,3,32,32], less each pixel's mean as in He et al. 2015; a PrepError without it.

    The scale is one deviation for all; the first batch norm would undo any.
    """
    table = torch.from_numpy(_records(cifar_archive(folder), md5, records)).to(device)  # [60000,3073] uint8
    training = (len(CIFAR_FILES) - 1) * records
    x = table[:, 1:].float()
    x -= x[:training].mean(dim=0)
    x /= x[:training].std()
    return _split(x.view(-1, 3, 32, 32), table[:, 0].long(), training)


def noise(device: str = "cpu", training: int = 2_048, test: int = 512) -> Split:
    """Return random images and labels of CIFAR-10's shape: for speed; nothing can be learned from them."""
    source = torch.Generator(device).manual_seed(0)
    x = torch.randn(training + test, 3, 32, 32, device=device, generator=source)
    y = torch.randint(10, (training + test,), device=device, generator=source)
    return _split(x, y, training)


def cifar_archive(folder: str | Path = "") -> Path:
    """Return where the archive lies: in ``folder``, else $PREPAPP_DATA, else data/ of the home."""
    home = os.environ.get("PREPAPP_HOME") or default_home()
    place = folder or os.environ.get("PREPAPP_DATA") or Path(home, "data")
    archive = Path(place).expanduser() / CIFAR_URL.rpartition("/")[2]
    if not archive.is_file():
        hint = f"download {CIFAR_URL} (162 MiB) into {archive.parent}, and leave it packed"
        raise PrepError("CIFAR-10 is not here", str(archive), hint)
    return archive


def _records(archive: Path, md5: str, records: int) -> np.ndarray:
    """Return every record [n,3073], uint8, in the order of ``CIFAR_FILES``; nothing is written to disk."""
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    if found != md5:
        raise PrepError(f"not CIFAR-10's archive: md5 {found}, not {md5}", str(archive), "download it again")
    parts: dict[str, bytes] = {}
    with tarfile.open(archive, "r|gz") as tar:
        for member in tar:
            name = PurePosixPath(member.name).name
            if member.isfile() and name.endswith(".bin") and member.size == records * RECORD:
                packed = tar.extractfile(member)
                parts[name] = packed.read() if packed else b""
    if missing := [name for name in CIFAR_FILES if name not in parts]:
        what = f"no {missing[0]} of {records * RECORD:,} bytes in it"
        raise PrepError(what, str(archive), "the binary version is meant, not the one for Python or MATLAB")
    return np.frombuffer(bytearray().join(parts[name] for name in CIFAR_FILES), np.uint8).reshape(-1, RECORD)


def _split(x: Tensor, y: Tensor, training: int) -> Split:
    return x[:training], y[:training], x[training:], y[training:]
