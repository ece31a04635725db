"""来声：what people raise, from whatever side it comes, and the calls (征集) that invite it.

Every voice gets a receipt; it may not leave without an answer that its raiser can read by that receipt.
"""
