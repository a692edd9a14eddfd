#include "bench/parts/parts.h"
#include "host/trial/walk.h"

namespace headroom::bench {
namespace {

using P = OneLane;
constexpr u32 kWidth = 1;

HD u32 lane_index() { return 0; }
HD Column<OneLane> column_of(const PartsMemory& m) { return {m.scratch, 1}; }
HD FactorPath<OneLane> path_of(const PartsMemory& m) { return {m.path, 1, m.tables->quarters}; }
HD Mail<OneLane> mail_of(const PartsMemory& m) { return {m.mail, 1, kMailRows}; }
HD void as_read(const PartsMemory&, MonthEnds<OneLane>*) {}
HD u64 wide(u64 x) { return x; }

}  // namespace
}  // namespace headroom::bench

#include "bench/parts/parts_code.h"

namespace headroom::bench {

const PartsCode kScalarParts = {kWidth, philox, gap, row, size, factors, clock, walk, tallies};

}  // namespace headroom::bench
