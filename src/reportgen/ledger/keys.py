"""The keys of a ledger, declared once: decoding reads them, and docs/keys.md is made of them."""

from reportgen.classification.tables import CATEGORY, ITEM, SECTION
from reportgen.ledger.model import (
    BASIC_CATEGORIES,
    CURRENT,
    DEPARTMENT_STAGE,
    FUNDS,
    NO_THREE_PUBLIC,
    PERIODS,
    PROCUREMENT_CATEGORIES,
    STAGES,
    THREE_PUBLIC,
    UNIT_TYPES,
)
from reportgen.source.keys import (
    NO,
    YES,
    Amount,
    Choice,
    CodeOf,
    Count,
    Date,
    Entries,
    Key,
    ListOf,
    Paragraphs,
    Record,
    Reference,
    Text,
)

UNITS, PROJECTS = "单位", "项目支出"
FUNCTIONAL, ECONOMIC = "功能科目", "经济科目"
UNIT_CODE, PROJECT_CATEGORY = "单位编码", "项目类别"
UNDISCLOSED = (UNITS, UNIT_CODE, FUNCTIONAL, ECONOMIC, PROJECT_CATEGORY)

_LINE = Text(lines=False)
_WORDS = Text(expressions=True)
_CELL = Text(expressions=True, blank=True)

_AMOUNT = Key("金额", Amount(), help="以元为单位，最多两位小数。", example="580848.00")
_UNIT = Key(
    "单位",
    Reference(UNITS),
    undisclosed=UNITS,
    help="哪个预算单位的：写它的编码；编码没有公开时写名称。",
    example='"133001"',
)
_FUND = Key("资金来源", Choice(FUNDS), help="钱从哪里来。", example="一般公共预算")
_APPROPRIATION = Key(
    "财政拨款",
    Choice((YES, NO)),
    required=False,
    help="算不算财政拨款；不写时，三种预算拨款是，其他否。",
    example=YES,
)

DEPARTMENT = Record(
    (
        Key("编码", _LINE, required=False, help="部门的预算编码。", example='"133"'),
        Key("全称", _LINE, help="封面和标题上的名称。", example="示例市示例区营商环境建设局"),
        Key("简称", _LINE, required=False, default_from="全称", help="文字里的名称。", example="营商局"),
        Key("自称", _LINE, required=False, default="本部门", help="文字里怎样称自己。", example="本部门"),
        Key(
            "表内称",
            _LINE,
            required=False,
            default_from="全称",
            help="表上方的部门名称。",
            example="示例市示例区营商环境建设局",
        ),
        Key("别名", _LINE, required=False, help="另一个牌子的名称。", example="示例市示例区数据局"),
        Key("主管", _LINE, required=False, help="主管部门的名称。", example="示例市示例区财政局"),
        Key("行政区划", _LINE, required=False, help="所在的行政区划。", example="示例市示例区"),
        Key("级次", _LINE, required=False, help="预算级次。", example="区级"),
    )
)

UNIT = Record(
    (
        Key(
            "编码",
            _LINE,
            undisclosed=UNIT_CODE,
            help="单位的预算编码，各行用它指单位。",
            example='"133001"',
        ),
        Key("名称", _LINE, help="单位的全称。", example="示例市示例区营商环境建设局（本级）"),
        Key(
            "类型",
            Choice(UNIT_TYPES),
            help="行政单位、参照公务员法管理的单位或事业单位。",
            example=UNIT_TYPES[0],
        ),
    )
)

FUND_LINE = Record((_UNIT, _FUND, _APPROPRIATION, _AMOUNT))

