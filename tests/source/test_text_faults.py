"""Nothing in a file reads otherwise than it looks in a diff."""

import shutil
import unicodedata
from pathlib import Path

import pytest

from reportgen.commands.checking import check_file
from reportgen.findings.characters import REFUSED, visible
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.report import excerpt, render_findings
from reportgen.findings.rules import NOT_A_LEDGER_FILE
from reportgen.repository.repository import Repository
from reportgen.source.parsing import parse
from tests.conftest import EXAMPLE_LEDGER, ROOT, Edit

HIDDEN = "项目支出: [{名称: 甲, 金额: 5000000.00}]"
MOVING = ("\x85", "\u2028", "\u2029")


def told(text: str) -> list[tuple[str, int, int]]:
    found = parse(text, "a.yaml").findings
    return [(finding.code, finding.span.line, finding.span.column) for finding in found]


@pytest.mark.parametrize("character", MOVING)
@pytest.mark.parametrize("before", ["甲: 1 # 注", "# 注", "甲: '1", "甲"])
def test_a_character_that_ends_a_line_for_yaml_only_is_an_error_everywhere(
    before: str, character: str
) -> None:
    source = parse(f"乙: 2\n{before}{character}{HIDDEN}\n", "a.yaml")
    assert source.root is None
    code = "E106" if character == "\x85" else "E108"
    assert told(f"乙: 2\n{before}{character}{HIDDEN}\n")[0] == (code, 2, len(before) + 1)


def test_a_lone_carriage_return_is_an_error_and_lines_of_windows_are_none() -> None:
    assert told(f"甲: 1 # 注\r{HIDDEN}\n")[0] == ("E108", 1, 9)
    assert told("甲: 1 # 注\r\n乙: 2\r\n") == []


def invisible() -> list[str]:
    """Every character of Unicode that shows nothing or moves others, as the library knows them."""
    everything = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    return [
        char
        for char in everything
        if (unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Co"} and char not in "\t\n\r")
        or (unicodedata.category(char) == "Zs" and char not in " \u3000")
        or unicodedata.bidirectional(char) in {"R", "AL", "AN"}
    ]


def test_no_invisible_or_right_to_left_character_passes() -> None:
    passed = [f"U+{ord(char):04X}" for char in invisible() if not REFUSED.match(char)]
    assert passed == []


@pytest.mark.parametrize(
    "character", ["\u200b", "\u202e", "\xa0", "\xad", "\ufeff", "א", "\U000e0041", "\u3164"]
)
def test_such_a_character_in_a_comment_is_an_error(character: str) -> None:
    assert told(f"甲: 1\n# 注{character}释\n") == [("E108", 2, 4)]


def test_such_a_character_written_as_an_escape_is_an_error() -> None:
    assert told('甲: "1\\u200b"\n') == [("E108", 1, 4)]
    assert told('甲: "1\\u2028"\n') == [("E108", 1, 4)]


def test_what_real_texts_hold_is_none() -> None:
    text = "甲: “三公”经费——１２３，㎡ ① ℃ 䶮 𬺰 ⚠️ é\n乙: '　缩进'   # 对齐　的注释\n"
    assert told(text) == []


def test_a_comment_behind_a_wide_blank_is_no_comment() -> None:
    assert told("甲: 乙　# 内部掌握\n") == [("E108", 1, 5)]
    assert told("# 例　# 注\n甲: 1\n") == []


def test_what_stands_beyond_the_edge_of_the_screen_is_an_error() -> None:
    assert told("甲: [1," + " " * 61 + "5000000]\n") == [("E108", 1, 7)]
    assert told("甲: [1," + "\t" * 8 + "5000000]\n") == [("E108", 1, 7)]
    assert told("甲: 乙" + "\u3000" * 40 + "丙\n") == [("E108", 1, 5)]
    assert told("甲: 乙" + (" " * 20 + "\u3000") * 3 + "丙\n") == [("E108", 1, 5)]
    assert told("甲: 1" + " " * 60 + "乙\n") == []
    assert told("甲: 1" + " " * 300 + "\n") == []


@pytest.mark.parametrize("quote", ["'", '"'])
def test_lines_of_a_text_that_look_like_keys_are_an_error(quote: str) -> None:
    assert told(f"甲: {quote}一\n乙: 2{quote}\n") == [("E108", 2, 1)]
    assert told(f"- 甲: {quote}一\n- 乙{quote}\n") == [("E108", 2, 1)]
    assert told(f"甲: {quote}一\n  二{quote}\n") == []


def test_comments_may_stand_far_out_where_nobody_reads_them_and_waivers_may_not() -> None:
    assert told("甲: 1" + " " * 75 + "# 注\n" + " " * 80 + "# 注\n#" + " " * 77 + "#\n") == []
    assert told("甲: 1  # 注" + " " * 300 + "# reportgen: allow L203 —— 查过\n") == [("E108", 1, 10)]
    assert told("甲: 1" + " " * 300 + "# reportgen: allow L203 —— 查过\n") == [("E108", 1, 5)]


def test_harmless_places_do_not_hide_the_harmful_one_behind_them() -> None:
    decoys = "# 例 " + " " * 80 + "# 1\n"
    assert told(decoys * 30 + "甲: 乙" + " " * 80 + "丙\n") == [("E108", 31, 5)]
    assert told("# 例 　# 1\n" * 30 + "甲: 乙　# 内部\n") == [("E108", 31, 5)]


def test_what_is_written_in_quotes_is_a_text_without_doubt() -> None:
    assert told("甲: '一　#3 楼'\n乙: \"一　#3\"\n丙: >-\n  一　#3 楼\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "甲: '一\n乙: 2'\n",
        "- 甲: '一\n  乙: 2'\n",
        "- {甲: '一,\n     乙: 2', 丙: 3}\n",
        "- '一\n- 二'\n",
    ],
)
def test_a_line_of_a_text_does_not_look_like_a_key(text: str) -> None:
    assert told(text)[0][0] == "E108"


