"""boards   议事板: prepared, screened, concluded
polls    投票表决: listed, prepared, put to the voters, closed
voting   ballots cast, and counted again
lots     抽签
"""
