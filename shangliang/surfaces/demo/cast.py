"""The cast: one fictional city with two counties, four towns, eight villages, its offices and departments, and the
people who sit there. Building it twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from shangliang.modules.org import services as org
from shangliang.modules.org.models import Brand, Field, Sector, Term, Unit
from shangliang.modules.people import services as people
from shangliang.modules.people.models import Member, Person

SINCE = date(2022, 1, 10)
PASSWORD = "shangliang-demo"

# code, parent, name, short, level, kind
UNITS = [
    ("yunchuan", "", "政协云川市委员会", "市政协", "city", "cppcc"),
    ("lanxi", "yunchuan", "政协澜溪县委员会", "澜溪县政协", "county", "cppcc"),
    ("wangling", "yunchuan", "政协望岭县委员会", "望岭县政协", "county", "cppcc"),
    ("c-proposals", "yunchuan", "市政协提案委员会", "提案委", "city", "committee"),
    ("c-economy", "yunchuan", "市政协经济委员会", "经济委", "city", "committee"),
    ("c-education", "yunchuan", "市政协教科卫体委员会", "教科卫体委", "city", "committee"),
    ("c-society", "yunchuan", "市政协社会和法制委员会", "社法委", "city", "committee"),
    ("o-cppcc", "yunchuan", "云川市政协办公室", "市政协办", "city", "office"),
    ("o-party", "yunchuan", "中共云川市委办公室", "市委办", "city", "party"),
    ("o-government", "yunchuan", "云川市人民政府办公室", "市政府办", "city", "government"),
    ("d-housing", "yunchuan", "云川市住房和城乡建设局", "市住建局", "city", "department"),
    ("d-education", "yunchuan", "云川市教育局", "市教育局", "city", "department"),
    ("d-urban", "yunchuan", "云川市城市管理局", "市城管局", "city", "department"),
    ("d-transport", "yunchuan", "云川市交通运输局", "市交通局", "city", "department"),
    ("d-health", "yunchuan", "云川市卫生健康委员会", "市卫健委", "city", "department"),
    ("d-civil", "yunchuan", "云川市民政局", "市民政局", "city", "department"),
    ("d-ecology", "yunchuan", "云川市生态环境局", "市生态环境局", "city", "department"),
    ("d-labour", "yunchuan", "云川市人力资源和社会保障局", "市人社局", "city", "department"),
    ("d-water", "yunchuan", "云川市水务局", "市水务局", "city", "department"),
    ("d-agriculture", "yunchuan", "云川市农业农村局", "市农业农村局", "city", "department"),
    ("p-minmeng", "yunchuan", "中国民主同盟云川市委员会", "民盟市委会", "city", "democratic"),
    ("b-women", "yunchuan", "云川市妇女联合会", "市妇联", "city", "body"),
    ("s-education", "yunchuan", "云川市政协教育界", "教育界", "city", "sector"),
    ("g-first", "yunchuan", "云川市政协第一委员小组", "第一小组", "city", "group"),
    ("liudi", "lanxi", "澜溪县柳堤镇", "柳堤镇", "town", "place"),
    ("shiqiao", "lanxi", "澜溪县石桥街道", "石桥街道", "town", "place"),
    ("qingshi", "wangling", "望岭县青石镇", "青石镇", "town", "place"),
    ("nantang", "wangling", "望岭县南塘乡", "南塘乡", "town", "place"),
    ("liudi-dong", "liudi", "柳堤镇堤东村", "堤东村", "village", "place"),
    ("liudi-xi", "liudi", "柳堤镇堤西村", "堤西村", "village", "place"),
    ("shiqiao-wenhua", "shiqiao", "石桥街道文华社区", "文华社区", "village", "place"),
    ("shiqiao-yingbin", "shiqiao", "石桥街道迎滨社区", "迎滨社区", "village", "place"),
    ("qingshi-shang", "qingshi", "青石镇上青村", "上青村", "village", "place"),
    ("qingshi-xia", "qingshi", "青石镇下青村", "下青村", "village", "place"),
    ("nantang-he", "nantang", "南塘乡荷塘村", "荷塘村", "village", "place"),
    ("nantang-zhu", "nantang", "南塘乡竹塘村", "竹塘村", "village", "place"),
]
# username, name, role, unit, title; the first nine are the faces of the demo
SEATS = [
    ("wang", "王秀兰", "secretary", "yunchuan", "市政协办公室 秘书科科长"),
    ("chen", "陈立群", "chair", "yunchuan", "市政协副主席"),
    ("lin", "林晓梅", "member", "yunchuan", "市政协委员"),
    ("zhao", "赵国栋", "leader", "yunchuan", "副市长"),
    ("sun", "孙建平", "dispatcher", "yunchuan", "市政府督查室 副主任"),
    ("liu", "刘敏", "clerk", "d-housing", "市住建局 办公室主任科员"),
    ("hou", "侯明亮", "head", "d-housing", "市住建局 局长"),
    ("zhou", "周小琴", "grid", "shiqiao-wenhua", "文华社区 网格员"),
    ("qian", "钱志远", "signer", "o-party", "市委办公室 副主任"),
    ("shi", "施文", "signer", "o-government", "市政府办公室 副主任"),
    ("yao", "姚静", "signer", "o-cppcc", "市政协办公室 主任"),
    ("gao", "高翔", "secretary", "lanxi", "澜溪县政协 提案委主任"),
    ("luo", "罗永胜", "secretary", "wangling", "望岭县政协 办公室主任"),
    ("tang", "唐海燕", "clerk", "d-education", "市教育局 督学"),
    ("xu", "徐凯", "clerk", "d-urban", "市城管局 科长"),
    ("he", "何丽", "clerk", "d-transport", "市交通局 科员"),
    ("ma", "马超群", "clerk", "d-health", "市卫健委 科长"),
    ("hu", "胡青", "clerk", "d-civil", "市民政局 科长"),
    ("guo", "郭涛", "clerk", "d-ecology", "市生态环境局 科长"),
    ("zhu", "朱红", "clerk", "d-labour", "市人社局 科长"),
    ("ye", "叶舟", "clerk", "d-water", "市水务局 科长"),
    ("shen", "沈禾", "clerk", "d-agriculture", "市农业农村局 科长"),
    ("wu", "吴桂芳", "grid", "liudi-dong", "堤东村 网格员"),
    ("deng", "邓小军", "member", "yunchuan", "市政协委员"),
    ("feng", "冯雅琴", "member", "yunchuan", "市政协委员"),
    ("jiang", "蒋振华", "member", "yunchuan", "市政协委员"),
    ("fan", "范文博", "convener", "p-minmeng", "民盟云川市委会 主委"),
    ("shu", "舒丽华", "convener", "s-education", "市政协教育界 召集人"),
    ("gu", "顾志强", "convener", "g-first", "市政协第一委员小组 组长"),
    ("wen", "温繁星", "convener", "c-education", "市政协教科卫体委员会 主任"),
]
MEMBERS = {"lin": 13, "deng": 21, "feng": 31, "jiang": 14}  # username → order of the sector
ACTING = {"s-education": "教育"}  # a sector that acts as one: its unit → its name
SECTORS = [
    "中国共产党", "民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "无党派人士", "共青团和青联",
    "总工会", "妇联", "工商联", "科协", "台联", "侨联", "文化艺术", "科学技术", "社会科学", "经济", "农业",
    "教育", "体育", "新闻出版", "医药卫生", "社会福利和社会保障", "环境资源", "少数民族", "宗教", "特邀",
    "社区和基层治理",
]  # fmt: skip
BRANDS = [
    ("yunchuan", "", "有事多商量·云商量", "有事好商量，众人的事情由众人商量"),
    ("lanxi", "有事多商量·云商量", "澜溪夜话", "板凳会上把事说开"),
    ("wangling", "有事多商量·云商量", "岭上有约", "山里的事，山里商量"),
    ("c-education", "有事多商量·云商量", "教科卫体面对面", "一委一品"),
]
# name, department, livelihood
FIELDS = [
    ("城乡建设", "d-housing", True), ("教育文体", "d-education", True), ("城市管理", "d-urban", True),
    ("交通运输", "d-transport", True), ("卫生计生", "d-health", True), ("民政养老", "d-civil", True),
    ("环境保护", "d-ecology", True), ("劳动和社会保障", "d-labour", True), ("水务水利", "d-water", True),
    ("农业农村", "d-agriculture", True), ("商贸旅游", "o-government", True), ("经济发展", "o-government", False), ("党务政务", "o-party", False),
]  # fmt: skip


FACES = 12  # of SEATS: those that the sign-in table names


def who() -> str:
    """Who can sign in as whom; empty when the cast is not here."""
    places = {code: short for code, _parent, _name, short, _level, _kind in UNITS}
    lines = [f"  {u:<8}{name}　{places[unit]} {title}" for u, name, _r, unit, title in SEATS[:FACES]]
    there = Person.objects.filter(username=SEATS[0][0]).exists()
    return f"可以这样登录 Sign in with password {PASSWORD}\n" + "\n".join(lines) if there else ""


@dataclass
class Cast:
    """Everybody and every place, by code and by login name."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    brands: dict[str, Brand] = field(default_factory=dict)


