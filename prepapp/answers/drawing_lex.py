"""The words and signs of a drawing."""

import re

from prepapp.answers.drawing_parts import Kind

SEPARATORS = re.compile(
    r"(?:[\s,;|:]|->|→|⟶|─+|[-–—]+(?=[\s|]|$)|(?:softmax|pool|channels?|filters?|blocks?|times)\b)*",
    re.IGNORECASE,
)
HEADER = re.compile(
    r"[ \t|,:\-]*(?:\b(?:stage|name|layer|output|size|what|block|type|kernel|channels?|widths?|repeats?|"
    r"blocks|strides?|n|s)\b[ \t|,:\-]*)+$|(?=[^\n]*[-=])[ \t|:\-=+]+$",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:conv[1-9](?:_[x\d]+)?|"
    r"(?:stage|layer|stem|head|body|res|group)[ _]?\d?(?:_[x\d])?|input|output|(?<!\w)x)"
    r"(?=[\s|:,]|$)",
    re.IGNORECASE,
)
KERNEL_TEXT = re.compile(r"([0-9]{1,3})\s*[xX×]\s*([0-9]{1,3})(?![0-9])")
NUMBER = re.compile(r"[0-9]{1,6}")
OUT = re.compile(r"\s*(?:->|→|[-/])\s*([0-9]{2,6})")
TIMES = re.compile(r"[xX×*]\s*([0-9]{1,6})")
STRIDE_TEXT = re.compile(r"(?:/|stride\s*=?|s=?)\s*([0-9]{1,6})", re.IGNORECASE)
WHERE = re.compile(r"(?:stride\s*)?@\s*([13])\s*[xX×]\s*\1(?![0-9])")
SE = re.compile(
    r"\+?\s*\b(?:se|squeeze-and-excitation)(?:\s*/?\s*([0-9]{1,4}))?(?![A-Za-z0-9])", re.IGNORECASE
)
CHANNELS_TEXT = re.compile(r"[xX×]\s*([0-9]{1,6})")
"""Right after a kernel: 3x3x64."""
ONES = re.compile(r"(?:[\s,;|]+[1-])*(?![0-9x×])")
"""Columns that a head of a net leaves as they are."""
BARE = re.compile(r"([0-9]{1,6})(?![0-9]|\s*[xX×]\s*\1(?![0-9]))")
GAP = re.compile(
    r"(?:gap|(?:global|adaptive)?[\s_-]*(?:average|avg|mean)[\s_-]*pool(?:ing)?(?:2d)?|global[\s_-]*pool(?:ing)?)"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("gap", GAP),
    ("maxpool", re.compile(r"(?:max[\s_-]*pool(?:ing)?(?:2d)?|max|mp)(?![A-Za-z])", re.IGNORECASE)),
    (
        "bottleneck",
        re.compile(r"bottle[\s-]?neck(?:s|[\s_]*blocks?)?(?![A-Za-z])|B(?=\s*[0-9])", re.IGNORECASE),
    ),
    ("basic", re.compile(r"basic(?:[\s_]*blocks?)?(?![A-Za-z])", re.IGNORECASE)),
    ("fc", re.compile(r"(?:fc|linear|dense|fully[\s-]connected)(?![A-Za-z])", re.IGNORECASE)),
    ("bn", re.compile(r"(?:bn|batch[\s_-]?norm(?:2d)?)(?![A-Za-z])", re.IGNORECASE)),
    ("relu", re.compile(r"relu(?![A-Za-z])", re.IGNORECASE)),
    ("se", SE),
    ("conv", re.compile(r"conv(?:olution|2d)?(?![A-Za-z])", re.IGNORECASE)),
    ("add", re.compile(r"\+|⊕|add(?![A-Za-z])", re.IGNORECASE)),
)
