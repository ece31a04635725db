"""Two lists of invented texts with a known answer: asks of departments, and concerns of which 60 % have their ask.

The noise on a true pair: another phrasing of the matter (one in six), clauses dropped and added, the place with
its district before it or without the word for its kind, greetings and closings. Of the rest, half are traps: the
very words of an ask about another place; the other half are matters that nobody asks about.
"""

import itertools
import random

from shangliang.analysis.match import Entry

# Each matter in three phrasings that have one telling word in common.
MATTERS = [
    ("老旧楼房加装电梯推进缓慢", "没有电梯，老人上下楼困难，盼望早日装上", "加装电梯的邻里协商难以达成一致"),
    ("停车位严重不足，车辆占道停放", "下班回来找不到停车位", "乱停车堵住消防通道，停车泊位缺口很大"),
    ("夜间施工噪声影响休息", "工地施工半夜还在打桩，吵得睡不着", "施工车辆通宵进出，噪声很大"),
    ("生活垃圾清运不及时", "垃圾几天没人清运，气味难闻", "垃圾堆放点离住户太近，清运车常常不来"),
    ("公交线路少，候车时间长", "等公交要半小时以上，上班经常迟到", "公交应增开班次，延长末班车时间"),
    ("路灯损坏长期无人维修", "路灯不亮，晚上一片漆黑", "路灯老化，亮灯率偏低"),
    ("雨天积水严重，排水管网老化", "一下大雨就积水，车都开不过去", "排水不畅，下雨就积水倒灌"),
    ("物业服务差，收费不透明", "物业费涨了，保洁却没人做", "物业公共收益没有公示，业主委员会迟迟不能成立"),
    ("幼儿园学位紧张，普惠园偏少", "孩子上不了附近的公办幼儿园", "幼儿园入园难，需要增加托位"),
    ("助餐点少，老人吃饭不方便", "独居老人中午没有热饭吃，盼望助餐", "老人助餐服务应当覆盖更多街坊"),
    ("自来水水压低，高层经常停水", "自来水早晚高峰洗不了澡", "自来水二次供水设施需要改造"),
    ("餐饮油烟直排，异味扰民", "烧烤店的油烟飘进卧室不敢开窗", "饭馆油烟没有净化设备，投诉多次"),
    ("校门口交通秩序混乱", "接送学生时段校门口堵成一团", "学生从校门口过马路没有红绿灯"),
    ("健身场地和绿地太少", "想健身没有去处，球场要收费", "健身步道建设滞后，绿地被占"),
    ("产权证多年办不下来", "房子住了五年还没有产权证", "产权证登记的历史遗留难题迟迟未解"),
    ("拖欠工人工资", "工人干完活拿不到工资，春节前等着回家", "工人工资被分包商克扣"),
    ("充电桩数量少，电动车飞线充电", "楼道里拉电线给电动车充电，容易起火", "电动车充电桩不够用"),
    ("外墙瓷砖脱落，存在安全隐患", "外墙往下掉，差点砸到人", "外墙开裂渗水，急需维修资金"),
    ("社区卫生站药品不全", "慢性病在卫生站配不到药品", "卫生站家庭医生签约后见不到人"),
    ("河道水体发黑发臭", "河道气味刺鼻，夏天蚊子成群", "污水直排河道，岸线环境需要整治"),
    ("坝坝舞音响过大", "跳坝坝舞的音响从早放到晚", "坝坝舞缺少管理时段"),
    ("菜摊环境脏乱，占道经营", "菜摊占了人行道，污水横流", "菜摊的升级改造应当加快"),
    ("小微企业融资难", "小微企业周转困难，银行不肯放款", "小微企业担保费率高，贷款手续繁琐"),
    ("冷链物流成本高，农产品卖不出去", "农产品烂在地里，没有人来收购", "农产品冷链和快递网点需要补贴"),
]
_DETAILS = [
    "已经反映过三次", "周边住着两千多户", "去年承诺过没有兑现", "希望先做试点", "涉及好几个单位", "居民愿意分担一部分费用",
    "照片可以另外提供", "邻近的区早已改好", "天热的时候更加明显", "老人和孩子受影响最大", "请给出明确的时间", "需要几家单位一起会商",
    "目前只做了一半", "资金来源尚未落实", "曾经上过报纸", "人大代表也提过", "现场情况每天都一样", "高峰时段最突出",
]  # fmt: skip
_OPENINGS = ["", "", "尊敬的领导您好，", "我是一名普通居民，", "委员调研时了解到，", "群众来信说，"]
_ASKING = ["请委员协助调研：", "希望政协帮助推动：", "恳请提出建议：", "本部门工作中的难点："]
_CLOSINGS = ["", "希望有关部门尽快解决。", "请予以重视。", "盼回复。", "建议列入明年计划。"]
_KINDS = ["小区", "花园", "路", "街道", "村", "小学", "中学", "广场", "市场", "公园", "家园", "社区"]
_FIRST = "清云望石东白枫听长杏松月紫南北银柳桂金安翠锦华福新永康景平泰昌盛荣德义仁"
_LAST = "溪杉江榴篱鹭桥泉亭林涛湖藤塘岭果堤苑穗宁山秀明源河峰岩洲浦渡坪坡港畈冲"
_AREAS = ["城东", "滨江", "高新", "老城", "开发"]


