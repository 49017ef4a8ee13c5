"""Composing a budget as it stands, whatever is wrong with it by itself."""

from reportgen.compose import compose_with_findings
from reportgen.document import Document
from reportgen.model import Budget
from reportgen.profile import Profile


def compose(budget: Budget, profile: Profile) -> Document:
    """Compose without the rules on ledgers, for budgets that were made up or changed."""
    document, findings = compose_with_findings(budget, profile)
    assert document is not None, findings
    return document
