#include "host/store/sound_tally.h"

#include <fmt/format.h>

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

}  // namespace headroom
