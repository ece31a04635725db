"""The desk's pages of the two lists.

home         where everybody begins: the office, a department (委员关注), a member (部门动态)
campaigns    campaigns, their figures, the two lists side by side
concerns     members' concerns and the departments' parts
asks         departments' asks
counsels     what members said to departments; briefings with questions and answers
matching     the matching desk, matches
actions      what departments do
posts        posts to try
invitations  invitations and their answers
"""
