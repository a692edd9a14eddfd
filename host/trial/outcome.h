// What one destination of one trial has come to. All of it goes into tallies (tally.h).
#pragma once
#include "host/trial/tables.h"

namespace headroom {

// How an order ended; refusals by the last authorisation that was tried. In the order of the result's `orders`.
enum class Decision : u32 {
  counted,
  general_tier1,
  lpp,
  nveu,
  refused_cap,
  refused_lpp,
  refused_nveu,
  prohibited,
  diverted_out,
  queue_full
};
constexpr u32 kDecisions = 10;

// How a book row ended that came; the rest of the trials it was absent. Partly: split, and the rest refused.
enum class BookEnd : u32 { shipped, partly, refused };
constexpr u32 kBookEnds = 3;

// What is noted of an exhaustion, when it happens. In rows of memory: most trials never look at them again.
enum ExhaustionRow : u32 { kExhaustedAt, kUsedBefore, kCapBefore, kExhaustionRows };  // operational time; TPP

template <class L>
struct Outcome {
  using U = typename L::U;
  using W = typename L::W;

  W used = 0u;                 // TPP counted against the cap
  U exhausted_month = kNever;  // of the first refusal by general, or of the first licence past the cap
  U critical_month = kNever;
  Column<L> exhaustion{};  // rows, see ExhaustionRow; written where there is an exhausted_month
  U counted = 0u, tier1 = 0u, lpp = 0u, nveu = 0u, refused_cap = 0u, refused_lpp = 0u, refused_nveu = 0u;  // orders
  W counted_tpp = 0u, tier1_tpp = 0u, lpp_tpp = 0u, nveu_tpp = 0u;
  W refused_cap_tpp = 0u, refused_lpp_tpp = 0u, refused_nveu_tpp = 0u;
  W cap_at_end = 0u;
  U diverted_out = 0u, diverted_in = 0u;  // orders that left for another destination, that came from one
  W diverted_out_tpp = 0u, diverted_in_tpp = 0u;
  U queue_full = 0u;  // orders that would have waited or left, but for the length of the queue
  W queue_full_tpp = 0u;
  U runaway = 0u;  // 1: reached kMaxOrders; the run must stop

  HD U orders(Decision d) const {
    switch (d) {
      case Decision::counted: return counted;
      case Decision::general_tier1: return tier1;
      case Decision::lpp: return lpp;
      case Decision::nveu: return nveu;
      case Decision::refused_cap: return refused_cap;
      case Decision::refused_lpp: return refused_lpp;
      case Decision::refused_nveu: return refused_nveu;
      case Decision::diverted_out: return diverted_out;
      case Decision::queue_full: return queue_full;
      default: return U(0u);
    }
  }
  HD W tpp(Decision d) const {
    switch (d) {
      case Decision::counted: return counted_tpp;
      case Decision::general_tier1: return tier1_tpp;
      case Decision::lpp: return lpp_tpp;
      case Decision::nveu: return nveu_tpp;
      case Decision::refused_cap: return refused_cap_tpp;
      case Decision::refused_lpp: return refused_lpp_tpp;
      case Decision::refused_nveu: return refused_nveu_tpp;
      case Decision::diverted_out: return diverted_out_tpp;
      case Decision::queue_full: return queue_full_tpp;
      default: return W(0u);
    }
  }
  // TPP of all orders of the market and the book that stood in the queue: each has ended in one way.
  HD W offered() const {
    W ended = W(u64(0)) - diverted_in_tpp;
    for (u32 d = 0; d < kDecisions; ++d) ended = ended + tpp(Decision(d));
    return ended;
  }
  // Of the lanes that are exhausted; 0 in the others.
  HD W exhausted_with(ExhaustionRow row) const {
    const typename L::B exhausted = exhausted_month < kNever;
    return any(exhausted) ? when(exhausted, exhaustion.get(u32(row))) : W(u64(0));
  }
  HD W refused_tpp() const { return refused_cap_tpp + refused_lpp_tpp + refused_nveu_tpp + queue_full_tpp; }
};

}  // namespace headroom
