#include "host/engine/trial_memory.h"

#include <algorithm>

namespace headroom {
namespace {

// Calls visit(from, to) for each way from one destination with a cap to another.
template <class Visit>
void for_each_way(const Tables& tables, u32 from, Visit visit) {
  const Destination& place = tables.destinations[from];
  for (u32 i = 0; i < place.divert_count; ++i) {
    const u32 hub = tables.diverts[place.diverts + i].hub;
    for (u32 to = 0; hub < tables.hub_count && to < tables.destination_count; ++to)
      if (tables.destinations[to].hub == hub) visit(to);
  }
}

}  // namespace

u32 most_scratch_rows(const Tables& tables) {
  u32 rows = 0;
  for (u32 d = 0; d < tables.destination_count; ++d)
    rows = std::max(rows, scratch_rows(tables, tables.destinations[d]).all());
  return rows;
}

std::vector<u32> walks_for(const Tables& tables, std::vector<bool> marked, bool onwards) {
  const u32 count = tables.destination_count;
  const u32* order = tables.words + tables.run_order;
  for (u32 i = 0; onwards && i < count; ++i)
    if (marked[order[i]]) for_each_way(tables, order[i], [&](u32 to) { marked[to] = true; });
  for (u32 i = count; i-- > 0;) {
    bool sends = marked[order[i]];
    for_each_way(tables, order[i], [&](u32 to) { sends = sends || marked[to]; });
    marked[order[i]] = sends;
  }
  std::vector<u32> walks;
  for (u32 i = 0; i < count; ++i)
    if (marked[order[i]]) walks.push_back(order[i]);
  return walks;
}

}  // namespace headroom
