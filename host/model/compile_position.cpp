// What is used before the study starts. A study may begin inside the regime's window.
#include <charconv>

#include "host/model/compiler.h"
#include "host/trial/lpp.h"

namespace headroom {
namespace {

// The k of "STREAM/k", from 1 on; 0 where the text is no such name.
u32 number_behind_slash(const std::string& who) {
  const std::size_t slash = who.rfind('/');
  u32 k = 0;
  if (slash != std::string::npos) std::from_chars(who.data() + slash + 1, who.data() + who.size(), k);
  return k;
}

}  // namespace

void Compiler::add_position() {
  std::vector<std::vector<u64>> presets(out.destinations.size());
  const auto meter_of = [&](const Position& position) -> std::optional<u32> {
    if (const auto product = products_.find({position.destination, position.who}); product != products_.end())
      return product->second;
    if (const auto buyer = buyers_.find({position.destination, position.who}); buyer != buyers_.end())
      return buyer->second;
    const std::string stream = position.who.substr(0, position.who.rfind('/'));
    const auto pool = pools_.find({position.destination, stream});
    const u32 k = number_behind_slash(position.who);
    if (pool == pools_.end() || k == 0) return std::nullopt;
    return pool->second + k - 1;
  };
  for (const Position& position : study.position) {
    for (std::size_t d = 0; d < out.destinations.size(); ++d) {
      if (out.capped[d].iso3 != position.destination) continue;
      Destination& place = out.destinations[d];
      const std::optional<u32> meter = meter_of(position);
      if (position.kind == Position::Kind::allocation) {
        place.start_used += position.used_tpp;
      } else if (position.kind == Position::Kind::product || position.kind == Position::Kind::consignee) {
        place.start_used += position.used_tpp;
        if (meter) presets[d].insert(presets[d].end(), {u64(kPresetLimit) << 32 | *meter, position.used_tpp});
      } else if (position.kind == Position::Kind::lpp && meter && place.has_lpp && position.year == study.start.year) {
        presets[d].insert(presets[d].end(), {u64(kPresetLpp) << 32 | *meter, u64(1) << kYearShift | position.used_tpp});
      } else if (position.kind == Position::Kind::nveu && meter && place.has_nveu) {
        presets[d].insert(presets[d].end(), {u64(kPresetNveu) << 32 | *meter, position.used_tpp});
      }
    }
  }
  for (std::size_t d = 0; d < presets.size(); ++d) {
    out.destinations[d].presets = push(presets[d]);
    out.destinations[d].preset_count = u32(presets[d].size() / 2);
  }
}

}  // namespace headroom
