"""Theme YAML → `Theme`; what is wrong with it are findings."""

import re
from collections.abc import Mapping
from enum import Enum
from importlib.resources import files
from typing import TypeVar

from reportgen.document.theme import (
    Face,
    Leading,
    NumberPlace,
    Page,
    PageNumber,
    PartStart,
    Rules,
    TableStyle,
    TextStyle,
    Theme,
)
from reportgen.findings.rules import BAD_THEME, UNKNOWN_NAME
from reportgen.findings.suggestions import did_you_mean
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Node, Scalar, Sequence, parse
from reportgen.source.reading import Findings, Reader, reader_of

_BASE = "reportgen/base/theme.yaml"
_LENGTH = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3})?")
_YES, _NO = "是", "否"
_NUMBER = "{页码}"
_SIDES = ("宽", "高", "上", "右", "下", "左")
_HEADINGS = ("一级标题", "二级标题", "三级标题")
_Chosen = TypeVar("_Chosen", bound=Enum)


def base_theme() -> Theme:
    """Return the theme of the package, after GB/T 9704—2012."""
    findings = Findings()
    theme = read_theme(_base_node(), findings)
    assert theme is not None, findings
    return theme


def theme_over_base(own: MappingNode | None, findings: Findings) -> Theme | None:
    """Return the theme that *own* makes of the package's; None where there are faults."""
    base = _base_node()
    return read_theme(laid_over(base, own) if own else base, findings)


def laid_over(base: MappingNode, own: MappingNode) -> MappingNode:
    """Return *base* with the keys of *own* in place of its own, at every depth."""
    entries = {key.text: (key, value) for key, value in base.entries}
    for key, value in own.entries:
        old = entries[key.text][1] if key.text in entries else None
        nested = isinstance(old, MappingNode) and isinstance(value, MappingNode)
        entries[key.text] = (key, laid_over(old, value) if nested else value)  # type: ignore[arg-type]
    return MappingNode(tuple(entries.values()), own.span)


def read_theme(node: MappingNode, findings: Findings) -> Theme | None:
    """Return the theme that *node* writes out whole; None where there are faults."""
    before = len(findings)
    theme = _ThemeReader(findings).theme(Reader(node, findings))
    return theme if len(findings) == before else None


def _base_node() -> MappingNode:
    text = files("reportgen.form").joinpath("base/theme.yaml").read_text("utf-8")
    root = parse(text, _BASE).root
    assert isinstance(root, MappingNode)
    return root


