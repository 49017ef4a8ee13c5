"""What is wrong with a ledger in its form, and the document that it becomes when nothing is."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.checks import check_budget, check_passages, check_wants
from reportgen.checks.glyphs import missing_glyphs, printed_characters
from reportgen.checks.registry import Setting
from reportgen.classification.tables import CLASSIFICATION
from reportgen.classification.tables import FILES as CLASSIFICATION_FILES
from reportgen.composing.document import ComposeError, compose_with_findings
from reportgen.document.document import Document
from reportgen.document.theme import Theme
from reportgen.facts.history import History
from reportgen.facts.known import known_figures
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic, Span, has_errors, sorted_by_place
from reportgen.findings.rules import FORM_OF_ANOTHER_PLACE, MISSING_FONT, UNUSED_ALLOWANCE
from reportgen.findings.waivers import read_allowances, without_allowed
from reportgen.form.layers import FILES as FORM_FILES
from reportgen.form.layers import TEMPLATE_ENDING, TEMPLATES, THEME
from reportgen.form.profile import Profile
from reportgen.ledger.known import NOTHING_KNOWN
from reportgen.ledger.model import Budget
from reportgen.ledger.names import Names, names_of
from reportgen.ledger.passages import passages_of
from reportgen.renderers.fonts import lacking_glyphs, missing_fonts
from reportgen.repository.repository import Repository, last_year_label
from reportgen.source.files import names_in
from reportgen.source.passages import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A ledger with its findings; budget and document are None where there are errors.

    *forms* names the profile and those it extends, *theme* is how it looks.
    """

    budget: Budget | None
    document: Document | None
    findings: tuple[Diagnostic, ...]
    forms: tuple[str, ...] = ()
    theme: Theme | None = None


def check_file(repository: Repository, path: Path) -> Checked:
    """Find every fault of a ledger that can be found without writing it."""
    budget, findings = repository.budget(path)
    if budget is None:
        return Checked(budget=None, document=None, findings=tuple(findings))
    profile, faults = repository.profile(budget.profile)
    return _checked(repository, budget, profile, faults)


def _checked(
    repository: Repository, budget: Budget, profile: Profile | None, faults: Sequence[Diagnostic] = ()
) -> Checked:
    """Find every fault of a budget that was loaded, in its form; *faults* are those of the form."""
    origin = budget.origin
    findings = [*(origin.findings if origin else ()), *faults, *check_budget(budget)]
    document = None
    history = History(Vocabulary(budget, profile.facts)) if profile else None
    setting = setting_of(repository, budget, history)
    findings += check_passages(passages_of(budget), setting, Places(repository.text))
    if profile is not None and history is not None:
        findings += check_form(budget, profile)
        findings += _words_of_form(profile, setting, repository.department_names)
        findings += check_wants(budget, profile.wants)
        document, composing = compose_with_findings(budget, profile, history)
        findings += composing
        findings += _missing_glyphs(budget, profile, document)
    findings = without_allowed(findings, origin.allowances if origin else ())
    if profile is None:  # what is held against the form is not said, and nobody knows what would be allowed
        findings = [finding for finding in findings if finding.rule is not UNUSED_ALLOWANCE]
    failed = has_errors(findings)
    forms, theme = (profile.chain, profile.theme) if profile else ((), None)
    return Checked(
        budget=budget,
        document=None if failed else document,
        findings=tuple(sorted_by_place(findings)),
        forms=forms,
        theme=theme,
    )


def setting_of(repository: Repository, budget: Budget, history: History | None) -> Setting:
    """Return what rules of words know of a budget; without its form its figures are not known."""
    return Setting(
        year=budget.year,
        lists=budget.classification.words,
        budget=budget,
        names=names_of(budget, repository.department_names),
        classification=budget.classification,
        figures=known_figures(history) if history else NOTHING_KNOWN,
    )


@dataclass(frozen=True, slots=True)
class _FormWords:
    """What is wrong with the words of a form, by the lists and the level that it was looked at with."""

    profile: Profile
    setting: Setting
    findings: tuple[Diagnostic, ...]


# The words of a form are the same for all its ledgers: a district has a few forms.
_FORM_WORDS: deque[_FormWords] = deque(maxlen=8)


def _words_of_form(profile: Profile, ledger: Setting, departments: frozenset[str]) -> tuple[Diagnostic, ...]:
    names = Names(others=departments, level=ledger.names.level)
    setting = Setting(
        year=profile.year, lists=ledger.lists, names=names, classification=ledger.classification
    )
    for known in _FORM_WORDS:
        if known.profile is profile and known.setting.lists is setting.lists and known.setting.names == names:
            return known.findings
    repository = Repository(profile.root)
    found = list(check_passages(profile.passages, setting, Places(repository.text)))
    for label in sorted({passage.span.path for passage in profile.passages}):
        allowances, faults = read_allowances(repository.text(label), label)
        found = [*without_allowed(found, allowances), *faults]
    _FORM_WORDS.append(_FormWords(profile, setting, tuple(found)))
    return tuple(found)


