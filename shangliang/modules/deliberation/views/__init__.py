"""boards   议事板: prepared, screened, concluded"""
