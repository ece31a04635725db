"""Who plays the year besides the cast: county offices, the city's other departments, a zone, and the people in them.

They live here and not in the cast, so that the small world of the tests stays small.
"""

from __future__ import annotations

from itertools import cycle

from shangliang.modules.org import services as org
from shangliang.modules.people import services as people
from shangliang.modules.people.models import Member, Person, Sector
from shangliang.surfaces.demo.cast import SEATS as FIRST_SEATS
from shangliang.surfaces.demo.cast import SINCE, Cast
from shangliang.surfaces.demo.year.texts import lists_data, rows

DEPARTMENTS = rows("departments")  # of the city, besides those named below and in the cast
# code, parent, name, short, level, kind
UNITS = [
    ("kaifa", "yunchuan", "政协云川市委员会经济开发区工作委员会", "经开区政协工委", "county", "cppcc"),
    ("d-police", "yunchuan", "云川市公安局交通警察支队", "市交警支队", "city", "department"),
    ("d-market", "yunchuan", "云川市市场监督管理局", "市市场监管局", "city", "department"),
    ("d-commerce", "yunchuan", "云川市商务局", "市商务局", "city", "department"),
    ("d-culture", "yunchuan", "云川市文化和旅游局", "市文旅局", "city", "department"),
    ("lanxi-party", "lanxi", "中共澜溪县委办公室", "澜溪县委办", "county", "party"),
    ("lanxi-government", "lanxi", "澜溪县人民政府办公室", "澜溪县政府办", "county", "government"),
    ("lanxi-office", "lanxi", "政协澜溪县委员会办公室", "澜溪县政协办", "county", "office"),
    ("wangling-party", "wangling", "中共望岭县委办公室", "望岭县委办", "county", "party"),
    ("wangling-government", "wangling", "望岭县人民政府办公室", "望岭县政府办", "county", "government"),
    ("wangling-office", "wangling", "政协望岭县委员会办公室", "望岭县政协办", "county", "office"),
    ("lanxi-housing", "lanxi", "澜溪县住房和城乡建设局", "澜溪县住建局", "county", "department"),
    ("wangling-water", "wangling", "望岭县水务局", "望岭县水务局", "county", "department"),
    ("wangling-transport", "wangling", "望岭县交通运输局", "望岭县交通局", "county", "department"),
    *((r["code"], "yunchuan", r["name"], r["short"], "city", "department") for r in DEPARTMENTS),
]
# username, name, role, unit, title
SEATS = [
    ("meng", "孟庆海", "clerk", "d-police", "市交警支队 秩序科科长"),
    ("fang", "方志强", "clerk", "d-market", "市市场监管局 科长"),
    ("jin", "金玉珍", "clerk", "d-commerce", "市商务局 科员"),
    ("bai", "白露", "clerk", "d-culture", "市文旅局 科长"),
    ("cao", "曹兴旺", "clerk", "lanxi-housing", "澜溪县住建局 股长"),
    ("pan", "潘长江", "clerk", "wangling-water", "望岭县水务局 股长"),
    ("lu", "陆小曼", "clerk", "wangling-transport", "望岭县交通局 股长"),
    ("du", "杜鹃", "clerk", "o-government", "市政府办公室 秘书三科科长"),
    ("xie", "谢宏", "head", "d-education", "市教育局 局长"),
    ("dong", "董建军", "head", "d-urban", "市城管局 局长"),
    ("yuan", "袁立", "head", "d-transport", "市交通局 局长"),
    ("fu", "傅国华", "head", "d-health", "市卫健委 主任"),
    ("cui", "崔兰", "head", "d-civil", "市民政局 局长"),
    ("ding", "丁一帆", "head", "d-ecology", "市生态环境局 局长"),
    ("ren", "任重", "head", "d-labour", "市人社局 局长"),
    ("jia", "贾平川", "head", "d-water", "市水务局 局长"),
    ("qiu", "邱田", "head", "d-agriculture", "市农业农村局 局长"),
    ("wei", "魏东升", "signer", "lanxi-party", "澜溪县委办公室 副主任"),
    ("jiangli", "江莉", "signer", "lanxi-government", "澜溪县政府办公室 副主任"),
    ("song", "宋长林", "signer", "lanxi-office", "澜溪县政协办公室 主任"),
    ("tan", "谭卫国", "signer", "wangling-party", "望岭县委办公室 副主任"),
    ("liao", "廖静", "signer", "wangling-government", "望岭县政府办公室 副主任"),
    ("zou", "邹岭", "signer", "wangling-office", "望岭县政协办公室 主任"),
    ("tao", "陶明远", "chair", "lanxi", "澜溪县政协 主席"),
    ("yan", "严秋实", "chair", "wangling", "望岭县政协 主席"),
    ("hao", "郝平", "chair", "kaifa", "经开区政协工委 主任"),
    ("ning", "宁晓东", "secretary", "kaifa", "经开区政协工委 办公室主任"),
    ("shao", "邵春梅", "grid", "qingshi-shang", "上青村 网格员"),
    ("pang", "庞有田", "grid", "nantang-he", "荷塘村 网格员"),
    ("yu", "于海波", "member", "yunchuan", "市政协委员"),
    ("kang", "康宁", "member", "yunchuan", "市政协委员"),
    ("mo", "莫文慧", "member", "yunchuan", "市政协委员"),
    ("long", "龙跃", "member", "yunchuan", "市政协委员"),
    ("shan", "单秋生", "member", "lanxi", "澜溪县政协委员"),
    ("tian", "田惠芳", "member", "lanxi", "澜溪县政协委员"),
    ("shi2", "石岩", "member", "wangling", "望岭县政协委员"),
    ("qin", "秦桂香", "member", "wangling", "望岭县政协委员"),
    *((login, name, role, r["code"], title) for r in DEPARTMENTS for role in ("clerk", "head") if role in r
      for login, name, title in [r[role].split("|")]),
]  # fmt: skip
# username → sector, standing, what they do
MEMBERS = {
    "yu": ("医药卫生", True, "云川市第一人民医院 副院长"),
    "kang": ("科学技术", False, "云川学院 副教授"),
    "mo": ("教育", False, "云川市第三中学 教师"),
    "long": ("工商联", True, "云川市餐饮协会 会长"),
}
# Members who only put concerns on the lists: login name → name.
MEMBERS_BESIDES = {f"member{n:02}": name for n, name in enumerate(lists_data()["members"], start=1)}


