// Licences that lapse: a regime may give back a share of each counted order some months later (750.7(g): validity is in
// general one year; whether unused quantity returns is not said, fact 20). Exhaustion once recorded stays.
#pragma once
#include "host/trial/lanes.h"
#include "host/trial/outcome.h"

namespace headroom {

// What a counted order will give back, floor(TPP x share), is noted at the month in which it does.
template <class L>
HD void note_lapse(const Tables& tables, typename L::B counts, typename L::W tpp, typename L::U month,
                   Column<L>* lapses) {
  using U = typename L::U;
  using W = typename L::W;
  const U due = month + U(tables.lapse_months);
  const typename L::B inside = counts & (due < tables.months);
  const U at = when(inside, due);
  const W back = tables.lapse_share >> 32 ? tpp : scale(tpp, U(u32(tables.lapse_share)));
  lapses->put(at, lapses->get(at) + back, inside);
}

// Gives back what lapses at the start of the months up to `month`; `next` is the first month not yet given back.
template <class L, class Watch>
HD void give_back(typename L::U month, const Column<L>& lapses, typename L::U* next, Outcome<L>* out, Watch* watch) {
  while (any(!(month < *next))) {
    const typename L::B due = !(month < *next);
    const typename L::W back = when(due, lapses.get(when(due, *next)));
    watch->lapses(due, *next, back);
    out->used = out->used - back;
    out->notes.put(kLapsed, out->notes.get(u32(kLapsed)) + back, due);
    *next = *next + one_if(due);
  }
}

}  // namespace headroom
