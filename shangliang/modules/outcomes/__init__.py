"""成果：what a consultation leads to: documents sent up, leaders' instructions (批示), recommendations
one by one, the public feedback list (结果反馈清单) and the look-back (再商量).
"""
