// Memory of the parts for packs. Included behind host/engine/pack_trial.h.
#pragma once
#include "bench/parts/parts.h"

namespace headroom::bench {
namespace {

using P = Pack;
constexpr u32 kWidth = Pack::width;

HD Pack::U lane_index() { return lane_numbers(); }
HD Column<Pack> column_of(const PartsMemory& m) { return {m.scratch}; }
HD FactorPath<Pack> path_of(const PartsMemory& m) { return {m.path, m.tables->quarters, lane_numbers()}; }
HD Mail<Pack> mail_of(const PartsMemory& m) { return {m.mail}; }
HD void as_read(const PartsMemory& m, MonthEnds<Pack>* ends) { narrow_months(m.tables->months, m.month_ends, ends); }
HD Pack::W wide(Pack::U x) { return widen(x); }
HD Pack::W wide(Pack::W x) { return x; }

}  // namespace
}  // namespace headroom::bench
