"""The desk's pages of proposals.

lists      my proposals, the committee's desk, the reviewers' desk, the register
reading    one proposal, its versions, its paper and files
writing    draft, change, hand in; out of a voice or a topic; consent to a brief
signing    invite, sign, second
screening  accept into review, class and group
reviewing  reviews; file, merge, not file, offer as a brief, revive
arranging  sessions, classes, the panel
"""
