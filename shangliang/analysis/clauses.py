"""What each clause of an official reply does: thank, confirm receipt, pass on, promise, or say something.

The words are those that offices use. A clause that no pattern knows counts as substance, so an unusual sentence
is never taken for an empty one.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a clause does. Only SUBSTANCE says something on the matter."""

    COURTESY = "courtesy"
    RECEIPT = "receipt"
    ECHO = "echo"  # names the matter again
    CONTACT = "contact"  # a telephone, an invitation to call
    NO_DETAIL = "no_detail"  # the writer left out what is needed
    TRANSFER = "transfer"  # handed to another office to deal with
    PASS_ON = "pass_on"  # will be told to others
    ELSEWHERE = "elsewhere"  # not ours, ask there
    STUDY = "study"  # will be considered, without saying when or in what
    PROMISE = "promise"  # will be dealt with or answered later, without saying how
    ROUTINE = "routine"  # words of office and of the message, and nothing else
    SUBSTANCE = "substance"


@dataclass(frozen=True)
class Clause:
    """A piece of a reply between two marks, and what it does."""

    text: str
    kind: Kind


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_YOU = "(?:(?:您|你)们?)"
# In this order: the first kind that fits decides.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.NO_DETAIL,
        _any(
            rf"{_YOU}(?:的)?\w{{0,12}}(?:没有|没|未|未能)(?:留下?|提供|填写|说明|告知|注明|明确)",
            r"(?:没有|未)(?:留下?|提供)(?:任何|具体|详细)?\w{0,4}(?:联系|电话|个人|姓名)",
            rf"(?:无法|不能)(?:及时|准确|直接)?(?:与|和){_YOU}\w{{0,6}}(?:联系|沟通)",
            rf"(?:无法|不能)(?:根据{_YOU})?\w{{0,10}}(?:得知|查询具体|了解(?:详细|具体)|核实{_YOU}|联系|登记)",
            r"匿名",
        ),
    ),
    (
        Kind.COURTESY,
        _any(
            r"^(?:最后|再次|首先|在此|同时|并|也|很|非常|十分|衷心|诚挚|真诚|特|我\w{1,4})*(?:表示|致以)?(?:的)?(?:感谢|谢谢|多谢)",
            r"(?:表示|深表|致以)(?:衷心|诚挚|由衷)?(?:的)?(?:感谢|谢意|歉意|理解)",
            r"^祝(?:您|你|愿|阖家|大家|工作|生活|身体|好)",
            r"敬请(?:您)?(?:谅解|理解|监督|关注|放心)",
            rf"(?:请|望|希望|恳请)(?:{_YOU}|各位\w{{0,3}}|广大\w{{2,4}})?(?:能|给予|予以|多|多加)?(?:谅解|理解|支持|体谅|包涵|放心)",
            r"带来(?:的|了)?(?:诸多|一定|很多)?(?:的)?不便|最大的?动力|一如既往|百忙之中|宝贵(?:的)?(?:意见|建议)(?:和建议)?$",
            r"(?:欢迎|期待)(?:您|你|广大|继续|今后|多提|来信|监督|关注|批评)|继续(?:关注|关心|支持|监督)|耐心等待|^请(?:您)?(?:留意|关注|等候|等待)\w{0,10}$",
            r"(?:关心|关注|支持|理解|监督|信任|厚爱|配合|鼓励|肯定)(?:与|和|及)?(?:支持|理解|监督|关心|信任|帮助|肯定|鼓励)?$",
            r"^(?:支持|监督)我们的工作$|不妥之处|不到之处|不足之处|我们需要改进|^(?:此致|敬礼|此复|完毕|以上)$",
            r"工作顺利|身体健康|阖家幸福|万事如意|生活愉快",
            r"^(?:网友|网民)\w{0,20}$|^\w{0,24}(?:您们?|你们?|大家)好$|^(?:尊敬的)?\w{0,10}(?:网友|网民|市民|先生|女士|同志)$",
        ),
    ),
    (
        Kind.CONTACT,
        _any(
            rf"(?:如|若|假如|倘若)(?:果)?{_YOU}?(?:还|对|仍|再|需|想|有|要|在|复)?\w{{0,14}}(?:疑问|疑义|异议|不明|不清楚|不满意|线索)",
            rf"(?:如|若)(?:果)?{_YOU}?(?:还|仍|再|需要?|想|有|要)\w{{0,10}}(?:问题|意见|建议|咨询|了解|进展)",
            rf"(?:欢迎|可以?|请|敬请|建议|也可)(?:{_YOU}|随时|直接|继续|及时|再|先)*(?:来电|致电|拨打|电话|联系我|与我|来人|来访|来我)",
            r"(?:咨询|联系|服务|投诉|举报|监督|值班|办公|热线|公开)(?:电话|热线|方式|号码)|拨打|致电|来电|详(?:情|细)?(?:请)?(?:咨询|询|见)",
            r"与(?:我|本)(?:局|们|镇|委|中心|办|街道|单位|队|公司|院|校|县|区|市|处|所|社区|科)\w{0,8}联系|直接联系",
            r"^(?:联系人|联系地址|电话|地址|邮箱|邮编|网址|传真|qq)|(?:再有|遇到)(?:类似|其他)问题",
            r"我们(?:将|会)(?:为您)?(?:做|详细|热忱|竭诚|耐心|及时)?\w{0,4}(?:解答|服务|答复)$|热忱为|竭诚(?:为|欢迎)",
        ),
    ),
    (
        Kind.RECEIPT,
        _any(
            r"收悉|获悉|知悉|阅悉|悉知|如下$|(?:高度|非常|十分|极为|很)(?:的)?重视|^来信收|^留言收|(?:回复|答复)(?:您|你)$",
            rf"(?:收到|知晓|受理)(?:了)?{_YOU}?(?:的)?(?:来信|留言|反映|信件|邮件|建议|问题)?$|^(?:接到|收到){_YOU}(?:的)?\w{{2,4}}后?$",
            r"^(?:现|现就|现将|特|兹|并|对此)\w{0,30}(?:回复|答复|反馈|说明|解答)$|^(?:特此|专此|谨此|此)(?:回复|答复|函复|复)?$",
            r"^\w{0,8}已(?:经)?(?:通过)?(?:电话|短信|当面|前期)?\w{0,4}(?:答复|回复|回复过|答复过)(?:您|过)?$|^请(?:您)?(?:参[见看]|查看)|电话(?:沟通|联系)$",
            rf"^{_YOU}(?:的)?(?:来信|留言|信件|反映)$|(?:作出|做出)\w{{0,4}}(?:回复|答复)$|^以上(?:是|为|情况|回复|答复|意见)",
            r"(?:立即|及时|迅速|第一时间|专门|马上|随即)\w{0,6}(?:组织|安排|责成|责令|指派|召集|进行|开展)\w{0,30}(?:调查|核实|核查|处理|研究|了解|办理|力量|部署|会商)$",
            r"^(?:经(?:我\w{1,6})?)?(?:认真)?(?:调查|核实|核查|了解|研究|查)(?:了解|核实|处理|情况)*$|已(?:经)?(?:全部)?收集(?:整理)?$|已记录|做好\w{0,4}记录$",
            r"^(?:据查|据了解|经查实|据悉|目前|现|近期|下一步|另外|同时|此外|因此|故|所以|其次|首先|一是|二是|三是|第?\d+|第?[一二三四五六七八九十])$",
        ),
    ),
    (
        Kind.TRANSFER,
        _any(
            r"(?:已|将|已经|会|及时|现)\w{0,24}(?:转交|转至|转给|转发|转达|批转|转办|转送|移送|交办)(?:给|至|到|由)?\w{0,24}$",
            r"(?:已|将|会)转(?:给|至|到|由)?\w{2,16}(?:办理|处理|核实|核查|调查|答复|回复|阅处|部门|单位|局|委)$",
            r"交由\w{2,20}(?:办理|处理|核实|调查|答复)$|等待\w{0,8}(?:处理|答复|回复|办理)(?:结果)?$",
        ),
    ),
    (
        Kind.ELSEWHERE,
        _any(
            r"不(?:属于?|在|归|是)\w{0,20}(?:管辖|职责|职权|管理|受理|业务|权限|范围|负责|审批)|(?:只|仅)(?:是)?负责|无权",
            rf"(?:建议|请|可|须|需|应)(?:{_YOU}|直接|先|自行|持\w{{2,10}}|就\w{{2,12}})*(?:向|到|找|去|跟|和|与|咨询|联系|登录|登陆)\w{{2,30}}(?:反映|咨询|投诉|了解|询问|反馈|联系|申诉|举报|查询|协商)",
            rf"(?:建议|请){_YOU}?(?:直接|就\w{{2,16}})?(?:咨询|联系)\w{{2,24}}|请向\w{{2,24}}",
            r"(?:司法|法律|诉讼|仲裁)(?:途径|程序|渠道|手段)|涉及(?:到)?\w{0,16}(?:问题|业务|职责|纠纷)$",
            r"由\w{2,16}(?:管辖|主管|负责管理)|应由\w{2,12}负责|请找\w{2,12}(?:解决|处理|办理)|没有\w{0,6}(?:权限|管辖权)|属于?\w{2,20}(?:管辖|职责|业务|管理|职权|范围)",
        ),
    ),
    (
        Kind.PASS_ON,
        _any(
            rf"(?:向|给)\w{{2,20}}(?:反映|汇报|反馈|报告|提出建议|建议|呼吁|转达|请示){_YOU}?(?:的)?(?:诉求|建议|意见|情况)?$",
            r"(?:如实)?(?:上报|呈报|报告)(?:给|至|到)?\w{0,16}(?:部门|单位|领导|上级|政府)|反映给|反馈给|汇报给|作为\w{0,10}参考",
        ),
    ),
    (
        Kind.PROMISE,
        _any(
            r"^\w{0,8}(?:尽快|抓紧|及时|尽早|安排|组织|指派)(?:专人|人员|力量)?(?:进行)?(?:核实|调查|核查)?(?:处理|解决|办理|落实|核实)$",
            r"^有\w{0,4}(?:结果|进展|消息)\w{0,8}(?:回复|答复|告知|通知|联系|公布)\w{0,2}$",
            r"^\w{0,14}正在\w{0,6}(?:调查|核实|核查|处理|办理)(?:之)?中?$",
            r"(?:及时|适时|另行|届时|稍后|再)(?:向|给|予以|将)?\w{0,8}(?:告知|答复|回复|反馈)(?:您|你)?$",
        ),
    ),
    (
        Kind.STUDY,
        _any(
            r"(?:将|会|拟|予以|给予|进一步|认真|充分|积极|加以|适时|综合|统筹|一并|再|抓紧|继续|逐步)\w{0,26}(?:研究|论证|考虑|梳理|参考|采纳|吸收|吸纳|借鉴|研判|斟酌|酌情|努力|争取|改进)",
            r"^\w{0,14}正在\w{0,6}研究(?:之)?中?$",
            rf"^(?:并)?(?:认真|充分|积极|科学)(?:研究|考虑|梳理|论证|采纳|制定)|会结合|(?:考虑|采纳){_YOU}的|^进行研究$|收集(?:和)?整理$",
            r"^(?:并)?(?:最大限度|努力|全力|尽力|不断|切实|更好地?)(?:地)?(?:为|改进|满足|提高|提升|改善|做好|维护|保障|解决|推动)|贡献\w{0,8}力量",
            r"我们(?:将|会)(?:努力|继续努力|尽力|不断)|(?:在)?(?:今后|以后|将来|未来)的?\w{0,20}(?:工作)?中$",
            r"(?:如|若)(?:有|出台)\w{0,16}(?:政策|进展|消息|规定)|(?:及时|适时)\w{0,8}(?:公布|通报)",
        ),
    ),
    (
        Kind.ECHO,
        _any(
            rf"^{_YOU}(?:所|在|对|关于)?\w{{0,30}}(?:反映|提出|咨询|提到|投诉|举报|说|述|提及|留言|来信|关注|反应|关心)\w{{0,12}}$",
            rf"^{_YOU}(?:关于|对)\w{{0,60}}(?:问题|情况|建议|意见)$|^(?:根据|针对){_YOU}\w{{0,30}}(?:问题|情况|信息|反映|留言)$",
            r"^(?:关于|针对|就|对|对于|有关)\w{0,60}(?:问题|情况|建议|事宜|意见|咨询|来信|诉求|留言|事项|反映|质疑|投诉|事|请求|帖子|方面|结果)$",
            rf"^(?:关于|针对|对于?){_YOU}\w{{0,60}}$|(?:向|给)\w{{1,10}}(?:书记|市长|县长|区长|局长|部长|主任)留言|问政",
        ),
    ),
)

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|</?[a-zA-Z][^<>]{0,400}>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|br|div|li|tr|h\d)\b[^<>]*>", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\f\v\u00a0\u3000]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_ENDS = re.compile(r"[。!?;\n]+")
_MARKS = re.compile("[,:]+(?!\\d)|(?<!\\d)[,:]+")
# Where the next thought begins without a mark.
_BEGINS = re.compile(r"(?<=\w)(?=如果您|如您|如有疑问|感谢您|欢迎您|建议您)")
_OUTER = " \"'“”‘’()[]【】.-—~…"
_INNER = re.compile(r"[\s\"'“”‘’《》()【】\[\]、]")
_SALUTE = re.compile(
    r"^\W*(?:尊敬的|亲爱的)?\W*[\w×*]{0,24}\W{0,3}(?:网友|网民|市民|同志|先生|女士|来信人|朋友|居民|业主|家长)?"
    r"\W*(?:[\"“”‘’][^\"“”‘’]{0,30}[\"“”‘’])?\W*(?:您们?|你们?|大家)好\W*"
)
_DATE = re.compile(r"(?:[12]\d{3}|二[〇○零oO0]\w{2}) *[-年./] *\w{1,3} *[-月./] *\w{1,3} *日?$")
_OFFICE = re.compile(
    r"[\w×()]{2,24}(?:局|委|委员会|办|办公室|办事处|政府|中心|处|科|股|队|站|所|公司|集团|宣传部|工作组|社区|街道|部|院|校|台|室)"
)
_MASKED = re.compile(r"×{3,}|\*{3,}|\d{3,4}-?[\d×*]{5,}|\d{7,}|(?<!\d)1[12]\d{3}(?!\d)")
_CONCRETE = re.compile(r"\d+年|\d+月|年底|月底|年内|明年|下半年|上半年|《|\d{3,}")


