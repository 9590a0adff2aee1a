"""build/soak.json: what each soak story did and found."""

import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = Path(__file__).parents[1] / "build" / "soak.json"


@dataclass
class SoakReport:
    """Counted while the story runs, written when it ends, whether it succeeds or not."""

    story: str
    runs: int = 0
    kills: int = 0
    answers_confirmed: int = 0
    lost: int = 0
    duplicated: int = 0
    seconds: float = 0.0
    _begun: float = field(default_factory=time.monotonic, repr=False)

    def write(self) -> None:
        """Put this story's counts beside the others'."""
        self.seconds = round(time.monotonic() - self._begun, 1)
        FILE.parent.mkdir(exist_ok=True)
        told = json.loads(FILE.read_text()) if FILE.exists() else {}
        counts = {name: value for name, value in asdict(self).items() if name not in ("story", "_begun")}
        FILE.write_text(json.dumps({**told, self.story: counts}, indent=2, sort_keys=True) + "\n")
