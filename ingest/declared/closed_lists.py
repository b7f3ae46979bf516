"""The closed lists of words that an office's files choose from. A word that is in none of them is refused.

The codes are those of the SDMX code lists where there is one (CL_FREQ, CL_OBS_STATUS, CL_CONF_STATUS); what they are
called in both languages stands beside the export of the code lists.
"""

from __future__ import annotations

from typing import Literal

Measure = Literal["VALUE", "RANK", "COMPLETION", "PROGRESS_GAP", "SHARE"]
Freq = Literal["A", "S", "Q", "M"]
Accumulation = Literal["PERIOD", "YTD", "POINT", "ITD", "LIFE"]
TimeTransform = Literal["N", "G1Y", "D1Y", "GO1Y"]
# What a waiver of disclosure can be about: a level, or the growth that has been published beside it.
Waivable = Literal["N", "G1Y"]
PriceBasis = Literal["current", "constant", "_Z"]
StatusClass = Literal["actual", "target", "forecast", "unresolved"]
TargetKind = Literal["assigned", "plan", "stretch", "ceiling", "_Z"]
ScopeBasis = Literal["OWN", "QUOTED", "COMPARABLE"]
ReportingLevel = Literal["claimed", "recognised", "final"]
ConfStatus = Literal["F", "N", "C", "D", "A", "O", "T", "E"]
PeriodBasis = Literal["stated", "resolved", "assumed"]
ValueBasis = Literal["stated", "enumerated"]
RankBasis = Literal["level", "growth", "completion", "unknown"]
Direction = Literal["higher", "lower"]
StockOrFlow = Literal["stock", "flow"]
Scale = Literal["ratio", "ordinal"]
Aggregation = Literal["sum", "count", "count_distinct"]
Condition = Literal["=", "<>"]
PartitionDimension = Literal["ref_area", "breakdown"]
PartKind = Literal["indicator", "field"]
RateKind = Literal["average", "end"]
Relation = Literal["total", "of_which", "partition", "scope"]
BreakKind = Literal["scope", "method", "area", "classification"]
YearItem = Literal["targets", "calendar", "holidays", "forms", "areas", "thresholds", "comparable_bases"]
DayKind = Literal["holiday", "workday"]
IdKind = Literal["indicator", "area", "place", "breakdown", "method", "department", "form"]
