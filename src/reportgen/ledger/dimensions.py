"""The dimensions of ledger lines: what a line can say of itself, with which values, and which lines must.

Conditions name values of dimensions; `form` reads them, `postings` holds lines against them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.classification.tables import CATEGORY as CATEGORY_DIGITS
from reportgen.classification.tables import ITEM as ITEM_DIGITS
from reportgen.classification.tables import SECTION as SECTION_DIGITS
from reportgen.ledger.model import (
    BASIC_CATEGORIES,
    FUNDS,
    PERIODS,
    PROCUREMENT_CATEGORIES,
    PROJECT,
    STAGES,
    UNIT_TYPES,
)
from reportgen.ledger.model import THREE_PUBLIC as THREE_PUBLIC_ITEMS
from reportgen.source.keys import NO, YES

ACCOUNT = "账"
YEAR = "年"
DEPARTMENT = "部门"
UNIT = "单位"
UNIT_TYPE = "单位类型"
FUND = "资金来源"
CATEGORY = "类别"
FUNCTION = "功能科目"
ECONOMIC = "经济科目"
PERIOD = "期"
THREE_PUBLIC = "三公"
PROJECT_NAME = "项目"
PROJECT_CATEGORY = "项目类别"
STAGE = "阶段"
ITEM_NAME = "名称"
PROCUREMENT_CATEGORY = "采购类别"
CATALOGUE = ("一级", "二级", "三级")
SERVICE_FIELD = "服务领域"
APPROPRIATION = "财政拨款"
GOVERNMENTAL = "政府经济科目"

EXPENDITURE, REVENUE, CARRIED_IN, CARRIED_OUT = "支出", "收入", "上年结转", "年终结转"
PROCUREMENT, PURCHASED_SERVICES = "政府采购", "政府购买服务"
TRANSFERS, PROTECTION = "转移支付", "保障层次"
ACCOUNTS = (
    EXPENDITURE,
    REVENUE,
    CARRIED_IN,
    CARRIED_OUT,
    PROCUREMENT,
    PURCHASED_SERVICES,
    TRANSFERS,
    PROTECTION,
)
THIS_YEAR, LAST_YEAR = "本年", "上年"
LEVELS = ("类", "款", "项")

_FUND_LINES = (REVENUE, CARRIED_IN, CARRIED_OUT)
_MONEY = (EXPENDITURE, *_FUND_LINES)

Condition = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Dimension:
    """What lines say under *name*.

    *values* are all that it can be; codes, names and free texts have none listed.
    *digits* are the lengths of a code at its levels, 类 first: a condition matches codes by their beginning.
    *said_by* are the accounts whose lines say it unless the ledger leaves it undisclosed.
    """

    name: str
    values: tuple[str, ...] = ()
    digits: tuple[int, ...] = ()
    said_by: tuple[str, ...] = ()

    @property
    def levels(self) -> dict[str, int]:
        """The levels of its codes (类, 款, 项) with their digits; none for what is no code.

        >>> DIMENSIONS["经济科目"].levels
        {'类': 3, '款': 5}
        """
        return dict(zip(LEVELS, self.digits, strict=False))

    def is_whole(self, value: str) -> bool:
        """Whether *value* says all of the dimension: a code down to its last level, else anything."""
        return len(value) >= max(self.digits, default=1)


_ECONOMIC_DIGITS = (CATEGORY_DIGITS, SECTION_DIGITS)
DIMENSIONS: Mapping[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension(ACCOUNT, values=ACCOUNTS),
        Dimension(YEAR, values=(THIS_YEAR, LAST_YEAR)),
        Dimension(DEPARTMENT),
        Dimension(UNIT, said_by=(*_MONEY, PROCUREMENT, PURCHASED_SERVICES)),
        Dimension(UNIT_TYPE, values=UNIT_TYPES, said_by=(*_MONEY, PROCUREMENT, PURCHASED_SERVICES)),
        Dimension(FUND, values=FUNDS, said_by=_MONEY),
        Dimension(CATEGORY, values=(*BASIC_CATEGORIES, PROJECT), said_by=(EXPENDITURE,)),
        Dimension(FUNCTION, digits=(*_ECONOMIC_DIGITS, ITEM_DIGITS), said_by=(EXPENDITURE,)),
        Dimension(ECONOMIC, digits=_ECONOMIC_DIGITS, said_by=(EXPENDITURE,)),
        Dimension(GOVERNMENTAL, digits=_ECONOMIC_DIGITS, said_by=(EXPENDITURE,)),
        Dimension(PERIOD, values=PERIODS, said_by=(EXPENDITURE,)),
        Dimension(APPROPRIATION, values=(YES, NO), said_by=_MONEY),
        Dimension(THREE_PUBLIC, values=THREE_PUBLIC_ITEMS, said_by=(EXPENDITURE,)),
        Dimension(PROJECT_NAME),
        Dimension(PROJECT_CATEGORY),
        Dimension(STAGE, values=STAGES),
        Dimension(ITEM_NAME),
        Dimension(PROCUREMENT_CATEGORY, values=PROCUREMENT_CATEGORIES, said_by=(PROCUREMENT,)),
        *(Dimension(name, said_by=(PURCHASED_SERVICES,)) for name in CATALOGUE),
        Dimension(SERVICE_FIELD, said_by=(PURCHASED_SERVICES,)),
    )
}
CODES = tuple(dimension.name for dimension in DIMENSIONS.values() if dimension.digits)
