"""Whether a clause of a reply tells the writer anything: words that are neither routine nor the writer's own.

clauses.py knows what common sentences do. Offices have endless others for "we got it, we shall see to it", but
their words are few: once these, the offices named as receivers, and what is copied from the message are taken
away, an empty sentence has nothing left. What was copied counts only where something is said of it
("the lamp *is repaired*", "*cannot* be built").
"""

import re

_LEAST = 2  # letters in a row that tell something; one alone is most often the rest of a word
_FROM_TITLE, _FROM_BODY = 2, 3  # letters in a row that count as copied
_COPY = "\ue000"  # stands for what was copied, in a clause taken apart; no text has it

# Words of office: who, the letter, what is done with it, how, thanks and wishes, joints of a sentence.
_ROUTINE = (
    "工作人员 人员 人民 街道 社区 分流 放在 第一位 心上 点子 参与 离不开 贡献 负责同志 负责人 相关负责 "
    "责任单位 责任部门 承办单位 主办单位 有关部门 相关部门 职能部门 主管部门 有关单位 相关单位 各部门 "
    "多个部门 各单位 部门 单位 科室 领导 同志 专人 专班 属地 当地 辖区 上级 下级 我局 我委 我办 我镇 我区 "
    "我市 我县 我处 我院 我校 我中心 我单位 我街道 本局 本单位 我方 我们 咱们 您们 你们 大家 自己 网友 "
    "网民 市民 群众 来信人 投诉人 留言人 反映人 诉求人 当事人 先生 女士 朋友 广大 您 你 来信 来函 来电 "
    "来访 信件 信函 邮件 留言 帖子 帖文 网帖 来帖 诉求 咨询 投诉 举报 反映 反应 提出 提到 提及 所述 所说 "
    "所提 所反 问题 情况 事项 事宜 事情 意见 建议 请求 要求 疑问 心情 困难 内容 信息 线索 材料 工单 编号 "
    "系统 平台 热线 短信 电话 手机 号码 邮箱 联系方式 联系 收悉 收到 知悉 获悉 阅悉 知晓 了解 掌握 详细 "
    "已阅 阅处 阅示 批阅 登记 记录 录入 备案登记 受理 接收 接到 签收 收集 汇总 梳理 整理 归纳 转交 转办 "
    "转送 转至 转给 转达 转发 移交 移送 移转 批转 批示 交办 交由 交给 分派 派发 派单 下派 流转 分转 呈报 "
    "呈送 报送 上报 报告 汇报 反馈 告知 通知 通报 回复 答复 回应 回告 函复 复函 作答 解答 说明 解释 沟通 "
    "对接 衔接 协调 协商 会商 商议 商讨 讨论 召集 督促 督办 督查 跟踪 跟进 跟办 关注 关切 关心 重视 认真 "
    "高度 十分 非常 极为 特别 积极 主动 全力 努力 尽力 尽快 尽早 尽量 抓紧 加快 加紧 及时 立即 马上 迅速 "
    "第一时间 当即 随即 即刻 即日 近期 近日 目前 现在 眼下 届时 稍后 随后 后续 之后 今后 以后 将来 下一步 "
    "下步 下阶段 期间 过程 进一步 进展 进度 结果 结论 结束后 完毕后 完成后 清楚后 核实后 调查后 核实 核查 "
    "调查 查证 查实 查明 核对 走访 查看 查清 摸底 研究 研判 论证 分析 考虑 斟酌 参考 处理 处置 办理 办结 "
    "办复 解决 落实 整改到位 推进 推动 安排 部署 组织 开展 进行 采取 措施 行动 办法 方式 途径 渠道 程序 "
    "流程 步骤 依法 依规 依纪 依程序 按照 根据 依据 按规定 有关规定 相关规定 规定 政策 法律 法规 职责 "
    "职能 职权 权限 范围 分工 负责 责成 责令 指派 委派 指定 涉及 关于 针对 有关 相关 具体 实际 真实 客观 "
    "公正 公开 妥善 稳妥 切实 确保 保证 保障 维护 权益 合法 合理 满意 放心 耐心 等待 等候 留意 查收 查询 "
    "查阅 见谅 谅解 理解 支持 配合 监督 信任 帮助 鼓励 肯定 感谢 谢谢 多谢 感激 致谢 致以 表示 衷心 诚挚 "
    "真诚 由衷 欢迎 继续 一如既往 建言献策 献计献策 出谋划策 宝贵 很好 非常好 良好 中肯 热心 热情 祝愿 "
    "祝您 祝 愉快 顺利 健康 幸福 快乐 如意 安康 生活 工作 学习 身体 阖家 全家 家庭 新年 节日 改进 改善 "
    "提高 提升 完善 加强 加大 力度 水平 服务 质量 效率 效能 作风 建设 发展 事业 城市 社会 经济 各项 不断 "
    "更好 更加 为民 便民 贴心 优质 满足 需求 期待 期望 希望 盼望 欢迎您 动力 使命 责任 义务 担当 本职 "
    "日常 提供 给予 予以 给到 作出 做出 做好 做到 尽到 存在 发现 带来 造成 不便 歉意 抱歉 遗憾 首先 其次 "
    "最后 同时 此外 另外 再次 并且 而且 以及 因此 所以 因为 由于 如果 如有 若有 如需 若需 仍有 还有 其他 "
    "其它 任何 需要 必要 应当 必须 将会 将要 准备 打算 正在 已经 曾经 目前正 直接 统一 分别 逐一 逐项 "
    "一一 一并 全部 所有 每个 多次 另行 以便 以免 便于 为了 为您 对您 向您 给您 与您 同您 请您 让您 使您 "
    "望您 对此 特此 此致 敬礼 此复 专此 谨此 如下 以下 上述 以上 前述 附后 附件 小时 工作日 日内 天内 "
    "时限 期限 拨打 致电 垂询 前往 窗口 现场 大厅 一楼 二楼 三楼 上班时间 办公时间 详情 官网 网站 公众号 "
    "高兴 很高兴 荣幸 乐意 竭诚 随时 方便 是否 能否 何时 怎么 如何 什么 哪里 哪些 办理中 处理中 之中 方面 "
    "角度 层面 进程 时候 消息 动态 保持 畅通 仔细 立刻 分管 主要 专题 专门 会议 书面 口头 当面 面对面 "
    "上门 回访 见面 阅读 看到 看过 听到 得知 来自 送达 到位 到底 一定 肯定会 深入 全面 细致 多方 综合 "
    "统筹 积极性 情形 实情 属地管理 原则 推诿 拖延 承诺 请示 报请 呈请 审批领导 阅知 知照 望 盼 烦请 劳烦 "
    "麻烦 恳请 敬请 谨请"
)
_WORDS = re.compile("|".join(sorted(set(_ROUTINE.split()), key=lambda word: (-len(word), word))))
# An office that a thing goes to, or that speaks; its name is no news.
_OFFICE = re.compile(
    "(?:[由向转给交至到请与和经]|联系|责成|督促|协调|我|本|全)[\u4e00-\u9fff]{1,14}?"
    "(?:委员会|办公室|办事处|街道办|政府|大队|支队|公司|集团|中心|街道|科室|科|处|局|委|办|镇|乡|所|站|院)"
)
_LINKS = re.compile(
    "[的了在是和与及对将会已就请把被为向由给其该此这那之所等并也都再又很更最各位个件次项条者们后前时间内中里上下来去到从按依据经过同有做办能可应需须"
    "要想让使着得地以于或而且即则但若如因故]|[一二两三四五六七八九十\\d]+"
)
_SAID_OF_IT = re.compile(
    f"(?:已经?|正在?|未|尚|不|没有?|暂|无|可以|均|可|能|属于?|是|为|即将|于|禁止|停止){_COPY}|"
    f"{_COPY}(?:了|完|毕|可以|属实|不|未|已|无|没有|正在|正常|[到在为是]{_COPY})"
)
_VERDICT = re.compile(
    "^(?:答案?是?)?(?:可以|不可以|不能|不行|能够?|会的?|不会|是的|不是|没有|暂无|暂不|无此?|属实|不属实|基本属实|无需|不需要?|需要|同意|不同意)\\w{0,2}$|"
    "属于(?![您你我])|属实|失实|不符|不具备|不存在|没有限制|未发现|"
    "已(?:经|全部|及时)?(?:帮|为|给|替)?[您你]?(?:解决|处理|处置|整改|修复|办结|完成|落实)(?!中|的|情况|结果)"
)
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?(?:万|亿|余|多)*(?:元|%|平方米|公里|千米|米|亩|户|台|辆|人|套|栋|分钟|点|周岁|岁|号|路|条|个|处)|\d+月|[上下]个?月|"
    "[今明后]年|年底|年内|月底|[上下]半年|[一二两三四五六七八九十半]+(?:年|个月|成|倍|万|元)|百分之"
)
_OF_THE_REPLY = re.compile("工作日|小时|日内|天内|编号|单号|联系|回复|答复|反馈|查收|电话|热线|\\d月\\d+日$")