@pytest.mark.parametrize(
    "text",
    [
        "甲:\n  第一行\n  第二行\n",
        "甲:\n    '第一行\n    第二行'\n",
        "-\n  第一行\n  第二行\n",
        "甲: >-\n  第一行\n  第二行\n",
        "甲: [一,\n  二 三\n  四]\n",
    ],
)
def test_texts_of_several_lines_are_ordinary(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["甲: >-\n  一\n  # 内部\n", "甲: |\n  # 内部\n", "甲: '一\n  # 内部'\n"])
def test_a_line_of_a_text_does_not_look_like_a_comment(text: str) -> None:
    assert told(text)[0][0] == "E108"


def test_a_comment_is_not_glued_to_a_value() -> None:
    assert told('甲: "100"#00\n') == [("E108", 1, 9)]
    assert told("甲: [乙,#丙\n  丁]\n") == [("E108", 1, 7)]
    assert told("甲: C# 和 F#  # 注 x#y\n乙: 'a#b'\n# 注#注\n") == []


def test_a_name_does_not_end_in_a_blank_that_nobody_sees() -> None:
    assert told("甲: 乙　\n") == [("E108", 1, 4)]
    assert told("甲: '乙　'\n") == []


def test_variation_selectors_make_emoji_and_nothing_else() -> None:
    assert told("# ⚠️ 1️⃣ ❤️\n甲: 1\n") == []
    for text in ("收\ufe0f入: 1\n", "甲: 1\ufe0f0\n", "甲: 乙\ufe00\n"):
        assert told(text)[0][0] == "E108"


@pytest.mark.parametrize(
    "text",
    ["%YAML 1.1\n---\n甲: 1\n", "%TAG ! tag:x,2000:\n---\n甲: 1\n", "甲: ! 5\n", "? '甲\n  : 3'\n: 4\n"],
)
def test_directives_tags_and_long_keys_are_refused(text: str) -> None:
    assert [code for code, _, _ in told(text)] == ["E105"]


def test_a_file_full_of_them_is_not_listed_one_by_one() -> None:
    assert len(told("# " + "\u200b" * 100_000)) == 20


def test_the_hidden_line_of_a_ledger_is_refused(example: Repository, edit: Edit) -> None:
    edit(EXAMPLE_LEDGER, ("年度: 2024\n", "年度: 2024  # 注\u2028另列: {机关运行经费: 5000000.00}\n"))
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.document is None
    assert [finding.code for finding in checked.findings] == ["E108"]


@pytest.mark.parametrize(
    "file",
    [
        "templates/shili-2024/profile.yaml",
        "templates/shili-2024/tables.yaml",
        "templates/shili-2024/glossary.yaml",
        "templates/shili-2024/说明.j2",
    ],
)
def test_forms_are_held_to_the_same(example: Repository, file: str) -> None:
    path = example.root / file
    path.write_text(path.read_text("utf-8") + "\n{# 注\u2028#}\n", "utf-8")
    checked = check_file(example, example.root / EXAMPLE_LEDGER)
    assert checked.document is None
    assert "E108" in [finding.code for finding in checked.findings if finding.span.path == file]


def test_the_classification_too(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "classification", tmp_path / "classification")
    for file in (tmp_path / "classification").rglob("*.yaml"):
        file.write_text(f"# 注\u2029\n{file.read_text('utf-8')}", "utf-8")
    found = Repository(tmp_path).classification(2024)[1]
    assert {finding.code for finding in found} == {"E108"}


def test_messages_show_such_characters_and_do_not_send_them_to_the_terminal(
    example: Repository, edit: Edit
) -> None:
    edit(EXAMPLE_LEDGER, ("年度: 2024\n", "年度: 2024  # \x1b]0;x\x07\u202e注\n"))
    shown = render_findings(check_file(example, example.root / EXAMPLE_LEDGER).findings, "text", example.text)
    assert "<U+001B>]0;x<U+0007><U+202E>注" in shown
    assert not REFUSED.search(shown.replace("\n", ""))


def test_the_caret_stands_below_the_character() -> None:
    line, caret = excerpt("甲\u200b乙", Span("a.yaml", 1, 2)).splitlines()[1:]
    assert line == "1 | 甲<U+200B>乙"
    assert caret == "  |   ^^^^^^^^"


def test_names_of_files_cannot_write_annotations() -> None:
    finding = Diagnostic(NOT_A_LEDGER_FILE, Span("a\n::error file=x,line=1::y", 1), "甲\n乙")
    (line,) = render_findings([finding], "github", Repository(ROOT).text).splitlines()
    assert line.count("::") == 2
    assert visible("a\nb") == "a<U+000A>b"