class _ThemeReader:
    """Reads a theme; a fault leaves a value that is not used."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._faces: Mapping[str, Face] = {}

    def theme(self, main: Reader) -> Theme:
        paper = self._mapping(main, "纸张")
        self._faces = self._read_faces(self._mapping(main, "字体"))
        styles = self._mapping(main, "字样")
        theme = Theme(
            portrait=self._page(paper, "纵向"),
            landscape=self._page(paper, "横向"),
            part_start=self._chosen(main, "部分起页", PartStart),
            cover=self._style(styles, "封面"),
            cover_top=self._length(main, "封面上空"),
            cover_date=self._style(styles, "封面日期"),
            contents_title=self._style(styles, "目录标题"),
            contents_top=self._style(styles, "目录一级"),
            contents=self._style(styles, "目录"),
            part_title=self._style(styles, "部分标题"),
            headings=tuple(self._style(styles, name) for name in _HEADINGS),  # type: ignore[arg-type]
            body=self._style(styles, "正文"),
            first_line=self._length(main, "首行缩进"),
            table_title=self._style(styles, "表题"),
            table_note=self._style(styles, "表注"),
            table=self._table(self._mapping(main, "表格")),
            page_number=self._page_number(self._mapping(main, "页码"), self._style(styles, "页码")),
        )
        for reader in (main, paper, styles):
            reader.finish()
        return theme

    def _mapping(self, reader: Reader, key: str) -> Reader:
        return reader.mapping(key) or Reader(MappingNode((), reader.span), Findings())

    def _page(self, paper: Reader, key: str) -> Page:
        reader = self._mapping(paper, key)
        width, height, top, right, bottom, left = (self._length(reader, side) for side in _SIDES)
        reader.finish()
        page = Page(width=width, height=height, top=top, right=right, bottom=bottom, left=left)
        if min(page.text_width, page.text_height) <= 0:
            self._findings.report(BAD_THEME, reader.span, f"“{key}”的边距比纸还大")
        return page

    def _read_faces(self, reader: Reader) -> Mapping[str, Face]:
        faces: dict[str, Face] = {}
        for name, node in reader.node.entries:
            face = reader_of(node, self._findings, f"字体“{name.text}”")
            if face:
                bold = face.choice("加粗", (_YES, _NO), default=_NO) == _YES
                faces[name.text] = Face(face.text("办公"), self._families(face), bold)
                face.finish()
        return faces

    def _families(self, face: Reader) -> tuple[str, ...]:
        families = face.texts("印刷", required=True)
        if not families and face.node.get("印刷"):
            self._findings.report(BAD_THEME, face.span, "“印刷”里没有字体", "请至少写一个装了的字体。")
        return families

    def _style(self, styles: Reader, key: str) -> TextStyle:
        reader = self._mapping(styles, key)
        below = self._length(reader, "段后") if reader.node.get("段后") else 0.0
        lengths = (self._length(reader, "字号"), self._length(reader, "行距"))
        style = TextStyle(self._face(reader, "字体"), *lengths, below)
        reader.finish()
        return style

    def _face(self, reader: Reader, key: str) -> Face:
        scalar = reader.scalar(key)
        found = self._faces.get(scalar.text) if scalar else None
        if scalar and not found and self._faces:
            hint = did_you_mean(scalar.text, self._faces) or f"可用的字体：{'、'.join(self._faces)}。"
            self._findings.report(UNKNOWN_NAME, scalar.span, f"没有字体“{scalar.text}”", hint)
        return found or Face("", (), bold=False)

    def _table(self, reader: Reader) -> TableStyle:
        style = TableStyle(
            head=self._face(reader, "表头"),
            text=self._face(reader, "表文"),
            sizes=self._sizes(reader, "字号"),
            loose=self._leading(reader, "宽松"),
            tight=self._leading(reader, "紧凑"),
            padding=self._length(reader, "边距"),
            rules=self._chosen(reader, "线条", Rules),
            rule=self._length(reader, "线宽"),
            continued=reader.text("续表"),
        )
        reader.finish()
        return style

    def _sizes(self, reader: Reader, key: str) -> tuple[float, ...]:
        """Read the sizes, largest first; at least two, which portrait tables choose from."""
        node = reader.value(key)
        items = node.items if isinstance(node, Sequence) else ()
        sizes = tuple(self._measured(key, item) for item in items)
        if node is not None and (len(sizes) < 2 or list(sizes) != sorted(set(sizes), reverse=True)):  # noqa: PLR2004
            self._findings.report(BAD_THEME, node.span, f"“{key}”应当是由大到小的两个以上的字号")
        return sizes

    def _leading(self, reader: Reader, key: str) -> Leading:
        own = self._mapping(reader, key)
        leading = Leading(self._length(own, "行距"), self._length(own, "上下"))
        own.finish()
        return leading

    def _page_number(self, reader: Reader, style: TextStyle) -> PageNumber:
        scalar = reader.scalar("样式")
        before, number, after = (scalar.text if scalar else _NUMBER).partition(_NUMBER)
        if scalar and not number:
            self._findings.report(BAD_THEME, scalar.span, f"“样式”里没有{_NUMBER}")
        place = self._chosen(reader, "位置", NumberPlace)
        read = PageNumber(
            style=style, before=before, after=after, place=place, distance=self._length(reader, "距版心")
        )
        reader.finish()
        return read

    def _chosen(self, reader: Reader, key: str, choices: type[_Chosen]) -> _Chosen:
        values = [choice.value for choice in choices]
        return choices(reader.choice(key, values) or values[0])

    def _length(self, reader: Reader, key: str) -> float:
        scalar = reader.scalar(key)
        return self._measured(key, scalar) if scalar else 0.0

    def _measured(self, key: str, node: Node) -> float:
        if isinstance(node, Scalar) and _LENGTH.fullmatch(node.text):
            return float(node.text)
        self._findings.report(BAD_THEME, node.span, f"“{key}”应当是长度，如 28.95", "只写数字，不写单位。")
        return 0.0
