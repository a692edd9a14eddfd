// The memory of one destination of one trial, in rows.
#pragma once
#include "host/trial/clock.h"
#include "host/trial/decide.h"
#include "host/trial/wait.h"

namespace headroom {

// What a walk keeps in memory: month ends, what it notes of exhaustion and refusals, meters, keys of the book, orders
// that wait. Carved from one stretch.
template <class L>
struct Scratch {
  MonthEnds<L> month_end;
  Meters<L> meters;
  Column<L> book;
  Column<L> waiting;
  Column<L> notes;
};

struct ScratchRows {
  u32 month_end, notes, lpp, nveu, limited, lapses, book, waiting;
  HD u32 all() const { return month_end + notes + lpp + nveu + limited + lapses + book + waiting; }
};

HD ScratchRows scratch_rows(const Tables& tables, const Destination& place) {
  return {month_rows(tables.months),
          kNoteRows,
          place.has_lpp ? place.consignees : 0,
          place.has_nveu ? place.consignees : 0,
          place.limits != kNever ? place.consignees : 0,
          tables.lapse_share ? tables.months : 0,
          place.book_count,
          tables.wait ? kWaitRows : 0};
}

template <class L>
HD Scratch<L> carve_scratch(const ScratchRows& rows, Column<L> left) {
  const auto take = [&](u32 count) HD_INLINE {
    const Column<L> column = left;
    left = left.from(count);
    return column;
  };
  Scratch<L> scratch{};
  scratch.month_end = MonthEnds<L>{take(rows.month_end)};
  scratch.notes = take(rows.notes);
  scratch.meters.lpp = take(rows.lpp);
  scratch.meters.nveu = take(rows.nveu);
  scratch.meters.limited = take(rows.limited);
  scratch.meters.lapses = take(rows.lapses);
  scratch.book = take(rows.book);
  scratch.waiting = take(rows.waiting);
  return scratch;
}

// Empties the meters, but for what the study says was used before it starts.
template <class L>
HD void open_meters(const Tables& tables, const Destination& place, Meters<L>* meters) {
  if (place.has_lpp) meters->lpp.clear(place.consignees);
  if (place.has_nveu) meters->nveu.clear(place.consignees);
  if (place.limits != kNever) meters->limited.clear(place.consignees);
  if (tables.lapse_share) meters->lapses.clear(tables.months);
  for (u32 i = 0; i < place.preset_count; ++i) {
    const u64* preset = tables.wides + place.presets + 2 * i;
    const u32 kind = u32(preset[0] >> 32);
    if (kind == kPresetLpp) meters->lpp.put(u32(preset[0]), preset[1], true);
    if (kind == kPresetNveu) meters->nveu.put(u32(preset[0]), preset[1], true);
    if (kind == kPresetLimit) meters->limited.put(u32(preset[0]), preset[1], true);
  }
}

}  // namespace headroom
