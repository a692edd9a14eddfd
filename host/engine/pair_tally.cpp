#include "host/engine/pair_tally.h"

#include <utility>

namespace headroom {

PairTally::PairTally(u32 destinations_of_first, std::vector<std::optional<u32>> partners)
    : partner(std::move(partners)),
      exhausted(partner.size()),
      more(destinations_of_first + partner.size() + 1),
      first_destinations(destinations_of_first) {}

void PairTally::add(const ExhaustedBits& first, const ExhaustedBits& second, u64 trials) {
  for (std::size_t d = 0; d < partner.size(); ++d) {
    if (!partner[d]) continue;
    const ExhaustedBits::Pair pair = first.compare(*partner[d], second, u32(d));
    exhausted[d].first_only += pair.first_only;
    exhausted[d].second_only += pair.second_only;
  }
  const std::vector<u32> before = first.counts(trials), after = second.counts(trials);
  for (u64 t = 0; t < trials; ++t) ++more[first_destinations + after[t] - before[t]];
}

void PairTally::merge(const PairTally& other) {
  for (std::size_t d = 0; d < exhausted.size(); ++d) {
    exhausted[d].first_only += other.exhausted[d].first_only;
    exhausted[d].second_only += other.exhausted[d].second_only;
  }
  for (std::size_t i = 0; i < more.size(); ++i) more[i] += other.more[i];
}

}  // namespace headroom
