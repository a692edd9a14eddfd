#include "host/engine/conditional.h"

#include "host/base/digest.h"

namespace headroom {
namespace {

Sum shifted(const Sum& x, u32 bits) { return {x.low << bits, x.high << bits | x.low >> (64 - bits)}; }

}  // namespace

void ConditionalTally::add(u32 place, u32 month, const MomentSums& of) {
  chances[at(place, month)].add(of.sum);
  Sum& square = squares[at(place, month)];
  square.add(shifted(of.high, kChanceBits));
  square.add(shifted(of.cross, kHalfChance + 1));  // it counts twice
  square.add(of.low);
}

void ConditionalTally::add(u32 place, u32 month, const Moments<OneLane>& of) {
  add(place, month, MomentSums{{of.sum, 0}, {of.high, 0}, {of.cross, 0}, {of.low, 0}});
}

void ConditionalTally::merge(const ConditionalTally& other) {
  trials += other.trials;
  for (std::size_t i = 0; i < chances.size(); ++i) {
    chances[i].add(other.chances[i]);
    squares[i].add(other.squares[i]);
  }
}

u64 ConditionalTally::digest() const {
  Digest digest;
  digest.add(places);
  digest.add(months);
  digest.add(trials);
  digest.add(chances);
  digest.add(squares);
  return digest.value();
}

}  // namespace headroom