_CODED = (
    Key(
        FUNCTIONAL,
        CodeOf(FUNCTIONAL, ITEM),
        undisclosed=FUNCTIONAL,
        help="支出功能分类的项级科目；编码后面可以带名称。",
        example="2010301",
    ),
    Key(
        ECONOMIC,
        CodeOf(ECONOMIC, SECTION, coarse=CATEGORY),
        undisclosed=ECONOMIC,
        help="部门预算支出经济分类的款级科目；编码后面可以带名称。",
        example="30201",
    ),
    _FUND,
    Key(
        "期",
        Choice(PERIODS),
        required=False,
        default=CURRENT,
        help="用上年结转的钱安排的支出写上年结转。",
        example=CURRENT,
    ),
    _APPROPRIATION,
    Key(
        "三公",
        Choice((*THREE_PUBLIC, NO_THREE_PUBLIC)),
        required=False,
        help="“三公”经费的哪一项；经济科目写到款时由科目定，不能写。",
        example=NO_THREE_PUBLIC,
    ),
    _AMOUNT,
)
BASIC_LINE = Record(
    (
        _UNIT,
        Key(
            "类别",
            Choice(BASIC_CATEGORIES),
            help="人员经费或公用经费，不由经济科目推定。",
            example=BASIC_CATEGORIES[1],
        ),
        *_CODED,
    )
)
PROJECT_LINE = Record(
    (
        Key(
            "名称",
            _LINE,
            required=False,
            help="这一行付的是什么，文字里用 {{ 项目.明细.〈名称〉|万元 }} 引用。",
            example="座机",
        ),
        *_CODED,
    )
)

PERFORMANCE = Record(
    (
        Key("顺序", Count(), required=False, help="绩效表的先后；不写的排在前面。", example="1"),
        Key(
            "指标",
            ListOf(Entries("表式的指标列", _CELL, "三级指标")),
            required=False,
            help="绩效指标，一项一个；有哪些列由表式定。",
            example="按时支付",
        ),
        Key(
            "任务",
            ListOf(Entries("表式的任务列", _CELL, "任务名称")),
            required=False,
            help="年度主要任务，一项一个；有哪些列由表式定。",
            example="优化营商环境",
        ),
    ),
    others=Entries("表式的字段", _CELL, "年度绩效目标"),
)

PROJECT = Record(
    (
        Key("名称", _LINE, help="项目的名称，不能重复。", example="电话费"),
        Key("编码", _LINE, required=False, help="项目的编码。", example="21020323T000000284972"),
        _UNIT,
        Key(
            PROJECT_CATEGORY,
            _LINE,
            undisclosed=PROJECT_CATEGORY,
            help="项目的类别，照批复的写。",
            example="31-部门项目",
        ),
        Key(
            "阶段",
            Choice(STAGES),
            required=False,
            default=DEPARTMENT_STAGE,
            help="部门预算的项目，还是本年预留的。",
            example=DEPARTMENT_STAGE,
        ),
        Key("明细", ListOf(PROJECT_LINE), help="项目的各行支出。"),
        Key("绩效", PERFORMANCE, required=False, help="项目的绩效目标。"),
    )
)

_PROJECT_NAME = "项目支出里的一个项目。"
PROCUREMENT = Record(
    (
        _UNIT,
        Key("项目", Reference(PROJECTS), required=False, help=_PROJECT_NAME, example="电话费"),
        Key(
            "类别",
            Choice(PROCUREMENT_CATEGORIES),
            help="采购的是货物、服务还是工程。",
            example=PROCUREMENT_CATEGORIES[1],
        ),
        Key("名称", _LINE, required=False, help="采购的是什么。", example="通信服务"),
        _AMOUNT,
    )
)
PURCHASED_SERVICE = Record(
    (
        _UNIT,
        Key("项目", Reference(PROJECTS), help=_PROJECT_NAME, example="电话费"),
        Key(
            "一级",
            _LINE,
            required=False,
            help="指导性目录的一级目录。",
            example="05-政府履职所需辅助性服务",
        ),
        Key("二级", _LINE, required=False, help="指导性目录的二级目录。", example="0510-信息化服务"),
        Key("三级", _LINE, required=False, help="指导性目录的三级目录。", example="网络管理与维护"),
        Key("服务领域", _LINE, required=False, help="服务的领域。", example="201-一般公共服务支出"),
        _AMOUNT,
    )
)

