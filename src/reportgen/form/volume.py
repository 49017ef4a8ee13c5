"""How a region's departments of one year are bound into a volume, as data: `volume.yaml` of a form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.document.theme import Theme
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.rules import NO_FORM_OF_VOLUME, NOT_A_MAPPING, NOT_ACROSS_DEPARTMENTS
from reportgen.form.layers import FILES, TEMPLATES
from reportgen.form.package import base_label, base_source, base_text
from reportgen.form.profile import Profile
from reportgen.form.profile_keys import BASE
from reportgen.form.tables.cell_text import ROOTS, check_template, check_years
from reportgen.form.tables.form import read_form, texts_of
from reportgen.form.tables.overlay import lay_over, merge_key
from reportgen.form.tables.spec import (
    FIXED_LIST,
    LINES,
    Generator,
    RowSpec,
    TableSpec,
)
from reportgen.form.volume_keys import REGIONS, VOLUME
from reportgen.ledger.dimensions import CODES, DEPARTMENT
from reportgen.source.fields import Fields, fields_of
from reportgen.source.files import is_there, read_text
from reportgen.source.parsing import Mapping as MappingNode
from reportgen.source.parsing import Scalar, Source, read_source
from reportgen.source.reading import Findings, Reader, reader_of

FILE = "volume.yaml"
_NAMES = (*ROOTS, "地区")
_FRONT_NAMES = ("地区", "年度")
_NOTED_NAMES = (*_FRONT_NAMES, "部门")
_GENERATORS = (DEPARTMENT, *CODES, FIXED_LIST, LINES)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeForm:
    """The form of a volume; its texts may print `{地区}` and `{年度}`.

    *unknown* stands for the amounts of a department that did not disclose what a table asks for,
    *unknown_note* says so beneath the table. *files* holds the texts that the form comes from by the names of
    their files, what a form says before what it rests on.
    """

    region_name: str
    title: str
    cover: tuple[str, ...]
    contents_title: str
    tables_title: str
    departments_title: str
    unknown: str
    unknown_note: str
    tables: Mapping[str, TableSpec]
    theme: Theme
    files: Mapping[str, str]


def volume_files(root: Path, profile: Profile) -> tuple[str, ...]:
    """Name the profiles of the chain that say something of volumes, the base first."""
    return tuple(name for name in profile.chain if is_there(root, _label(name)))


def load_volume_form(root: Path, profile: Profile) -> tuple[VolumeForm | None, list[Diagnostic]]:
    """Read `volume.yaml` of *profile* and of those it extends; None where there are faults."""
    findings = Findings()
    names = volume_files(root, profile)
    if not names:
        sentence = f"表式“{profile.name}”没有 {FILE}，不能生成合订本"
        hint = f"请写 {_label(profile.name)}，至少有一行“{REGIONS}: {{{profile.region}: 地区的名称}}”。"
        findings.report(
            NO_FORM_OF_VOLUME, Span(f"{TEMPLATES}/{profile.name}/profile.yaml", 1), sentence, hint
        )
        return None, findings
    own = (read_source(root, _label(name)) for name in names)
    roots = [_root(source, findings) for source in (base_source(FILE), *own)]
    base = _root(base_source(FILES[0]), findings)
    if base is None or None in roots:
        return None, findings
    texts = {_label(name): read_text(root, _label(name)) for name in reversed(names)}
    texts[base_label(FILE)] = base_text(FILE)
    main = fields_of(_merged(filter(None, roots), findings), VOLUME)
    form = _read(fields_of(base, BASE), main, profile, texts, findings)
    return (None if findings else form), findings


def _label(name: str) -> str:
    return f"{TEMPLATES}/{name}/{FILE}"


def _root(source: Source, findings: Findings) -> Reader | None:
    findings.extend(source.findings)
    if source.root is None and not source.findings:
        findings.report(NOT_A_MAPPING, Span(source.path, 1), "文件是空的", f"至少要写“{REGIONS}”。")
    return reader_of(source.root, findings, "合订本的表式")


def _merged(roots: Iterable[Reader], findings: Findings) -> Reader:
    first, *others = (reader.node for reader in roots)
    for own in others:
        first = _laid_over(first, own, findings)
    return Reader(first, findings)


def _laid_over(base: MappingNode, own: MappingNode, findings: Findings) -> MappingNode:
    """Lay *own* over *base* like the tables of a form; the names of regions are kept."""
    merged = lay_over(base, own, findings)
    if base.get(REGIONS) is None or own.get(REGIONS) is None:
        return merged
    names = merge_key(base, own, REGIONS)
    return MappingNode(
        tuple(names if key.text == REGIONS else (key, value) for key, value in merged.entries), merged.span
    )


def _read(
    base: Fields, main: Fields, profile: Profile, files: Mapping[str, str], findings: Findings
) -> VolumeForm:
    texts = _Texts(main, findings)
    cover = tuple(texts.checked(scalar) for scalar in main.scalars("封面"))
    form = VolumeForm(
        region_name=_region_name(main, profile, findings),
        title=texts.text("标题"),
        cover=cover,
        contents_title=texts.text("目录"),
        tables_title=texts.text("汇总表"),
        departments_title=texts.text("各部门"),
        unknown=main.text("未公开"),
        unknown_note=texts.text("未公开注", _NOTED_NAMES),
        tables=read_form(base, main, profile.facts, findings, _NAMES),
        theme=profile.theme,
        files=files,
    )
    for spec in form.tables.values():
        findings.extend(_generator_faults(spec))
    return form


def _region_name(main: Fields, profile: Profile, findings: Findings) -> str:
    names = dict(texts_of(main.mapping(REGIONS)))
    name = names.get(profile.region, "")
    if not name and main.node(REGIONS) is not None:
        sentence = f"“{REGIONS}”里没有“{profile.region}”"
        hint = f"请在 {_label(profile.name)} 里写“{REGIONS}: {{{profile.region}: 地区的名称}}”。"
        findings.report(NO_FORM_OF_VOLUME, main.place(REGIONS), sentence, hint)
    return name


@dataclass(frozen=True, slots=True)
class _Texts:
    """Reads texts that print names."""

    main: Fields
    findings: Findings

    def text(self, key: str, names: tuple[str, ...] = _FRONT_NAMES) -> str:
        scalar = self.main.scalar(key)
        return self.checked(scalar, names) if scalar else ""

    def checked(self, scalar: Scalar, names: tuple[str, ...] = _FRONT_NAMES) -> str:
        check_template(scalar, self.findings, names)
        check_years(scalar, self.findings)
        return scalar.text


def _generator_faults(spec: TableSpec) -> Iterator[Diagnostic]:
    """A table across departments cannot go through what only one department has."""
    rows = (row for block in spec.blocks for panel in block.panels for row in (*panel.rows, *panel.foot))
    for generator in _generators(rows):
        if generator.over not in _GENERATORS:
            sentence = f"汇总表“{spec.key}”不能逐“{generator.over}”"
            yield Diagnostic(
                NOT_ACROSS_DEPARTMENTS, generator.span, sentence, f"可用的值：{'、'.join(_GENERATORS)}。"
            )
    if spec.each:
        hint = "要按项目列的表写在 tables.yaml 里。"
        yield Diagnostic(
            NOT_ACROSS_DEPARTMENTS, spec.span, f"汇总表“{spec.key}”不能“每: {spec.each}”一张", hint
        )


def _generators(rows: Iterable[RowSpec]) -> Iterator[Generator]:
    for row in rows:
        if isinstance(row, Generator):
            yield row
        yield from _generators(row.children)
