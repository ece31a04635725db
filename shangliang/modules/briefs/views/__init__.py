"""The desk's pages of briefs.

reading    my briefs, the office's desk, all briefs, one brief, its versions, its paper
writing    draft, change, submit, sign with others
editing    edit beside the original, review, not take up; composites
issuing    sign, issue, forward, publish
adopting   adoptions, telling and feeding back
around     三源征题, a year in figures
stations   信息站
"""