ASSETS = Record(
    (
        Key("截至", Date(), help="哪一天的数。", example="2023-12-31"),
        Key(
            "车辆",
            Entries("车辆的种类", Count(), "机要通信用车"),
            help="各种车辆的辆数，按印出的顺序。",
            example="0",
        ),
        Key("通用设备", Count(), help="单价在界限以上的通用设备的台（套）数。", example="0"),
        Key("专用设备", Count(), help="单价在界限以上的专用设备的台（套）数。", example="0"),
    )
)

NAMED_AMOUNT = Record((Key("名称", _LINE, help="项目的名称。", example="示例专项"), _AMOUNT))

_FACT = "指标"
LEDGER = Record(
    (
        Key("表式", _LINE, help="templates/ 下的文件夹的名称。", example="shili-2024"),
        Key(
            "地区",
            _LINE,
            help="与台账所在的文件夹相同；小写字母、数字和连字符。",
            example="shili",
        ),
        Key("年度", Count(), help="预算年度。", example="2024"),
        Key("日期", Date(), required=False, help="公开的日期，印在哪里由表式定。", example="2024-02-05"),
        Key("部门", DEPARTMENT, help="部门的编码和各种名称。"),
        Key(
            "未披露",
            ListOf(Choice(UNDISCLOSED)),
            required=False,
            help="没有公开、各行可以不写的键。",
            example=PROJECT_CATEGORY,
        ),
        Key(UNITS, ListOf(UNIT), help="部门的各预算单位，按印出的顺序。"),
        Key("收入", ListOf(FUND_LINE), help="本年收入，按单位和资金来源。"),
        Key("上年结转", ListOf(FUND_LINE), required=False, help="从上年结转来的钱。"),
        Key("年终结转", ListOf(FUND_LINE), required=False, help="留到下年的钱。"),
        Key("基本支出", ListOf(BASIC_LINE), help="基本支出的各行。"),
        Key(PROJECTS, ListOf(PROJECT), required=False, help="各个项目和它们的明细。"),
        Key("政府采购", ListOf(PROCUREMENT), required=False, help="政府采购预算的各项。"),
        Key("政府购买服务", ListOf(PURCHASED_SERVICE), required=False, help="政府购买服务的各项。"),
        Key("资产", ASSETS, required=False, help="上年末的国有资产。"),
        Key("转移支付", ListOf(NAMED_AMOUNT), required=False, help="管理的专项转移支付。"),
        Key("保障层次", ListOf(NAMED_AMOUNT), required=False, help="支出按保障层次的分法。"),
        Key(
            "另列",
            Entries(_FACT, Amount(), "采购.预留中小"),
            required=False,
            help="明细算不出来、或公布时另有说法的数；个数写整数，其他写金额。",
            example="0.00",
        ),
        Key(
            "文字",
            Entries("表式的文字", Paragraphs(), "管理办法"),
            required=False,
            help="表式要整篇印出的文字；有哪些由表式定。",
            example="[第一条, [第一款]]",
        ),
        Key(
            "附表",
            Record((Key("不列", _WORDS, help="为什么不列附表。", example="随区级汇总公开"),)),
            required=False,
            help="只公开文字时写。",
        ),
        Key(
            "上年",
            Entries(_FACT, Amount(), "收入.合计"),
            required=False,
            help="上年的台账不在库里时，要比较的各项的上年数。",
            example="4269800.00",
        ),
        Key(
            "原因",
            Entries(_FACT, _WORDS, "收入.合计"),
            required=False,
            help="有增减的各项为什么增减。",
            example="厉行节约",
        ),
        Key("职责", Paragraphs(), help="部门的主要职责。", example="[负责全区营商环境建设。]"),
        Key("内设机构", Paragraphs(), help="部门的内设机构。", example="[综合科, 数字管理科]"),
        Key(
            "项目说明",
            Entries("项目", Entries("表式的小标题", Paragraphs(), "项目概述"), "电话费"),
            required=False,
            help="要在情况说明里介绍的项目，按印出的顺序；有哪些小标题由表式定。",
            example="[保障日常办公通信。]",
        ),
        Key("绩效", PERFORMANCE, required=False, help="部门整体的绩效目标。"),
    )
)
