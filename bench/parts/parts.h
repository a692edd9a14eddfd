// The parts of a trial that are timed on their own, for each kind of lanes. Plain memory and functions, so that objects
// of different instruction sets share no code.
#pragma once
#include "host/trial/tables.h"

namespace headroom::bench {

// What the parts work on, and room for what they write; all begins at a multiple of 64 bytes.
struct PartsMemory {
  const Tables* tables;  // rows as the lanes read them
  u32* path;             // factor_path_length words a lane
  u64* scratch;          // the rows of the largest destination, a number a lane
  u32* month_ends;       // of one pack: narrow_rows words
  u64* mail;             // kMailRows a hub and lane
  u64* counters;         // of a destination: TallyShape::counters()
  u64* sums;             // TallyShape::sums()
};

constexpr u32 kStepsADestination = 32;

// Every function takes `steps` steps, in each of which every lane does one item (walk: one destination of one trial),
// and returns something that depends on all of it.
struct PartsCode {
  u32 width;                                      // lanes
  u64 (*philox)(const PartsMemory&, u32 steps);   // item: a block of four words
  u64 (*gap)(const PartsMemory&, u32 steps);      // the time to the next order
  u64 (*row)(const PartsMemory&, u32 steps);      // which stream, chip and route
  u64 (*size)(const PartsMemory&, u32 steps);     // units
  u64 (*factors)(const PartsMemory&, u32 steps);  // all factors of a trial
  u64 (*clock)(const PartsMemory&, u32 steps);    // the month ends of a destination
  // Clock and orders of a destination; returns the orders decided. Lanes are those of trials in a row: an engine sorts
  // them by what they expect, so that fewer are idle.
  u64 (*walk)(const PartsMemory&, u32 steps);
  u64 (*tallies)(const PartsMemory&, u32 steps);  // the outcome of a destination
};

extern const PartsCode kScalarParts, kAvx2Parts, kAvx512Parts, kNeonParts;

}  // namespace headroom::bench
