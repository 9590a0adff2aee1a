"""The linkage attack as a tool (trust.md 3): takes what a thief would have and tries every link between a person and
an answer. It finds tables and columns by their contents, so that it also finds what a later change lets slip.

    report = audit(Evidence(database, snapshots=copies, logs=logs), Knowledge(roster, marks, truth))
    failures = verdict(report, "thief")
"""

from bot.audit.attack import audit
from bot.audit.evidence import Evidence, EvidenceRefused
from bot.audit.knowledge import Knowledge, KnowledgeRefused
from bot.audit.report import Report
from bot.audit.verdict import Attacker, Failure, pooled_z, verdict

__all__ = [
    "Attacker",
    "Evidence",
    "EvidenceRefused",
    "Failure",
    "Knowledge",
    "KnowledgeRefused",
    "Report",
    "audit",
    "pooled_z",
    "verdict",
]
