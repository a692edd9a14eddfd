// Chips that come sooner or later than the study has it.
#include <algorithm>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/model/scenario_parts.h"

namespace headroom {
namespace {

double total_weight(const Mix& mix, int quarter) {
  double total = 0;
  for (const Mix::Share& share : mix.shares) total += share.weight(quarter);
  return total;
}

// Weights for each of so many quarters at least.
void spell_out(Mix& mix, int quarters) {
  std::size_t count = std::size_t(quarters);
  for (const Mix::Share& share : mix.shares) count = std::max(count, share.weights.size());
  for (Mix::Share& share : mix.shares) share.weights.resize(count, share.weights.back());
}

// A mix before the change, and the place of the chip in it.
struct Shifting {
  const Mix& old;
  std::size_t chip;

  double weight(int quarter) const { return old.shares[chip].weight(quarter); }
  double share(int quarter) const { return weight(quarter) / total_weight(old, quarter); }
};

// Gives the chip `share` of the mix in one quarter; false: there is no other chip to take what it gives up.
bool set_share(const Shifting& shifting, int quarter, double share, Mix& mix) {
  const double total = total_weight(shifting.old, quarter);
  double others = 0;  // summed, not subtracted: a small rest keeps its digits
  for (std::size_t i = 0; i < mix.shares.size(); ++i) {
    if (i != shifting.chip) others += shifting.old.shares[i].weight(quarter);
  }
  if (others == 0) return false;
  const double factor = (1 - share) * total / others;
  for (std::size_t i = 0; i < mix.shares.size(); ++i) {
    double& weight = mix.shares[i].weights[std::size_t(quarter)];
    weight = i == shifting.chip ? share * total : weight * factor;
  }
  return true;
}

}  // namespace

void shift_chip(const ChipShift& shift, Study& study, Problems& problems) {
  for (auto& [name, mix] : study.mixes) {
    const auto at = std::find_if(mix.shares.begin(), mix.shares.end(),
                                 [&](const Mix::Share& share) { return share.chip == shift.chip; });
    if (at == mix.shares.end()) continue;
    spell_out(mix, study.quarters());
    const Mix old = mix;
    const Shifting shifting{old, std::size_t(at - mix.shares.begin())};
    for (int quarter = 0; quarter < int(at->weights.size()); ++quarter) {
      const double share = shifting.share(std::max(0, quarter - shift.quarters));
      if (share == shifting.share(quarter) || set_share(shifting, quarter, share, mix)) continue;
      problems.error({}, fmt::format("mix {} has only {} in quarter {}, which would fall to {:.6g} of it there; give "
                                     "another chip of the mix a weight in that quarter, or leave the shift out",
                                     in_quotes(name), in_quotes(shift.chip), quarter + 1, share));
    }
  }
}

}  // namespace headroom