def lists(concerns: int, asks: int, seed: int = 3) -> tuple[list[Entry], list[Entry], dict[str, str]]:
    """Concerns, asks, and the ask of each concern that has one (by id)."""
    rng = random.Random(seed)
    names = ["".join(pair) for pair in itertools.product(_FIRST, _LAST)]
    spots = [(name, kind) for name in names for kind in _KINDS]
    told = set()
    while len(told) < asks:
        told.add((rng.choice(spots), rng.randrange(len(MATTERS)), rng.randrange(3)))
        if len({(spot, matter) for spot, matter, _ in told}) < len(told):
            told = set(
                {(spot, matter): (spot, matter, phrase) for spot, matter, phrase in sorted(told)}.values()
            )
    wanted = sorted(told)
    rng.shuffle(wanted)
    known = {(spot, matter) for spot, matter, _ in wanted}
    second = [
        Entry(f"B{k:05d}", _ask(rng, spot, matter, phrase)) for k, (spot, matter, phrase) in enumerate(wanted)
    ]
    first, right = [], {}
    for k in range(concerns):
        number = f"A{k:06d}"
        spot, matter, phrase = rng.choice(wanted)
        chance = rng.random()
        if chance < 0.6:
            right[number] = (
                second[wanted.index((spot, matter, phrase))].id
                if asks < 1_000
                else _found(second, wanted, spot, matter, phrase)
            )
            first.append(
                Entry(
                    number, _concern(rng, spot, matter, phrase if rng.random() < 3 / 4 else rng.randrange(3))
                )
            )
            continue
        if chance > 0.8:
            matter, phrase = rng.randrange(len(MATTERS)), rng.randrange(3)
        while (spot, matter) in known:
            spot = rng.choice(spots)
        first.append(Entry(number, _concern(rng, spot, matter, phrase)))
    return first, second, right


_numbers: dict[int, dict[tuple, int]] = {}


def _found(second: list[Entry], wanted: list, spot: tuple, matter: int, phrase: int) -> str:
    if id(wanted) not in _numbers:
        _numbers.clear()
        _numbers[id(wanted)] = {key: k for k, key in enumerate(wanted)}
    return second[_numbers[id(wanted)][spot, matter, phrase]].id


def _ask(rng: random.Random, spot: tuple[str, str], matter: int, phrase: int) -> str:
    details = "，".join(rng.sample(_DETAILS, rng.randint(1, 3)))
    return f"{rng.choice(_ASKING)}{''.join(spot)}{MATTERS[matter][phrase]}，{details}"


def _concern(rng: random.Random, spot: tuple[str, str], matter: int, phrase: int) -> str:
    name, kind = spot
    place = rng.choice([name + kind] * 12 + [rng.choice(_AREAS) + name + kind] * 3 + [name])
    clauses = MATTERS[matter][phrase].split("，")
    if len(clauses) > 1 and rng.random() < 0.25:
        clauses.pop()
    clauses += rng.sample(_DETAILS, rng.randint(0, 3))
    return f"{rng.choice(_OPENINGS)}{place}{'，'.join(clauses)}。{rng.choice(_CLOSINGS)}"
