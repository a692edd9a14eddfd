// Which tally stands at a place of a shape: the way back from an index.
#pragma once
#include "host/trial/tally.h"

namespace headroom {

// Named as in TallyShape; `trials` and `exhausted_bit` stand beside it (Tally::trials, ExhaustedBits).
enum class TallyPart : u32 {
  trials,
  exhausted,
  critical,
  first_to_exhaust,
  orders,
  utilisation,
  use_before,
  refused,
  diverted_in,
  offered_tpp,
  tpp,
  unused_tpp,
  utilisation_share,
  use_before_share,
  refused_tpp,
  diverted_in_tpp,
  book_end,
  book_months,
  exhausted_count,
  pair,
  divert_orders,
  divert_tpp,
  broken_in,
  first_broken,
  slack,
  location_tpp,
  exhausted_bit
};

struct TallyPlace {
  TallyPart part = TallyPart::trials;
  u32 number = 0;  // destination (of a pair the first), book row, divert row, slot or location
  u64 index = 0;   // month, decision, bin, end, count, look, trial, or the second destination of a pair
  u32 bin = 0;     // of slack
  friend bool operator==(const TallyPlace&, const TallyPlace&) = default;
};

// `index` is below shape.all_counters(), or shape.all_sums().
TallyPlace counter_place(const TallyShape& shape, u64 index);
TallyPlace sum_place(const TallyShape& shape, u64 index);

// Whether a destination alone brings it about.
inline bool is_of_destination(TallyPart part) {
  return part >= TallyPart::exhausted && part <= TallyPart::diverted_in_tpp && part != TallyPart::first_to_exhaust;
}

}  // namespace headroom