def plain(text: str) -> str:
    """Text without the remains of web pages; width folded; its lines kept."""
    bare = html.unescape(html.unescape(text.replace("_x000D_", "")))
    bare = _TAG.sub("", _BREAK.sub("\n", bare)).replace("\u200b", "")
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", bare)).strip()


def han(text: str) -> int:
    """How many Chinese letters a text has."""
    return len(_HAN.findall(text))


def clauses(reply: str) -> list[Clause]:
    """The clauses of a reply in their order, without salutation, signature and date."""
    found: list[Clause] = []
    for sentence in _ENDS.split(_SALUTE.sub("", plain(reply), count=1)):
        before = None
        for piece in _MARKS.split(_BEGINS.sub(",", sentence)):
            text = _DATE.sub("", piece.strip(_OUTER)).strip(_OUTER)
            if han(text) < 2:
                continue
            what = kind(text)
            if what is Kind.ELSEWHERE and before is Kind.CONTACT:  # "for more questions, please ask …"
                what = Kind.CONTACT
            before = what
            found.append(Clause(text, what))
    while len(found) > 1 and found[-1].kind is Kind.SUBSTANCE and _signs(found[-1].text):
        found.pop()
    return found


def _signs(text: str) -> bool:
    """The name of an office or a person, as at the end of a letter."""
    return bool(_OFFICE.fullmatch(_INNER.sub("", text))) or han(text) == len(text) < 4


def kind(text: str) -> Kind:
    """What one clause does."""
    bare = _INNER.sub("", text)
    if _MASKED.search(bare) and han(_MASKED.sub("", bare)) < 8:
        return Kind.CONTACT
    for name, pattern in _KINDS:
        if pattern.search(bare):
            # A promise with a date, a document or a number is more than a promise.
            return Kind.SUBSTANCE if name in (Kind.STUDY, Kind.PROMISE) and _CONCRETE.search(text) else name
    return Kind.SUBSTANCE


def letters(found: Sequence[Clause], *kinds: Kind) -> int:
    """Chinese letters in the clauses of these kinds."""
    return sum(han(clause.text) for clause in found if clause.kind in kinds)
