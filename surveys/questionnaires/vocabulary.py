"""The words of Otklik's own columns and settings."""

AUDIENCES = ("external", "internal")
ANONYMITIES = ("no_identity", "strict")
EFFECTS = ("notice_opt_in", "reply_code")
OPTION_SOURCES = ("point_services", "units_min_cell")
PLAIN_METRICS = ("csat", "ces", "nps", "enps", "weight")
NAMED_METRICS = ("csi", "fact")
"""Written with a name after a colon: csi:<criterion>, fact:<name>."""
TEN_POINT_METRICS = frozenset({"nps", "enps"})
"""They are defined on 0..10 only (`domain.md`, M-3 and M-4 follow Reichheld's scale)."""
INSTANCE_ID = "instanceID"
"""`${instanceID}`: the key of the response; pyxform knows the name without a row for it."""
