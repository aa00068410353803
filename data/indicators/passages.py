"""What the document (汴民文〔2023〕20号) says at the place an indicator names as its source, carried over in few words."""

from __future__ import annotations

_COVERAGES = "“五个全覆盖”为县级特困供养机构、街道综合养老服务中心、社区养老服务设施、敬老院改造提升和农村幸福院；台账时限为2023年10月。"
_DIBAO = "从2023年1月1日起，农村低保标准不低于月人均 440 元，财政补助不低于月人均 220 元。"
_CEMETERIES = "3月底前乡镇示范性农村公益性公墓、9月底前县级公益性公墓都要达到省、市验收标准并全面投入使用。"
_SHOWN = "“智慧民政”方案的领导驾驶舱一节"

PASSAGES: dict[str, str] = {
    "relief_recipients": f"{_SHOWN}要求在地图上展示各区救助人员的数量，并列出人员类别。",
    "relief_paid_on_time": "低保资金和特困供养资金按月发放，每月10日前发放到位。",
    "rural_dibao_standard": _DIBAO,
    "rural_dibao_subsidy": _DIBAO,
    "tekun_standard": "农村特困人员基本生活标准不低于农村低保标准的 1.3 倍，月标准为 572 元。",
    "relief_applications": f"{_SHOWN}要求展示社会救助的受理情况和受理途径。",
    "relief_started_in_3_days": "乡镇（街道）自受理申请之日起 3 个工作日内启动家庭经济状况调查。",
    "relief_proactive_share": "依申请救助和主动发现两种方式并用，拓宽主动发现渠道；没有定数量目标。",
    "happiness_home_coverage": "农村幸福院年底前覆盖率达到 50% 以上。",
    "elder_visit_rate": "特殊困难老年人建档立卡，月探访率达到 100%。",
    "home_adaptations": "完成 2,000 户适老化改造。",
    "township_home_transformed": "78 家乡镇敬老院全部转型为区域养老服务中心。",
    "township_home_upgraded": _COVERAGES,
    "county_support_home_coverage": _COVERAGES,
    "street_centre_coverage": _COVERAGES,
    "community_elder_facility_coverage": _COVERAGES,
    "demo_home_care_networks": "每个县区建成 1 个示范性居家社区养老服务网络。",
    "new_estate_facilities": "新建住宅小区 100% 按标准配建养老服务设施。",
    "caregiver_certified": "全市养老护理员持证率达到 100%。",
    "care_ratio_met": "护理员配比：自理老人 1：15，部分自理不低于 1：8，完全不能自理 1：3。",
    "five_star_communities": "打造“五星”社区；没有定数量目标。",
    "standard_communities_rechecked": "对省级规范化社区开展“回头看”，复查不达标的挂牌督办，确保年内达标。",
    "community_workers_per_10k": "提升每万名城镇常住人口拥有的社区工作者人数；没有定数量目标。",
    "village_rules_revised": "指导各县区及时修订完善村规民约和居民公约，时限为2023年底。",
    "committee_codes_assigned": "做好基层群众性自治组织统一社会信用代码赋码，时限为2023年底。",
    "work_orders": f"{_SHOWN}的智慧社区系统要求汇聚基础数据和走访工单。",
    "work_orders_closed": f"{_SHOWN}的智慧社区系统要求汇聚走访工单，可抽查已服务的工单。",
    "work_orders_open": f"{_SHOWN}要求汇聚走访工单；文件没有规定办结时限。",
    "work_orders_oldest": f"{_SHOWN}要求汇聚走访工单；文件没有规定办结时限。",
    "deaths": f"{_SHOWN}要求统计当年各年龄段、近几年和各街道的死亡。",
    "cremation_rate": "持续提高火化率；到2023年11月，各县区火化率超过全省平均水平。文件没有给出全省平均的数。",
    "eco_burial_rate": "推广骨灰格位存放、树葬、花葬、草坪葬，持续提高节地生态安葬率；没有定数量目标。",
    "township_cemeteries_operating": _CEMETERIES,
    "county_cemeteries_operating": _CEMETERIES,
    "funeral_subsidy_paid": "“一话通办、全程免费”，1,200 元惠民殡葬补贴落到实处。",
    "children_registered": f"{_SHOWN}要求汇聚未成年人的信息和分布。",
    "children_by_risk": f"{_SHOWN}要求汇聚未成年人的信息和分布；文件没有定风险等级的分法，按台账。",
    "child_visit_rate": f"{_SHOWN}要求展示帮扶儿童的走访情况；没有定数量目标。",
    "children_homes": "新建 100 个儿童之家，10月基本完成。",
    "children_homes_started": "5月，儿童之家建设项目全面开工。",
    "children_homes_sited": "4月，完成新建儿童之家选址。",
    "book_rooms": "打造不少于 20 个爱心书屋；6月完成建设并揭牌。",
    "child_staff_trained": "新任儿童督导员、儿童主任培训全覆盖；5月由市、县区分别组织。",
    "child_protection_centres": "县级未成年人救助保护机构全覆盖；6月完成县级儿童福利机构转型。",
    "disability_subsidy_recipients": f"{_SHOWN}的社会事务系统要求统计残疾人两项补贴。",
    "disability_subsidy_spend": f"{_SHOWN}的社会事务系统要求统计残疾人两项补贴。",
    "marriages": f"{_SHOWN}的社会事务系统要求统计当年婚姻登记量。",
    "divorces": f"{_SHOWN}的社会事务系统要求统计当年婚姻登记量。",
}
