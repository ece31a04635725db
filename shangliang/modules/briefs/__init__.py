"""社情民意信息：what members, committees, stations and people report on one matter in a page: screened, edited,
reviewed, signed and issued with a number; adopted by the levels above, answered by departments, and always told
back to those who reported it.
"""
