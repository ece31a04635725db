"""The words of a message: width and case folded, masks removed, greetings and officialese left out."""

import re
import unicodedata

import rjieba

_MASK = re.compile(r"[*×#]{2,}|https?://[!-~]+|\s+")
_AREA = re.compile(r"[a-z]\d{0,2}(?:市|区|县|州)|[\u4e00-\u9fff]{2}省")
_BOILER = re.compile(
    "尊敬的?|敬爱的|亲爱的|[\u4e00-\u9fff]?(?:书记|市长|县长|区长|局长|部长|省长|镇长|主任)|各位|领导们?|您好|你好|"
    "谢谢您?|感谢|百忙之中|抽空|抽时间|打扰|投诉|举报|咨询|反映|反应|请问|请求|恳请|恳求|呼吁|希望|盼望?|强烈|建议|关于|"
    "有关部门|相关部门|主管部门|政府|问题|解决|尽快|尽早|处理|回复|答复|为何|为什么|怎么|什么时候|何时|本人|我们|我|"
    "严重|一直|可以|能否|是否|没有|现在|已经|进行|因为|所以|但是|这个|那个|如果|谁来|管一管"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def normalise(text: str) -> str:
    """Width and case folded (NFKC), masks, links and white space removed."""
    return _MASK.sub("", unicodedata.normalize("NFKC", text).lower())


def substance(text: str) -> str:
    """Normalised text in which greetings, officialese and names of whole areas give way to blanks."""
    return bare(normalise(text))


def bare(clean: str) -> str:
    """As `substance`, of a text that is normalised already."""
    return _BOILER.sub(" ", _AREA.sub(" ", clean))


def words(text: str) -> list[str]:
    """Words of a clean text; single letters and marks are left out."""
    return [word for word in rjieba.cut(text) if (len(word) > 1 and not word.isspace()) or _HAN.match(word)]
