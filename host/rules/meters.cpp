#include "host/rules/meters.h"

#include <algorithm>
#include <limits>

namespace headroom {

std::string_view to_string(MeterKind kind) {
  constexpr std::string_view words[] = {"allocation", "lpp", "nveu", "aia", "consignee"};
  return words[int(kind)];
}

const Meter& LedgerMeters::see(const MeterKey& key, std::optional<u64> limit) {
  Meter& meter = meters_[key];
  meter.limit = limit;
  return meter;
}

MeterMove LedgerMeters::add(const MeterKey& key, u64 tpp) {
  Meter& meter = meters_.at(key);
  const u64 before = meter.used;
  // A file of millions of the largest shipments would pass 2^64; a full meter is as good as that.
  meter.used = tpp > std::numeric_limits<u64>::max() - before ? std::numeric_limits<u64>::max() : before + tpp;
  return {key, before, meter};
}

void LedgerMeters::give_back(const MeterKey& key, u64 tpp) {
  u64& used = meters_.at(key).used;
  used -= std::min(used, tpp);
}

}  // namespace headroom
