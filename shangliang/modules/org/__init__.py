"""组织：the tree of units (省—市—县—乡镇—村), committees and departments, the terms, sectors and brands they have."""