_RUN = re.compile("[\u4e00-\u9fffa-z]+")
_TAKES_UP = re.compile(
    "^(?:[您你]们?(?:所|在|的|来信|于|曾)?\\w{0,8}?(?:反映|反应|提出|提到|咨询|投诉|举报|来信说)|关于|针对|就|对于?|反映)"
)


def tells(clause: str, title: str, body: str = "") -> bool:
    """Whether a clause says something that is neither routine nor only copied from the message (plain texts).

    The body is given only where the reply repeats what it was told; elsewhere its words are the reply's own.
    """
    bare = _letters(clause)
    if bare in _letters(body):
        return False
    if _VERDICT.search(bare):
        return True
    if _NUMBER.search(_copied(bare, title, body)) and not _OF_THE_REPLY.search(bare):
        return True
    rest = _copied(_WORDS.sub(" ", _OFFICE.sub(" ", bare)), title, body)
    if _SAID_OF_IT.search(rest):
        return True
    rest = _LINKS.sub(" ", rest).replace(_COPY, " ")
    return any(len(run) >= _LEAST for run in _RUN.findall(rest))


def takes_up(clause: str) -> bool:
    """Whether a clause begins to repeat what the writer said."""
    return bool(_TAKES_UP.match(clause))


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _copied(text: str, title: str, body: str) -> str:
    """The text with what also stands in the message replaced by one mark for each stretch."""
    out, k = [], 0
    while k < len(text):
        size = 0
        for source, least in ((title, _FROM_TITLE), (body, _FROM_BODY)):
            reach = least
            while k + reach <= len(text) and " " not in text[k : k + reach] and text[k : k + reach] in source:
                size, reach = max(size, reach), reach + 1
        out.append(_COPY if size else text[k])
        k += size or 1
    return "".join(out)