def build(cast: Cast) -> None:
    """Everybody above, in the units and seats named."""
    for code, parent, name, short, level, kind in UNITS:
        if code not in cast.units:
            cast.units[code] = org.add(
                cast.units[parent], name=name, short=short, code=code, level=level, kind=kind
            )
    # One hash of the printed password does for all: hashing it thirty times would only take seconds.
    password = cast.people["wang"].password
    for username, name, role, unit, title in SEATS:
        if username not in cast.people:
            person = Person(username=username, name=name, password=password, email=f"{username}@example.org")
            person.save()
            people.seat(person, unit=cast.units[unit], role=role, starts_on=SINCE, title=title)
            cast.people[username] = person
    for username, name in MEMBERS_BESIDES.items():
        if username not in cast.people:
            person = Person(username=username, name=name, password=password, email=f"{username}@example.org")
            person.save()
            people.seat(
                person, unit=cast.units["yunchuan"], role="member", starts_on=SINCE, title="市政协委员"
            )
            cast.people[username] = person
    _members(cast)


def _members(cast: Cast) -> None:
    sectors = {s.name: s for s in Sector.objects.select_related("term").filter(term__unit__code="yunchuan")}
    for username, (sector, standing, employer) in MEMBERS.items():
        Member.objects.get_or_create(
            person=cast.people[username], term=sectors[sector].term,
            defaults={"sector": sectors[sector], "standing": standing, "employer": employer},
        )  # fmt: skip
    held = set(Member.objects.values_list("person_id", flat=True))
    new = [cast.people[u] for u in MEMBERS_BESIDES if cast.people[u].pk not in held]
    all_of = [sectors[name] for name in sorted(sectors)]
    Member.objects.bulk_create(
        Member(person=person, term=sector.term, sector=sector)
        for person, sector in zip(new, cycle(all_of), strict=False)
    )


def holders(role: str) -> dict[str, str]:
    """Code of a unit → login name of who holds this role there."""
    return {unit: username for username, _name, held, unit, _title in (*FIRST_SEATS, *SEATS) if held == role}
