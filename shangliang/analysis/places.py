"""Where a message happens: names of estates, roads, schools, areas, found by the shape of Chinese names.

The same words about another place are another matter, so the check leans to "apart": two messages agree
when a place named in one is named in the other; they are apart when both name places (or areas, or bus and
metro lines) and none meet.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import rjieba

from shangliang.analysis.records import Message
from shangliang.analysis.wording import normalise

APART, UNKNOWN, AGREE = -1, 0, 1

# In running text only the long endings are trustworthy; in a title the short ones are too.
_FIRM = (
    "幼儿园|派出所|工业园|安置区|步行街|家属区|家属院|安置小区|科技园|产业园|体育馆|图书馆|加油站|火车站|小区|花园|家园|"
    "佳园|嘉园|公馆|广场|大厦|大道|街道|小学|中学|学院|大学|医院|公园|集团|公司|市场|酒店|新城|新村|国际|公寓|驾校|机场|"
    "大桥|立交|隧道|水库|社区|镇|村|路"
)
_SHORT = "楼盘|饭店|宾馆|车站|学校|街|巷|乡|城|府|苑|园|郡|湾|庭|墅|里|厂|桥|湖|寺|弄|屯|坊"
# Words that only say what kind of place it is; a name made of nothing else is no name.
_KIND = re.compile(
    "(?:安置)?小区|社区|花园|家园|楼盘|业主|街道|大道|学校|小学|中学|学院|大学|医院|公园|集团|有限|责任|股份|公司|市场|"
    "酒店|广场|大厦|新城|新村|幼儿园|国际|公寓|路|街|巷|村|镇|乡|城|府|苑|园|郡|湾"
)
_STOP = re.compile(
    "[^\u4e00-\u9fffa-z0-9]+|尊敬|领导|您好|你好|反映|反应|投诉|举报|咨询|请问|请求|恳请|希望|建议|关于|位于|坐落|居住|附近|"
    "旁边|周边|对面|门口|楼下|里面|前面|后面|政府|法院|政策|文明|联系|配套|普惠|公办|民办|私立|开办|教育|有关|相关|中间|之间|交汇|交界|路口|我们|本人|业主|居民|住户|村民|学生|家长|老师|"
    "严重|问题|违规|违法|非法|擅自|私自|开发商|物业|噪音|噪声|扰民|施工|建设|修建|新建|规划|拆迁|征收|改造|拖欠|"
    "[在的了是与及至到从向对由往被把请让将住有这那该我你他她它们每各某为就也都又很不没等来去要给因以使已经所]|[0-9一二三四五六七八九十几]+[月年号个栋天]|楼上|上学|上班|晚上|路上|街上|上面|以上|下面|以下|今年|去年|每年|本月"
)
_TITLE_SITE = re.compile(rf"([\u4e00-\u9fffa-z0-9]{{1,8}}?)({_FIRM}|{_SHORT})(?![路道面灯况])")
_BODY_SITE = re.compile(rf"([\u4e00-\u9fffa-z0-9]{{2,8}}?)({_FIRM})(?![路道面灯况])")
_WIDE = re.compile("[\u4e00-\u9fff]{2}省|(?<![a-z])[a-z]市|^市")
_LINE = re.compile(r"(?<![a-z0-9])([a-z]?\d{1,4})(?:路(?!\d|口|段)|号线|#线)")
_AREA = re.compile(
    r"[a-z]\d{1,2}[市区县](?!大道|路|街|嘉|大桥)|[\u4e00-\u9fff]{2,3}?(?:区|县)(?!别|域|间|分|块|里|内|长|委|政)"
)
_NO_AREA = re.compile(
    "小区|社区|地区|城区|校区|园区|片区|辖区|景区|区区|山区|库区|厂区|街区|市区|郊区|院区|开发区|县区|我县|我区|各县|该区"
)
_COMMON = re.compile(
    "^(?:老旧|老|马|公|道|铁|水泥|高速|高速公|柏油|沥青|泥巴|断头|修|小|大|全|本|我|该|各|老|新|城|农|城市|商|住宅|居民|整个|整|"
    "一个|中|中小|人行|人民|中心|第?[一二三四五六七八九十]|实验|县|乡|市|区|省|政府|有关|施工|建筑|安置|自来水|垃圾|"
    "停车|菜|农贸|商业|超级|食品|幼儿|工|化工|建材|焚烧|垃圾焚烧|污水|家|学|校|居住|便民|服务|安居|集资|私人|非法|经济|房地产|物业|上班|半|绿|文明|街|大型|附近|几|两|多|广大|全国|国家|其他|任何)$"
)
_ORDINAL = re.compile("[0-9一二三四五六七八九十东西南北]")
_NEAR = 2
SAME_WORDS, ALL_WORDS = 0.6, 0.8
_FRAME = 0.6
_NAME = re.compile("[\u4e00-\u9fffa-z0-9]{2,8}")


@dataclass(frozen=True)
class Places:
    """Names found: sites, areas, lines of the title (with the place field), sites of the body; both texts."""

    title: frozenset[str]
    body: frozenset[str]
    areas: frozenset[str]
    lines: frozenset[str]
    head: str
    text: str


def sites(text: str) -> frozenset[str]:
    """Names of estates, roads, villages, schools, firms … in a title, without the word for their kind."""
    return _sites(normalise(text), _TITLE_SITE)


def areas(text: str) -> frozenset[str]:
    """Districts and counties named in a text, masked ones (a letter and a number) as well."""
    return frozenset(a for a in _AREA.findall(normalise(text)) if not _NO_AREA.search(a))


def of(message: Message) -> Places:
    """All the places of a message."""
    head, body = normalise(f"{message.title} {message.place}"), normalise(message.body)
    lines = frozenset(_LINE.findall(head))
    return Places(
        _sites(head, _TITLE_SITE), _sites(body, _BODY_SITE), areas(head), lines, head, f"{head} {body}"
    )


def _sites(clean: str, pattern: re.Pattern[str]) -> frozenset[str]:
    found = set()
    for run in _STOP.split(clean):
        if not pattern.search(run):
            continue
        bare = _AREA.sub(lambda m: m.group() if _NO_AREA.search(m.group()) else " ", _WIDE.sub(" ", run))
        for match in pattern.finditer(bare):
            name = _KIND.sub("", match.group()) if len(match.group()) > 3 else match.group(1)
            name = _trimmed(name.strip())[-6:]
            if len(name) >= _NEAR and not _COMMON.match(name) and not name.isdigit():
                found.add(name)
    return frozenset(found)


def _trimmed(name: str) -> str:
    """Without verbs, particles and numbers that ran into the name from the left."""
    for word, kind in rjieba.tag(name):
        if len(name) - len(word) < _NEAR or kind[0] not in "vpdrucmqt":
            break
        name = name[len(word) :]
    return name


@lru_cache(maxsize=2**16)
def meet(one: str, other: str) -> bool:
    """Two names mean the same place: they share most of the shorter, and differ in no number or quarter."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    for size in range(len(short), _NEAR - 1, -1):
        for start in range(len(short) - size + 1):
            part = short[start : start + size]
            if part in long:
                rest = short.replace(part, "", 1) + long.replace(part, "", 1)
                return size >= max(_NEAR, round(0.7 * len(short))) and not _ORDINAL.search(rest)
    return False


