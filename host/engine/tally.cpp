#include "host/engine/tally.h"

#include "host/base/digest.h"

namespace headroom {

Tally::Tally(const TallyShape& of) : shape(of), counters(of.all_counters()), sums(of.all_sums()) {}

void Tally::merge(const Tally& other) {
  trials += other.trials;
  for (std::size_t i = 0; i < counters.size(); ++i) counters[i] += other.counters[i];
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i].add(other.sums[i]);
}

u64 Tally::digest() const {
  Digest digest;
  digest.add(shape.months);
  digest.add(shape.destinations);
  digest.add(shape.book);
  digest.add(shape.diverts);
  digest.add(shape.slots);
  digest.add(shape.looks);
  digest.add(shape.locations);
  digest.add(trials);
  digest.add(counters);
  digest.add(sums);
  return digest.value();
}

}  // namespace headroom
