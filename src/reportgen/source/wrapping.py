"""Lines of a file that make one text: how they are joined, and where a paragraph ends."""

import re

# Beside these characters a line break is no blank: Chinese, its punctuation, full-width forms.
WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U000323af“”‘’…—"
_BESIDE_WIDE = re.compile(f"(?<=[{WIDE}])\n|\n(?=[{WIDE}])")
_QUOTES = ("'", '"')
_OPENING = re.compile(r"^(?:['\"]|>[^\n]*\n)")
_BLANK_LINES = re.compile(r"\n{2,}")
_YAML_BREAK = re.compile(r"\n(\n*)")


def paragraphs(text: str) -> list[str]:
    r"""Divide a text at its blank lines, and join the lines of each paragraph.

    Chinese is joined directly, Latin words and figures with one blank.

    >>> paragraphs("负责文字处理，用 Word\nprocessing\n软件。\n\n完成其他任务。\n")
    ['负责文字处理，用 Word processing软件。', '完成其他任务。']
    """
    return [_BESIDE_WIDE.sub("", part).replace("\n", " ") for part in _BLANK_LINES.split(_trimmed(text))]


def unwrapped(text: str, written: str) -> str:
    r"""Return a text that YAML joined from the lines *written*, quotes and all, joined as `paragraphs` does.

    YAML puts a blank at each line break and leaves one of two; what has escapes in it stays as YAML reads it.

    >>> unwrapped("贯彻 落实\n方针", "贯彻\n  落实\n\n  方针")
    '贯彻落实\n\n方针'
    """
    lines = _trimmed(_OPENING.sub("", written))
    if written[0] in _QUOTES:
        lines = lines.removesuffix(written[0]).rstrip()
    if written[0] == "'":
        lines = lines.replace("''", "'")
    is_plain = _YAML_BREAK.sub(lambda found: found[1] or " ", lines) == text.strip()
    return "\n\n".join(paragraphs(lines)) if is_plain else text


def _trimmed(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().split("\n"))
