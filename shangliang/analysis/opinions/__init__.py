"""Maps of opinions: from agree, disagree and pass to places, groups and what each group stands for.

votes         who voted what, the last vote of a person counting
reading       exports of Polis
axes          the two axes, from votes as sparse as they are; sums: the same from exact whole numbers
projection    places of people and statements, and how sure they are
clusters      k-means, silhouettes, agreement of groupings
polis         Polis's rules for groups; compatible: a map by them
own           our own; resampling: what would come back with other people and other statements
counts        votes of each group; repness, consensus, routing: what follows from them
chart         all of it together; live: votes as they arrive
"""
