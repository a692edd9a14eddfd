#include "host/store/sound_tally.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/trial/weight.h"

namespace headroom {
namespace {

// The sum of `count` counters from `first` on, or nothing over `limit`.
bool adds_up_to_at_most(const Tally& tally, u64 first, u64 count, u64 limit, u64* total) {
  *total = 0;
  for (u64 i = 0; i < count; ++i) {
    const u64 n = tally.counters[first + i];
    if (n > limit - *total) return false;
    *total += n;
  }
  return true;
}

bool is_partition(const Tally& tally, u64 first, u64 count) {
  u64 total = 0;
  return adds_up_to_at_most(tally, first, count, tally.trials, &total) && total == tally.trials;
}

bool destination_is_sound(const Tally& tally, u32 destination) {
  const TallyShape& shape = tally.shape;
  const auto at = [&](u32 index) { return shape.counter(destination, index); };
  const u64 never = tally.counters[at(shape.exhausted(shape.months))];
  u64 exhausted = 0;
  return is_partition(tally, at(shape.exhausted(0)), shape.months + 1) &&
         is_partition(tally, at(shape.critical(0)), shape.months + 1) &&
         is_partition(tally, at(shape.utilisation(0)), kUseBins) &&
         is_partition(tally, at(shape.refused(0)), kRefusedBins) &&
         adds_up_to_at_most(tally, at(shape.use_before(0)), kUseBins, tally.trials - never, &exhausted) &&
         exhausted == tally.trials - never && tally.counters[at(shape.first_to_exhaust())] <= exhausted;
}

bool book_row_is_sound(const Tally& tally, u32 row) {
  u64 came = 0;
  const u64 shipped = tally.counters[tally.shape.book_end(row, u32(BookEnd::shipped))];
  return adds_up_to_at_most(tally, tally.shape.book_end(row, 0), kBookEnds, tally.trials, &came) &&
         tally.counters[tally.shape.book_months(row)] / tally.shape.months <= shipped;
}

bool slot_is_sound(const Tally& tally, u32 slot) {
  const TallyShape& shape = tally.shape;
  bool sound = is_partition(tally, shape.first_broken(slot, 0), shape.months + 1);
  for (u32 m = 0; m < shape.months; ++m) {
    const u64 broken = tally.counters[shape.broken_in(slot, m)];
    sound = sound && broken <= tally.trials && tally.counters[shape.first_broken(slot, m)] <= broken;
  }
  for (u32 look = 0; look < shape.looks; ++look)
    sound = sound && is_partition(tally, shape.slack(slot, look, 0), kSlackBins);
  return sound;
}

}  // namespace

std::string why_unsound(const Tally& tally) {
  const TallyShape& shape = tally.shape;
  for (u32 d = 0; d < shape.destinations; ++d) {
    if (!destination_is_sound(tally, d))
      return fmt::format("the counters of destination {} contradict each other", d + 1);
  }
  for (u32 row = 0; row < shape.book; ++row) {
    if (!book_row_is_sound(tally, row))
      return fmt::format("the counters of book order {} contradict each other", row + 1);
  }
  if (!is_partition(tally, shape.exhausted_count(0), shape.destinations + 1))
    return "the joint counters contradict each other";
  for (u64 i = shape.pair(0, 1); i < shape.divert_orders(0); ++i) {
    if (tally.counters[i] > tally.trials) return "the joint counters contradict each other";
  }
  for (u32 slot = 0; slot < shape.slots; ++slot) {
    if (!slot_is_sound(tally, slot))
      return fmt::format("the counters of company limit {} contradict each other", slot + 1);
  }
  return {};
}

std::string why_unsound(const PairTally& pairs, u64 trials) {
  const bool apart = std::all_of(pairs.exhausted.begin(), pairs.exhausted.end(), [&](const ExhaustedBits::Pair& pair) {
    return pair.first_only <= trials && pair.second_only <= trials - pair.first_only;
  });
  u64 left = trials;
  const bool whole = std::all_of(pairs.more.begin(), pairs.more.end(), [&](u64 n) {
    const bool some = n <= left;
    left -= n;
    return some;
  });
  return apart && whole && left == 0 ? "" : "the counters of a scenario contradict each other";
}

std::string why_unsound(const ConditionalTally& tally) {
  const long double most = static_cast<long double>(tally.trials) * kSurely;
  const auto within = [](const std::vector<Sum>& sums, long double limit) {
    return std::all_of(sums.begin(), sums.end(), [&](const Sum& sum) { return sum.value() <= limit; });
  };
  return within(tally.chances, most) && within(tally.squares, most * kSurely) ? "" : "its chances are greater than 1";
}

std::string why_unsound(const WeightTally& tally) {
  u64 left = tally.trials;
  for (const WeightedMonth& month : tally.months) {
    if (month.hits > left) return "the counters of its months contradict each other";
    left -= month.hits;
  }
  const bool whole = tally.trials % kTiltBlock == 0 && tally.nominal == tally.trials / kNominalShare;
  return whole ? "" : "its trials are no whole blocks";
}

std::string why_unsound(const ControlCounts& counts) {
  for (std::size_t d = 0; d < counts.study.size(); ++d) {
    const u64 study = counts.study[d], relative = counts.relative[d], both = counts.both[d];
    if (std::max(study, relative) > counts.trials || both > std::min(study, relative))
      return fmt::format("the counters of destination {} contradict each other", d + 1);
  }
  return {};
}

}  // namespace headroom
