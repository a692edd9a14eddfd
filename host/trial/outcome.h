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

// What happens to few orders of a trial is kept in rows of memory, so that the rest has the registers. Of an
// exhaustion: operational time, and use and cap just before it in TPP; written when it happens. Of refusals: orders,
// and behind them TPP; 0 at the start.
enum NoteRow : u32 {
  kExhaustedAt,
  kUsedBefore,
  kCapBefore,
  kRefusedCap,
  kRefusedLpp = kRefusedCap + 2,
  kRefusedNveu = kRefusedLpp + 2,
  kQueueFull = kRefusedNveu + 2,
  kLapsed = kQueueFull + 2,  // TPP that the allocation was given back; 0 at the start
  kNoteRows
};

template <class L>
HD void open_notes(Column<L>* notes) {
  for (u32 row = kRefusedCap; row < kNoteRows; ++row) notes->put(row, typename L::W(u64(0)), true);
}

template <class L>
struct Outcome {
  using U = typename L::U;
  using W = typename L::W;
  using B = typename L::B;

  W used = 0u;                 // TPP counted against the cap
  U exhausted_month = kNever;  // of the first refusal by general, or of the first licence past the cap
  U critical_month = kNever;
  U counted = 0u, tier1 = 0u, lpp = 0u, nveu = 0u;  // orders
  W tier1_tpp = 0u, lpp_tpp = 0u, nveu_tpp = 0u;
  W counted_tpp = 0u, cap_at_end = 0u;    // worked out at the end
  U diverted_out = 0u, diverted_in = 0u;  // orders that left for another destination, that came from one
  W diverted_out_tpp = 0u, diverted_in_tpp = 0u;
  U runaway = 0u;     // 1: reached kMaxOrders; the run must stop
  Column<L> notes{};  // see NoteRow; an outcome without any has refused nothing

  // Refuses orders: `row` is the first of two.
  HD void refuse(NoteRow row, B refused, W tpp) {
    notes.put(row, notes.get(u32(row)) + widen(one_if(refused)), refused);
    notes.put(row + 1, notes.get(u32(row + 1)) + tpp, refused);
  }

  HD U orders(Decision d) const {
    switch (d) {
      case Decision::counted: return counted;
      case Decision::general_tier1: return tier1;
      case Decision::lpp: return lpp;
      case Decision::nveu: return nveu;
      case Decision::diverted_out: return diverted_out;
      default: return low_half(refused(d, 0));
    }
  }
  HD W tpp(Decision d) const {
    switch (d) {
      case Decision::counted: return counted_tpp;
      case Decision::general_tier1: return tier1_tpp;
      case Decision::lpp: return lpp_tpp;
      case Decision::nveu: return nveu_tpp;
      case Decision::diverted_out: return diverted_out_tpp;
      default: return refused(d, 1);
    }
  }
  // TPP of all orders of the market and the book that stood in the queue: each has ended in one way.
  HD W offered() const {
    W ended = W(u64(0)) - diverted_in_tpp;
    for (u32 d = 0; d < kDecisions; ++d) ended = ended + tpp(Decision(d));
    return ended;
  }
  // Of the lanes that are exhausted; 0 in the others.
  HD W exhausted_with(NoteRow row) const {
    const B exhausted = exhausted_month < kNever;
    return any(exhausted) ? when(exhausted, notes.get(u32(row))) : W(u64(0));
  }
  HD W refused_tpp() const {
    return tpp(Decision::refused_cap) + tpp(Decision::refused_lpp) + tpp(Decision::refused_nveu) +
           tpp(Decision::queue_full);
  }

 private:
  HD W refused(Decision d, u32 behind) const {
    const u32 row = d == Decision::refused_cap    ? kRefusedCap
                    : d == Decision::refused_lpp  ? kRefusedLpp
                    : d == Decision::refused_nveu ? kRefusedNveu
                    : d == Decision::queue_full   ? kQueueFull
                                                  : kNoteRows;
    return notes.first && row < kNoteRows ? notes.get(row + behind) : W(u64(0));
  }
};

}  // namespace headroom
