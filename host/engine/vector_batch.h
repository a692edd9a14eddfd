// Between the vector engine and the part of it that is compiled for an instruction set: plain memory and a few
// functions. No class with members of its own crosses, so that the objects share no code that the linker could mix up.
#pragma once
#include "host/trial/tally.h"

namespace headroom {

constexpr u32 kMostTrials = 1024;  // of a batch

// The memory in which a thread runs a batch, and the tallies that it adds to. Trials stand in packs: trial i is lane
// i mod width of pack i / width. All but counters and sums begins at a multiple of 64 bytes.
struct VectorBatch {
  const Tables* tables;
  TallyShape shape;
  u64 first;        // number of the first trial
  u32 packs;        // all of them full
  u32* paths;       // factor_path_length words a trial
  u32* means;       // the mean of each factor over the quarters, times something, a trial
  u32* slots;       // the trials in the order in which the destination walked last took them
  u64* scratch;     // of one pack: the rows of the largest destination
  u32* month_ends;  // of one pack: narrow_rows words
  u64* mail;        // kMailRows a hub and trial
  u64* keys;        // exhaustion_key in that order, of packs where any trial exhausted the destination
  u64* counters;    // as in Tally
  u64* sums;        // the same, low and high half after one another
  bool* exhausted;  // whether any trial of a pack did
};

struct ConditionalBatch;  // host/engine/conditional_batch.h

struct VectorCode {
  u32 width;  // trials a pack
  // Draws what comes before all destinations.
  void (*begin)(const VectorBatch&);
  // Walks and tallies one destination. Returns the trial that ran away, counted from the first, or else kNever.
  u32 (*walk)(const VectorBatch&, u32 destination);
  // A conditional pass: draws the factors, and then adds up the chances of one place.
  void (*draw_conditional)(const ConditionalBatch&);
  void (*conditional)(const ConditionalBatch&, u32 place);
};

extern const VectorCode kAvx512Code, kAvx2Code, kNeonCode;

}  // namespace headroom