def compose(budget: Budget, profile: Profile) -> Document:
    """Return the document of a budget in its form: the same that `reportgen build` would print.

    Everything is checked that `reportgen check` checks, and that the fonts are installed.

    >>> import reportgen
    >>> budget, _ = reportgen.load("budgets/dalian-gaoxin/2024/yingshang.yaml")
    >>> profile, _ = reportgen.load_profile(budget.profile)
    >>> reportgen.compose(budget, profile).department == budget.department.full_name
    True

    Raises:
        ComposeError: there are errors; it holds all findings.
        ValueError: budget and form come from different repositories, or are not what their files say (now).
    """
    if budget.origin is None or budget.origin.root != profile.root:
        raise ValueError(f"the ledger was not loaded from {profile.root}, where the form is from")
    checked = _with_fonts(_checked(Repository(profile.root), budget, profile), budget.path)
    if checked.document is None:
        raise ComposeError(list(checked.findings))
    files = Repository(profile.root)
    loaded, found = files.budget(profile.root / budget.path)
    if loaded != budget or tuple(found) != budget.origin.findings:
        raise ValueError(f"{budget.path} says something else than this budget: load it again")
    if files.profile(profile.name)[0] != profile:
        raise ValueError(f"{profile.name} says something else than this form: load it again")
    return checked.document


def _missing_glyphs(budget: Budget, profile: Profile, document: Document | None) -> Iterator[Diagnostic]:
    """Find the characters that no font of the machine can print; a missing font is another matter."""
    repository = Repository(profile.root)
    files = {budget.path: repository.text(budget.path)}
    printed = printed_characters(document) if document else set()
    lacking = lacking_glyphs(profile.theme, {*files[budget.path], *printed})
    if lacking:
        sources = sources_of(profile.root, budget.path, profile.chain)
        files |= {label: repository.text(label) for label in (*sources, last_year_label(budget))}
        yield from missing_glyphs(lacking, printed, files)


def prepare_file(repository: Repository, path: Path) -> Checked:
    """Find every fault of a ledger that keeps it from being written, missing fonts among them."""
    return _with_fonts(check_file(repository, path), repository.label(path))


def _with_fonts(checked: Checked, label: str) -> Checked:
    missing = missing_fonts(checked.theme) if checked.theme else []
    if not missing:
        return checked
    faults = (missing_font(name, label) for name in missing)
    return replace(checked, document=None, findings=(*checked.findings, *faults))


def check_form(budget: Budget, profile: Profile) -> Iterator[Diagnostic]:
    """A form is for the ledgers of its region and year that name it."""
    if budget.profile != profile.name:
        sentence = f"台账的表式是“{budget.profile}”，不是“{profile.name}”"
        yield Diagnostic(
            FORM_OF_ANOTHER_PLACE, budget.profile_span, sentence, "请用台账写明的表式，或改正“表式”。"
        )
    for key, own, other in (
        ("地区", budget.region, profile.region),
        ("年度", str(budget.year), str(profile.year)),
    ):
        if own != other:
            sentence = f"表式“{profile.name}”的“{key}”是“{other}”，台账的是“{own}”"
            hint = "请改用本地区、本年度的表式；没有的，按 docs/new-region.md 增加。"
            yield Diagnostic(FORM_OF_ANOTHER_PLACE, budget.profile_span, sentence, hint)


def missing_font(name: str, label: str) -> Diagnostic:
    """Return the finding that the ledger *label* cannot be printed for want of a font."""
    hint = "请安装：sudo apt-get install fonts-noto-cjk"
    return Diagnostic(MISSING_FONT, Span(label, 1), f"没有安装字体“{name}”，印出来会是方框", hint)


def sources_of(root: Path, ledger: str, forms: Sequence[str]) -> list[str]:
    """Return the labels of the files that every document of a ledger comes from."""
    folders = [f"{TEMPLATES}/{name}" for name in forms]
    templates = [
        f"{folder}/{name}" for folder in folders for name in names_in(root, folder) if _is_read(name)
    ]
    return [ledger, *templates, *(f"{CLASSIFICATION}/{name}" for name in CLASSIFICATION_FILES)]


def _is_read(name: str) -> bool:
    """Whether a file of a form goes into documents."""
    return name in (*FORM_FILES, THEME) or name.endswith(TEMPLATE_ENDING)
