// One universal validated end user in one trial, Supplement 10 to part 748, paragraph 6. Its clusters move in one after
// the other, over the same global factor as the market. At most 25 % of its TPP may stand outside Tier 1 and at most
// 7 % in one destination there: tested at each move, which counts first. A company of the United States may hold at
// most half of it elsewhere: measured on the reporting dates. A move that breaks a limit stands, and is tallied.
#pragma once
#include "host/trial/clock.h"
#include "host/trial/company_shares.h"
#include "host/trial/order.h"

namespace headroom {

// What the pass keeps: month ends; TPP by location; for each slot 0, or 1 + the last month in which a move has broken
// it; what comes late by month.
template <class L>
struct CompanyScratch {
  Column<L> month_end, held, broken, late;
};

HD u32 company_scratch_rows(const Tables& tables, const Company& company) {
  return month_rows(tables.months) + company.location_count + company.slot_count +
         (company.slip_months ? tables.months : 0);
}

// As carve_scratch.
HD CompanyScratch<OneLane> carve_company_scratch(const Tables& tables, const Company& company, u64* first, u64 stride) {
  const Column<OneLane> all{first, stride};
  const Column<OneLane> held = all.from(month_rows(tables.months)), broken = held.from(company.location_count);
  return {all, held, broken, broken.from(company.slot_count)};
}

// What stands where, in TPP; the locations' own stand in the scratch.
template <class L>
struct Stock {
  typename L::W total = 0u, outside = 0u;
};

template <class L>
HD Stock<L> open_stock(const Tables& tables, const Company& company, CompanyScratch<L>* scratch) {
  using U = typename L::U;
  const typename L::B everywhere = U(0u) < U(1u);
  Stock<L> stock;
  for (u32 i = 0; i < company.location_count; ++i) {
    const CompanyLocation& location = tables.locations[company.locations + i];
    scratch->held.put(U(i), location.installed, everywhere);
    stock.total = stock.total + location.installed;
    stock.outside = stock.outside + (location.outside ? location.installed : 0);
  }
  scratch->broken.clear(company.slot_count);
  if (company.slip_months) scratch->late.clear(tables.months);
  return stock;
}

// Tests the limit of a slot after a move in `month`.
template <class L, class Watch>
HD void test_slot(const Tables& tables, const Company& company, typename L::U slot, typename L::B tests,
                  typename L::W part, typename L::W total, typename L::U month, Column<L>* broken, Watch* watch) {
  using U = typename L::U;
  const typename L::B known = tests & (slot < company.slot_count);
  if (!any(known)) return;
  const U at = when(known, slot), now = month + 1u, last = low_half(broken->get(at));
  const typename L::B breaks = known & passes<L>(part, total, U(tables.slots[company.slots + at].limit));
  watch->breaks(breaks & !(last == now), at, month, last == 0u);
  broken->put(at, widen(now), breaks);
}

// TPP arrives at a location: it counts first, then the limits of what stands outside Tier 1 are tested.
template <class L, class Watch>
HD void move_in(const Tables& tables, const Company& company, typename L::B moves, typename L::U location,
                typename L::W tpp, typename L::U month, Stock<L>* stock, CompanyScratch<L>* scratch, Watch* watch) {
  using U = typename L::U;
  const CompanyLocation& to = tables.locations[company.locations + location];
  const typename L::B outside = moves & (U(to.outside) == 1u);
  const typename L::W here = scratch->held.get(location) + tpp;
  scratch->held.put(location, here, moves);
  stock->total = stock->total + when(moves, tpp);
  stock->outside = stock->outside + when(outside, tpp);
  if (!any(outside)) return;
  const auto test = [&](U slot, typename L::W part) HD_INLINE {
    test_slot<L>(tables, company, slot, outside, part, stock->total, month, &scratch->broken, watch);
  };
  test(company.outside_slot, stock->outside);
  test(company.largest_slot, here);  // some place breaks it when this one does: the others' shares have fallen
  test(to.slot, here);
}

// What the slots' limits are on, at the end of a month in which the shares are looked at.
template <class L, class Watch>
HD void look_at_shares(const Tables& tables, const Company& company, typename L::B looks, typename L::U look,
                       const Stock<L>& stock, const Column<L>& held, Watch* watch) {
  using W = typename L::W;
  W largest = u64(0);
  for (u32 i = 0; i < company.location_count; ++i) {
    if (!tables.locations[company.locations + i].outside) continue;
    const W here = held.get(i);
    largest = select(largest < here, here, largest);
  }
  const W at_home = company.united_states == kNever ? W(u64(0)) : held.get(company.united_states);
  for (u32 i = 0; i < company.slot_count; ++i) {
    const CompanySlot& slot = tables.slots[company.slots + i];
    const W part = slot.part == kOutsidePart   ? stock.outside
                   : slot.part == kLargestPart ? largest
                   : slot.part == kAwayPart    ? stock.total - at_home
                                               : held.get(slot.part);
    watch->looks(looks, look, i, part, stock.total, slot.limit);
  }
}

// As row_above, from the last row down: the United States and the rest of Tier 1, where most clusters go, stand last.
HD u32 row_from_above(const u32* ends, u32 count, u32 at) {
  u32 row = count - 1;
  while (row > 0 && at < ends[row - 1]) --row;
  return row;
}

// The clusters of one company, one after the other.
template <class L, class Trial, class Watch>
class CompanyPass {
 public:
  using U = typename L::U;
  using W = typename L::W;
  using B = typename L::B;

