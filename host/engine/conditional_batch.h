// Between a conditional pass and the part of it that is compiled for an instruction set: plain memory.
#pragma once
#include "host/trial/conditional.h"

namespace headroom {

// The memory in which a thread runs a batch. Trials stand in packs: trial i is lane i mod width of pack i / width. All
// begins at a multiple of 64 bytes.
struct ConditionalBatch {
  const ConditionalTables* tables;
  u64 first, step;  // number of the first trial, and from one to the next
  u32 packs;        // all of them full; kMostChances trials at most
  u32* paths;       // factor_path_length words a trial
  u64* month_ends;  // of one pack: month_rows
  u64* moments;     // of one place: kMomentRows a month and lane
};

}  // namespace headroom
