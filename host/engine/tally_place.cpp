#include "host/engine/tally_place.h"

namespace headroom {
namespace {

using Part = TallyPart;

// Counters and sums of a destination begin at these, in rising order.
struct Start {
  u32 at;
  Part part;
};

template <std::size_t count>
TallyPlace place_among(const Start (&starts)[count], u32 destination, u32 index) {
  const Start* last = starts;
  for (const Start& start : starts)
    if (start.at <= index) last = &start;
  return {last->part, destination, index - last->at};
}

TallyPlace destination_counter(const TallyShape& shape, u32 destination, u32 index) {
  const Start starts[] = {{shape.exhausted(0), Part::exhausted},
                          {shape.critical(0), Part::critical},
                          {shape.first_to_exhaust(), Part::first_to_exhaust},
                          {shape.orders(0), Part::orders},
                          {shape.utilisation(0), Part::utilisation},
                          {shape.use_before(0), Part::use_before},
                          {shape.refused(0), Part::refused},
                          {shape.diverted_in(), Part::diverted_in}};
  return place_among(starts, destination, index);
}

TallyPlace destination_sum(const TallyShape& shape, u32 destination, u32 index) {
  const Start starts[] = {{shape.offered_tpp(), Part::offered_tpp},
                          {shape.tpp(0), Part::tpp},
                          {shape.unused_tpp(), Part::unused_tpp},
                          {shape.utilisation_share(), Part::utilisation_share},
                          {shape.use_before_share(), Part::use_before_share},
                          {shape.refused_tpp(0), Part::refused_tpp},
                          {shape.diverted_in_tpp(), Part::diverted_in_tpp}};
  return place_among(starts, destination, index);
}

TallyPlace book_place(u64 index) {
  const u32 row = u32(index / (kBookEnds + 1)), end = u32(index % (kBookEnds + 1));
  return {end < kBookEnds ? Part::book_end : Part::book_months, row, end < kBookEnds ? end : 0};
}

TallyPlace pair_place(const TallyShape& shape, u64 index) {
  u32 b = 1;
  while (b + 1 < shape.destinations && shape.pair(0, b + 1) <= index) ++b;
  return {Part::pair, u32(index - shape.pair(0, b)), b};
}

TallyPlace slot_place(const TallyShape& shape, u64 index) {
  const u32 slot = u32(index / shape.slot_counters()), inside = u32(index % shape.slot_counters());
  const u32 first = shape.months, slack = 2 * shape.months + 1;
  if (inside < first) return {Part::broken_in, slot, inside};
  if (inside < slack) return {Part::first_broken, slot, inside - first};
  return {Part::slack, slot, (inside - slack) / kSlackBins, (inside - slack) % kSlackBins};
}

}  // namespace

TallyPlace counter_place(const TallyShape& shape, u64 index) {
  if (index < shape.book_end(0, 0))
    return destination_counter(shape, u32(index / shape.counters()), u32(index % shape.counters()));
  if (index < shape.exhausted_count(0)) return book_place(index - shape.book_end(0, 0));
  const u64 pairs = shape.exhausted_count(shape.destinations + 1);
  if (index < pairs) return {Part::exhausted_count, 0, index - shape.exhausted_count(0)};
  if (index < shape.divert_orders(0)) return pair_place(shape, index);
  if (index < shape.broken_in(0, 0)) return {Part::divert_orders, u32(index - shape.divert_orders(0))};
  return slot_place(shape, index - shape.broken_in(0, 0));
}

TallyPlace sum_place(const TallyShape& shape, u64 index) {
  if (index < shape.divert_tpp(0)) return destination_sum(shape, u32(index / shape.sums()), u32(index % shape.sums()));
  if (index < shape.location_tpp(0)) return {Part::divert_tpp, u32(index - shape.divert_tpp(0))};
  return {Part::location_tpp, u32(index - shape.location_tpp(0))};
}

}  // namespace headroom