  HD CompanyPass(const Tables& tables, const Company& company, Trial trial, CompanyScratch<L>* scratch, Watch* watch)
      : tables_(tables),
        company_(company),
        trial_(trial),
        scratch_(scratch),
        watch_(watch),
        stock_(open_stock<L>(tables, company, scratch)) {}

  // Returns 1 where the company has reached kMaxClusters: the run must stop.
  HD U run() {
    const Draws<L> draw(tables_.keys, trial_, Purpose::company, company_.subject);
    W at = u64(0);
    U month = 0u, runaway = 0u;
    for (U number = 0u; !any(runaway == 1u); number = number + 1u) {
      const Block<U> bits = draw(number);
      at = at + widen(gap_of(tables_, bits.word[0] >> 2));
      month = month_of(&scratch_->month_end, tables_.months, month, at);
      close_months(lesser(month, U(tables_.months)));
      const B present = month < tables_.months;
      if (!any(present)) break;
      arrive(present, number, month, bits);
      runaway = one_if(!(number + 1u < kMaxClusters));
    }
    finish();
    return runaway;
  }

 private:
  // A cluster's place, chip and size; at home it may slip.
  HD void arrive(B present, U number, U month, const Block<U>& bits) {
    const u32 quarter = third(month);
    const u32* location_ends = tables_.words + company_.location_ends + quarter * company_.location_count;
    const u32* chip_ends = tables_.words + company_.chip_ends + quarter * company_.chip_count;
    const U location = row_from_above(location_ends, company_.location_count, bits.word[1] >> 8);
    const U chip = gather(tables_.words + company_.chips, row_above<U>(chip_ends, 0u, bits.word[3] >> 8));
    const W tpp = multiply(gather(tables_.words + company_.sizes, bits.word[2] >> 22), chip);
    B moves = present;
    if (company_.slip_months && any(present & (location == company_.home))) {
      const U draw = Draws<L>(tables_.keys, trial_, Purpose::home_slip, company_.subject)(number).word[0];
      const B slips = present & (location == company_.home) & !(U(company_.slip_last) < draw);
      const U due = month + company_.slip_months;
      const B comes = slips & (due < tables_.months);
      const U at = when(comes, due);
      scratch_->late.put(at, scratch_->late.get(at) + tpp, comes);
      moves = present & !slips;
    }
    if (any(moves)) move_in<L>(tables_, company_, moves, location, tpp, month, &stock_, scratch_, watch_);
  }

  // Looks at the months before `until` that are still open. What comes late arrives together, at the very start of its
  // month: each part of it would break a limit only if all of it does.
  HD void close_months(U until) {
    while (any(open_ < until)) {
      const B due = open_ < until;
      const U look = gather(tables_.words + tables_.looks, when(due, open_));
      const B looks = due & (look < tables_.look_count);
      if (any(looks)) look_at_shares<L>(tables_, company_, looks, look, stock_, scratch_->held, watch_);
      open_ = open_ + one_if(due);
      if (company_.slip_months == 0) continue;
      const B begins = due & (open_ < tables_.months);
      const W late = when(begins, scratch_->late.get(when(begins, open_)));
      const B comes = W(u64(0)) < late;
      if (any(comes)) move_in<L>(tables_, company_, comes, company_.home, late, open_, &stock_, scratch_, watch_);
    }
  }

  HD void finish() {
    for (u32 i = 0; i < company_.slot_count; ++i) watch_->keeps(scratch_->broken.get(i) == W(u64(0)), i);
    for (u32 i = 0; i < company_.location_count; ++i) watch_->ends_with(i, scratch_->held.get(i));
  }

  const Tables& tables_;
  const Company& company_;
  Trial trial_;
  CompanyScratch<L>* scratch_;
  Watch* watch_;
  Stock<L> stock_;
  U open_ = 0u;  // the first month that has not ended
};

}  // namespace headroom
