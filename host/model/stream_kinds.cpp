#include "host/model/stream_kinds.h"

#include <algorithm>

#include "host/model/compiler.h"

namespace headroom {
namespace {

constexpr std::size_t kMostKept = 1024;  // some 10 KiB each

auto key(const RowKind& row) { return std::tie(row.chip->tpp, row.chip->id, row.route); }

}  // namespace

const StreamKinds& KnownKinds::of(const Stream& stream) {
  const auto what = std::tie(stream.destination, stream.headquarters, stream.chips, stream.routes);
  const auto at = known_.find(what);
  if (at != known_.end()) return at->second;
  if (known_.size() == kMostKept) known_.clear();
  return known_.emplace(what, make(stream)).first->second;
}

StreamKinds KnownKinds::make(const Stream& stream) {
  ++made_;
  const auto [mix, fresh] = mixes_.try_emplace(stream.chips);
  if (fresh) mix->second = mix_shares(study_, catalogue_, stream.chips);
  StreamKinds kinds{kinds_of(study_.regime, stream, mix->second), {}, {}};
  const std::string& queue = queue_of(study_.regime, stream);
  const auto row = [&](const OrderKind& kind) {
    return RowKind{kind.chip, route_code(study_.regime, queue, kind.route)};
  };
  const auto before = [](const RowKind& a, const RowKind& b) { return key(a) < key(b); };
  const auto like = [](const RowKind& a, const RowKind& b) { return key(a) == key(b); };
  for (const OrderKind& kind : kinds.orders)
    if (kind.fate == Fate::metered) kinds.rows.push_back(row(kind));
  std::sort(kinds.rows.begin(), kinds.rows.end(), before);
  kinds.rows.erase(std::unique(kinds.rows.begin(), kinds.rows.end(), like), kinds.rows.end());
  for (const OrderKind& kind : kinds.orders) {
    const auto at = std::lower_bound(kinds.rows.begin(), kinds.rows.end(), row(kind), before);
    kinds.row_of.push_back(kind.fate == Fate::metered ? u32(at - kinds.rows.begin()) : kNever);
  }
  return kinds;
}

}  // namespace headroom
