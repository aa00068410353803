"""The plain lists: every row of each dataset, as it was delivered, whatever the period."""

from __future__ import annotations

from data.datasets import DATASETS, Dataset
from data.indicators.indicator import Programme
from data.lists.field import Field, fields_of, places
from data.lists.record_list import RecordList

PROGRAMME: dict[str, Programme] = {
    "社会救助科": "relief",
    "养老服务科": "elderly",
    "基层政权建设和社区治理科": "governance",
    "慈善事业促进和社会工作科": "children",
}
_FUNERAL = ("deaths", "cemeteries", "funeral_homes")


def _programme(dataset: Dataset) -> Programme | None:
    if dataset.section == "社会事务科":
        return "funeral" if dataset.name in _FUNERAL else "affairs"
    return PROGRAMME.get(dataset.section)


def _fields(dataset: Dataset) -> tuple[Field, ...]:
    """Every column but the digest of the citizen number; a region as the names it stands for."""
    region = next((column for column in dataset.columns if column.kind == "region"), None)
    shown = [column.name for column in dataset.columns if column.kind not in ("citizen", "region")]
    if region is not None:
        where = places(dataset.table.c.region, "county", "township", "village")
    elif dataset.reference is not None:
        where = places(DATASETS[dataset.reference.refers].table.c.region, "county", "township", "village", owned=True)
    else:
        where = ()
    code = (Field("region", "区划代码", "id", dataset.table.c.region),) if dataset.key == ("region",) else ()
    return (*where, *code, *fields_of(dataset, shown))


def _whole(dataset: Dataset) -> RecordList:
    return RecordList(
        dataset.name,
        f"{dataset.title}全部记录",
        dataset,
        _programme(dataset),
        f"有 {{n}} 条{dataset.title}记录",
        f"没有{dataset.title}记录",
        f"“{dataset.title}”数据集的每一行，不论日期。",
        "已撤回批次的行。",
        _fields(dataset),
        lambda span: [],
        timeless=True,
    )


LISTS = tuple(_whole(dataset) for dataset in DATASETS.values())
