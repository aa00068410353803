"""What a letter of each programme speaks of: its topics with their indicators and ledger rows, and what is asked where one lags.

A row of a plan that no topic names, as a later year may have, makes a topic of its own. A programme no county has a row of (智慧民政)
sends no letters to counties. Source: 汴民文〔2023〕20号, the programmes' ledgers; 殡葬 附件 1 and 2 for what a letter is made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.programmes.assigned import regions_of
from data.programmes.form import Programme
from data.regions import Places
from geo.regions import CITY

Works = Literal["", "cemeteries", "funeral_homes"]


@dataclass(frozen=True)
class Topic:
    """One thing that can be in order or lag in a county.

    tasks       numbers of the programme's ledger      indicators  what measures it
    demand      what is asked of the county; `{by}` stands for the day
    always      it is stated also where nothing lags (the cremation rate)
    works       which public works are named with it, one by one
    """

    id: str
    name: str
    tasks: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    demand: str = "{by}前完成“{name}”各项任务，并如实报送进度"
    always: bool = False
    works: Works = ""


@dataclass(frozen=True)
class Subject:
    """What the letters of one programme rest on, ask for and speak of."""

    grounds: tuple[str, ...]
    aim: str
    topics: tuple[Topic, ...]


PLAN = "《{name}实施方案》（{document}）"  # filled from the plan of the year

SUBJECTS: dict[str, Subject] = {
    "relief": Subject(
        (PLAN,),
        "落实救助标准、按时发放资金、健全分层分类的社会救助体系",
        (
            Topic(
                "standards",
                "救助提标与资金发放",
                ("1",),
                ("rural_dibao_standard", "rural_dibao_subsidy", "tekun_standard", "relief_paid_on_time"),
                "{by}前把低保、特困标准和补发资金落实到位，当月资金当月 10 日前发放",
            ),
            Topic("system", "分层分类救助体系", ("2",)),
            Topic("watch", "低收入人口动态监测和帮扶", ("3",)),
            Topic("capacity", "基层社会救助能力", ("4",)),
            Topic("inspection", "社会救助监督检查", ("5",)),
        ),
    ),
    "elderly": Subject(
        (PLAN,),
        "加快设施建设、落实探访关爱、提升照护能力",
        (
            Topic(
                "coverage",
                "养老服务设施覆盖",
                ("4",),
                (
                    "county_support_home_coverage",
                    "street_centre_coverage",
                    "community_elder_facility_coverage",
                    "township_home_upgraded",
                    "happiness_home_coverage",
                ),
                "{by}前补齐养老服务设施缺口，建成一处、验收一处、投用一处",
            ),
            Topic(
                "building",
                "适老化改造与敬老院转型",
                ("7",),
                ("home_adaptations", "township_home_transformed", "new_estate_facilities"),
                "{by}前完成分解到本县区的适老化改造和敬老院转型任务，按周调度、逐户销号",
            ),
            Topic("networks", "居家社区养老服务网络", ("8",), ("demo_home_care_networks",), "{by}前建成示范性居家社区养老服务网络"),
            Topic("visits", "特殊困难老年人探访", ("14",), ("elder_visit_rate",), "对特殊困难老年人逐人落实探访，{by}前月探访率达到要求"),
            Topic(
                "people",
                "养老护理人才",
                ("15",),
                ("caregiver_certified", "care_ratio_met"),
                "{by}前养老护理员全部持证，护理配比达到规定",
            ),
            Topic("layout", "养老服务布局和改革", ("1", "2", "3", "5", "6", "9", "10")),
            Topic("support", "智慧养老、医养结合和志愿服务", ("11", "12", "13", "16")),
        ),
    ),
    "governance": Subject(
        (PLAN,),
        "抓好社区创建、社区工作者队伍和自治制度建设",
        (
            Topic("stars", "“五星社区”创建", ("2",), ("five_star_communities",), "{by}前完成本县区“五星社区”创建任务"),
            Topic(
                "staff",
                "社区工作者队伍和规范化社区",
                ("3",),
                ("community_workers_per_10k", "standard_communities_rechecked"),
                "{by}前配足社区工作者，规范化社区逐一复查到位",
            ),
            Topic("rules", "村规民约（居民公约）修订", ("5",), ("village_rules_revised",), "{by}前完成村规民约（居民公约）修订"),
            Topic("codes", "基层自治组织赋码和三项制度", ("6",), ("committee_codes_assigned",), "{by}前完成基层自治组织备案赋码"),
            Topic("trials", "治理创新和智慧社区", ("1", "4")),
        ),
    ),
    "funeral": Subject(
        ("汴办〔2019〕23号文件", PLAN),
        "提高火化率、加强殡葬设施建设、规范殡葬服务、创新服务手段",
        (
            Topic(
                "cremation",
                "火化率",
                ("1",),
                ("cremation_rate", "eco_burial_rate"),
                "推进移风易俗，加强遗体火化与骨灰安葬管理，{by}前火化率超过全省平均水平",
                always=True,
            ),
            Topic(
                "cemeteries",
                "公益性公墓",
                ("2",),
                ("township_cemeteries_operating", "county_cemeteries_operating"),
                "对照公墓建设标准逐处整改，办结手续、完成核价，{by}前验收并投入使用",
                works="cemeteries",
            ),
            Topic("homes", "殡仪馆", ("3",), (), "倒排工期推进殡仪馆建设改造，{by}前完工投用", works="funeral_homes"),
            Topic("conduct", "殡葬服务行为", ("4",), (), "健全岗位责任和收费公示，规范殡葬服务和中介，{by}前整改到位"),
            Topic(
                "service",
                "惠民殡葬服务",
                ("5",),
                ("funeral_subsidy_paid",),
                "落实“一话通办”和每例 1200 元惠民补贴，{by}前应补尽补",
            ),
        ),
    ),
    "children": Subject(
        (PLAN,),
        "加快儿童之家和爱心书屋建设、配强儿童工作队伍",
        (
            Topic("training", "儿童督导员和儿童主任培训", ("3",), ("child_staff_trained",), "{by}前完成儿童督导员、儿童主任全员培训"),
            Topic("book_rooms", "爱心书屋和宣传月", ("4.1",), ("book_rooms",), "{by}前建成并揭牌爱心书屋"),
            Topic("homes", "儿童之家建设", ("5", "6"), ("children_homes",), "{by}前完成儿童之家建设并投入使用"),
            Topic("policy", "政策和机制", ("1.1", "1.2", "2.1", "2.2")),
            Topic("activities", "专项行动和成员单位协同", ("4.2", "4.3")),
        ),
    ),
}
PLAIN = Subject((PLAN,), "对照台账按期完成各项任务", ())  # of a programme nothing is declared for


def subject_of(programme: Programme, places: Places) -> Subject:
    """The programme's subject; each row of its ledger that the counties answer for and no topic names is a topic of its own."""
    found = SUBJECTS.get(programme.id, PLAIN)
    named = {number for topic in found.topics for number in topic.tasks}
    unnamed = [task for task in programme.tasks if task.no not in named and CITY not in regions_of(task, places)]
    more = [Topic(f"task-{task.no}", task.title, (task.no,), task.indicators) for task in unnamed]
    return Subject(found.grounds, found.aim, (*found.topics, *more))
