"""Composing a budget as it stands, whatever is wrong with it by itself."""

from reportgen.composing.document import compose_with_findings
from reportgen.document.document import Document
from reportgen.form.profile import Profile
from reportgen.ledger.model import Budget


def compose(budget: Budget, profile: Profile) -> Document:
    """Compose without the rules on ledgers, for budgets that were made up or changed."""
    document, findings = compose_with_findings(budget, profile)
    assert document is not None, findings
    return document