@transaction.atomic
def build() -> Cast:
    """The cast, made where it is missing."""
    cast = Cast(units={u.code: u for u in Unit.objects.all()})
    for code, parent, name, short, level, kind in UNITS:
        if code not in cast.units:
            above = cast.units[parent] if parent else None
            cast.units[code] = org.add(above, name=name, short=short, code=code, level=level, kind=kind)
    _seat_people(cast)
    _name_things(cast)
    return cast


def _seat_people(cast: Cast) -> None:
    cast.people = {p.username: p for p in Person.objects.all()}
    # Hashed once for all: the password is printed at every start, and each hash costs a quarter of a second.
    missing = any(username not in cast.people for username, *_rest in SEATS)
    password = make_password(PASSWORD) if missing else ""
    for username, name, role, unit, title in SEATS:
        if username in cast.people:
            continue
        mail = f"{username}@example.org"
        cast.people[username] = Person.objects.create(
            username=username, name=name, password=password, email=mail
        )
        people.seat(cast.people[username], unit=cast.units[unit], role=role, starts_on=SINCE, title=title)


def _name_things(cast: Cast) -> None:
    city = cast.units["yunchuan"]
    term, _ = Term.objects.get_or_create(
        unit=city, number=9, defaults={"starts_on": SINCE, "ends_on": date(2027, 1, 9)}
    )
    # Each list is read at once: every test builds the cast, and nearly always all of it is there.
    sectors = {s.name: s for s in Sector.objects.filter(term=term)}
    for order, name in enumerate(SECTORS, start=1):
        if name not in sectors:
            sectors[name] = Sector.objects.create(term=term, name=name, order=order)
    for code, name in ACTING.items():
        if sectors[name].unit_id is None:
            sectors[name].unit = cast.units[code]
            sectors[name].save(update_fields=["unit"])
    seated = set(Member.objects.filter(term=term).values_list("person_id", flat=True))
    for username, order in MEMBERS.items():
        person = cast.people[username]
        if person.pk not in seated:
            sector = sectors[SECTORS[order - 1]]
            Member.objects.create(person=person, term=term, sector=sector, employer="云川市")
    cast.brands = {b.name: b for b in Brand.objects.filter(name__in=[name for _u, _p, name, _m in BRANDS])}
    for unit, parent, name, motto in BRANDS:
        if name not in cast.brands:
            above = cast.brands.get(parent)
            cast.brands[name] = Brand.objects.create(
                unit=cast.units[unit], name=name, motto=motto, parent=above
            )
    cast.fields = {f.name: f for f in Field.objects.filter(unit=city, name__in=[f[0] for f in FIELDS])}
    for order, (name, department, livelihood) in enumerate(FIELDS):
        if name not in cast.fields:
            cast.fields[name] = Field.objects.create(
                unit=city, name=name, department=cast.units[department], livelihood=livelihood, order=order
            )
