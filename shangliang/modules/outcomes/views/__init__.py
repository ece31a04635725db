"""The desk's pages of outcomes.

recommendations  the list, one recommendation, sending, sending again
topics           all outcomes of one topic; the years it is followed through; 闭环率
documents        documents and leaders' instructions
feedback         the public list as the desk sees it
look_backs       再商量
"""
