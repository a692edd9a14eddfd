#include "host/engine/conditional.h"

#include "host/base/digest.h"

namespace headroom {

void ConditionalTally::add(u32 place, u32 month, const Moments<OneLane>& of) {
  constexpr u32 middle = kHalfChance + 1;  // the cross product counts twice
  chances[at(place, month)].add(of.sum);
  Sum& square = squares[at(place, month)];
  square.add(Sum{of.high << kChanceBits, of.high >> (64 - kChanceBits)});
  square.add(Sum{of.cross << middle, of.cross >> (64 - middle)});
  square.add(of.low);
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
