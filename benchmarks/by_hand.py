"""What a team would write without us: find each person's last check-in, and say whose is too long ago."""

import sys
from datetime import date, timedelta
from pathlib import Path

import yaml

today = date.fromisoformat(sys.argv[2])
late = 0
for folder in sorted(Path(sys.argv[1]).joinpath("people").iterdir()):
    person = yaml.load((folder / "person.yaml").read_text(), yaml.CSafeLoader)
    dates = []
    for file in folder.glob("*/checkins/*.yaml"):
        held = yaml.load(file.read_text(), yaml.CSafeLoader).get("held")
        if held:
            dates.append(held)
    if not dates or max(dates) + timedelta(days=38) < today:
        late += 1
        print(f"{person['name']}: {max(dates, default='never')}")
sys.exit(late > 0)
