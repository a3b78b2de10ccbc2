"""Everything of a team in one file: asked for, allowed by somebody else, made, taken along, and gone after a week."""
