#include "host/app/bench_rows.h"

#include <fmt/format.h>

#include "host/report/grid.h"

namespace headroom {

std::string name_of(const BenchRow& row) {
  if (row.engine != "cuda")
    return fmt::format("{} {}, {}", row.engine, row.isa, counted(u64(row.threads), "thread", "threads"));
  if (row.devices.empty()) return row.engine;
  return fmt::format("cuda {} {}", row.devices.size() == 1 ? "device" : "devices", fmt::join(row.devices, "+"));
}

}  // namespace headroom
