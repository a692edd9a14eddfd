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

void ConditionalTally::merge_into(u32 replicate, const ConditionalTally& part) {
  trials += part.trials;
  for (u64 i = 0, to = at(0, 0, replicate); i < part.chances.size(); ++i, ++to) {
    chances[to].add(part.chances[i]);
    squares[to].add(part.squares[i]);
  }
}

u64 ConditionalTally::digest() const {
  Digest digest;
  digest.add(replicates * places);
  digest.add(months);
  digest.add(trials);
  digest.add(chances);
  digest.add(squares);
  return digest.value();
}

SpacedTrials trials_of(TrialRange range, u32 replicate, u32 replicates) {
  const u64 ahead = (replicate + replicates - range.first % replicates) % replicates;  // others before its first
  const u64 count = ahead < range.count ? (range.count - ahead - 1) / replicates + 1 : 0;
  return {range.first + ahead, count, replicates};
}

u64 run_by_replicate(const ConditionalTables& tables, TrialRange range, ConditionalTally* tally, const RunSpaced& run) {
  const u32 replicates = tables.points.replicates();
  if (replicates == 1) return run({range.first, range.count, 1}, tally);
  ConditionalTally all(tables);
  try {
    for (u32 replicate = 0; replicate < replicates; ++replicate) {
      const SpacedTrials trials = trials_of(range, replicate, replicates);
      ConditionalTally part(1, all.places, all.months);
      if (trials.count && run(trials, &part) < trials.count) return 0;
      all.merge_into(replicate, part);
    }
  } catch (const EngineLost& lost) {
    throw EngineLost(0, lost.what());
  }
  tally->merge(all);
  return range.count;
}

}  // namespace headroom
