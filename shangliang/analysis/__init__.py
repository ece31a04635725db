"""Analysis: plain, repeatable computations over arrays and frozen records (numpy, scipy, scikit-learn).

Django is not known here: input records, options and a seed go in; frozen records with version, seed and a
hash of the input come out.
"""
