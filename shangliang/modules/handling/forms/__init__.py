"""The shape of what comes in."""

from shangliang.modules.handling.forms.people import (
    AnswerTalkForm,
    ContactForm,
    JudgeForm,
    ProxyForm,
    ReallyForm,
    RedoForm,
    UpholdForm,
)
from shangliang.modules.handling.forms.promising import (
    EvidenceForm,
    PostponeForm,
    PromiseForm,
    ReopenForm,
    StepForm,
    VisitForm,
)
from shangliang.modules.handling.forms.replying import (
    AdviceForm,
    CountersignForm,
    ItemForm,
    MemoForm,
    RegradeForm,
    ReplyForm,
    RulingForm,
    TemplateForm,
)
from shangliang.modules.handling.forms.sending import (
    ExtensionForm,
    GrantForm,
    PickForm,
    ReassignForm,
    SendForm,
)

__all__ = [
    "AdviceForm",
    "AnswerTalkForm",
    "ContactForm",
    "CountersignForm",
    "EvidenceForm",
    "ExtensionForm",
    "GrantForm",
    "ItemForm",
    "JudgeForm",
    "MemoForm",
    "PickForm",
    "PostponeForm",
    "PromiseForm",
    "ProxyForm",
    "ReallyForm",
    "ReassignForm",
    "RedoForm",
    "RegradeForm",
    "ReopenForm",
    "ReplyForm",
    "RulingForm",
    "SendForm",
    "StepForm",
    "TemplateForm",
    "UpholdForm",
    "VisitForm",
]
