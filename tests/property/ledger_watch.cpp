#include "tests/property/ledger_watch.h"

namespace headroom::testing {

__extension__ using Wide = unsigned __int128;

LedgerWatch::LedgerWatch(const Limits& limits, const Tables& tables, const Destination& place) : limits_(limits) {
  used_ = place.start_used;
  for (u32 i = 0; i < place.preset_count; ++i) {
    const u64* preset = tables.wides + place.presets + 2 * i;
    const u32 consignee = u32(preset[0]);
    if ((preset[0] >> 32) == kPresetLpp) {
      lpp_[{consignee, limits.year.front()}] = preset[1] & ((u64(1) << kYearShift) - 1);
    } else {
      nveu_[consignee] = preset[1];
    }
  }
}

void LedgerWatch::lapses(bool due, u32 month, u64 tpp) {
  if (!due) return;
  expect(tpp == due_back_[month], "what lapses is the share of what was counted then");
  used_ -= tpp;
}

void LedgerWatch::meets(bool present, const Order<OneLane>& order, u32, const OrderBits<u32>&,
                        const CapNow<OneLane>& now) {
  if (!present) return;
  expect(open_ == 0, "an order ends before the next one comes");
  expect(now.month >= month_, "months follow each other");
  order_ = order;
  open_ = order.tpp;
  if (order.has_waited() == 0 && order.diverted() == 0) offered_ += order.tpp;
  month_ = now.month;
  expect(now.cap == cap(), "the cap is that of the month");
}

// Adds an allowed part to its meter, and says whether the meter holds more than it may.
void LedgerWatch::add(u32 step, u64 tpp) {
  open_ -= tpp;
  if (step == kLpp) {
    lpp() += tpp;
    expect(lpp() <= limits_.lpp, "a consignee's year stays within LPP");
  } else if (step == kNveu) {
    nveu_[order_.consignee] += tpp;
    expect(nveu_[order_.consignee] <= limits_.nveu[month_], "a company stays within its allowance");
  } else if (step == kGeneral || limits_.tier1 != Tier1Reading::exempt) {
    used_ += tpp;
    const bool stops = step == kGeneral || limits_.tier1 == Tier1Reading::stopped;
    expect(!stops || used_ <= cap(), "use stays within the cap");
    due_back_[month_ + limits_.lapse_months] += u64((Wide(tpp) * limits_.lapse_share) >> 32);
  }
}

void LedgerWatch::tries(bool tries, u32 step, u64 held, u64 limit, bool fits) {
  if (!tries) return;
  expect(open_ > 0, "an order that has ended tries nothing");
  const u64 tpp = open_;
  bool within = true;
  if (step == kLpp) {
    expect(held == lpp() && limit == limits_.lpp, "LPP holds what this consignee had this year");
    within = lpp() + tpp <= limits_.lpp;
  } else if (step == kNveu) {
    expect(held == nveu_[order_.consignee] && limit == limits_.nveu[month_], "NVEU holds what this company had");
    within = held + tpp <= limit;
  } else if (step == kGeneral || limits_.tier1 != Tier1Reading::exempt) {
    expect(held == used_ && limit == cap(), "the allocation holds what was counted");
    within = used_ + tpp <= cap() || (step == kGeneralTier1 && limits_.tier1 == Tier1Reading::counts_only);
  }
  expect(fits == within, "an order fits where its meter has room for all of it, and only there");
  if (fits) add(step, tpp);
}

void LedgerWatch::splits(bool some, u32 step, u64 part) {
  if (!some) return;
  expect(part > 0 && part < open_ && part % order_.unit == 0, "a part is whole units, not all of them");
  add(step, part);
}

void LedgerWatch::diverts(bool joined, const Divert& row, const Order<OneLane>& order, u32) {
  if (!joined) return;
  expect(order.tpp == open_, "what is left of an order leaves");
  if (row.hub >= kClosedHub) to_uncapped_ += order.tpp;
  leave(true);
}

void LedgerWatch::refuses(bool refused, u32, const Order<OneLane>& order, bool) {
  if (!refused) return;
  expect(order.tpp == open_, "what is left of an order is refused");
  leave(true);
}

}  // namespace headroom::testing