def compare(one: Places, other: Places, *, alike: float = 0.0) -> int:
    """AGREE, UNKNOWN or APART. The titles speak first; bodies are asked only where a title names nothing.

    `alike` (0 … 1) is how alike the words are. Where they are the same words, one name put in place of
    another is enough to keep messages apart; where they differ, one shared name is enough to bring them
    together.
    """
    if one.lines and other.lines and not one.lines & other.lines:
        return APART
    if alike >= SAME_WORDS and (_each_names_another(one, other) or _swapped(one, other)):
        return APART
    shared = any(name in other.text for name in one.title) or any(name in one.text for name in other.title)
    near = shared or any(meet(a, b) for a in one.title for b in other.title)
    split = bool(one.areas and other.areas and not one.areas & other.areas)
    if one.title and other.title:
        return AGREE if near and not (split and not shared) else APART
    mine, theirs = one.title or one.body, other.title or other.body
    near = near or any(meet(a, b) for a in mine for b in theirs)
    if not near and (split or (mine and theirs and alike < ALL_WORDS)):
        return APART
    return AGREE if near else UNKNOWN


def _each_names_another(one: Places, other: Places) -> bool:
    """Each title names a site, or each an area, unknown to the other; bodies if titles name none."""
    sides = [(one.title, other.title), (one.areas, other.areas)]
    if not one.title and not other.title:
        sides.append((one.body, other.body))
    return any(_missing(a, b, other.text) and _missing(b, a, one.text) for a, b in sides)


def _missing(names: frozenset[str], known: frozenset[str], text: str) -> bool:
    return any(name not in text and not any(meet(name, k) for k in known) for name in names)


def _swapped(one: Places, other: Places) -> bool:
    """The titles are one sentence in which a name was put in place of another that neither message shares."""
    match = SequenceMatcher(None, one.head, other.head, autojunk=False)
    if sum(block.size for block in match.get_matching_blocks()) < _FRAME * max(
        len(one.head), len(other.head)
    ):
        return False
    for kind, a, b, c, d in match.get_opcodes():
        mine, theirs = one.head[a:b], other.head[c:d]
        if kind == "replace" and _NAME.fullmatch(mine) and _NAME.fullmatch(theirs):
            plain = not _STOP.search(mine) and not _STOP.search(theirs) and not set(mine) & set(theirs)
            if plain and mine not in other.text and theirs not in one.text:
                return True
    return False
