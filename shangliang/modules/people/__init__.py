"""人：persons who sign in, the seats they hold in units for a time, and the members (委员) of a term."""
