// What has been used of each quantity that the rules count, row by row.
#pragma once
#include <compare>
#include <map>
#include <optional>
#include <string>

#include "host/base/hd.h"

namespace headroom {

// aia: what a consignee has had under AIA. Nothing limits it; a duty begins at some amount. consignee: what it has had
// where a limit of its own stands instead of an allocation.
enum class MeterKind { allocation, lpp, nveu, aia, consignee };
std::string_view to_string(MeterKind kind);

struct MeterKey {
  MeterKind kind = MeterKind::allocation;
  std::string destination;  // empty: everywhere
  std::string who;          // empty: all
  int year = 0;             // 0: over all years

  friend auto operator<=>(const MeterKey&, const MeterKey&) = default;
};

struct Meter {
  std::optional<u64> limit;  // nothing: none
  u64 used = 0;

  u64 left() const { return limit && *limit > used ? *limit - used : 0; }
  bool fits(u64 tpp) const { return !limit || tpp <= left(); }
};

// A meter before and after a row.
struct MeterMove {
  MeterKey key;
  u64 before = 0;
  Meter after;
};

class LedgerMeters {
 public:
  // As it stands, with the limit that holds now.
  const Meter& see(const MeterKey& key, std::optional<u64> limit);
  MeterMove add(const MeterKey& key, u64 tpp);   // of a meter that was seen
  void give_back(const MeterKey& key, u64 tpp);  // of what was added

  const std::map<MeterKey, Meter>& all() const { return meters_; }

 private:
  std::map<MeterKey, Meter> meters_;
};

}  // namespace headroom
