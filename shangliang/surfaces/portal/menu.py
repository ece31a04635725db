"""What stands in the public navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as named

from shangliang.look.nav import NavItem

ITEMS = (
    NavItem(_("首页"), "portal:home", "home"),
    NavItem(_("我要反映"), "portal:speak", "speak", _("反映")),
    NavItem(_("查回执"), "portal:receipt_find", "receipt", _("回执")),
    NavItem(named("list", "议题"), "portal:topics", "topic"),
    NavItem(_("议事板"), "portal:boards", "people", _("表态")),
    NavItem(_("协商计划"), "portal:plan", "plan", _("计划")),
    NavItem(_("反馈"), "portal:feedback_lists", "list"),
    NavItem(_("提案"), "portal:proposals", "file"),
    NavItem(_("承诺"), "portal:promises", "receipt"),
    NavItem(_("民主监督"), "portal:supervisions", "sieve", _("监督")),
    NavItem(_("搜索"), "portal:search", "search"),
)
