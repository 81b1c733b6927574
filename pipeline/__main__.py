"""Entry point of `python -m pipeline`."""

from __future__ import annotations

import sys

from pipeline import main

sys.exit(main())
