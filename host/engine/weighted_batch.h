// Between the weighing engine and the part of it that is compiled for an
// instruction set: as vector_batch.h.
#pragma once
#include "host/trial/weight.h"

namespace headroom {

// Memory in which a thread runs kTiltBlock trials, in packs. Each stretch
// begins at a multiple of 64 bytes.
struct WeightedBatch {
  const Tables* tables;
  const Tilt* tilt;
  u64 first;        // number of the first trial, a multiple of kTiltBlock
  u32* paths;       // factor_path_length words a trial
  u32* levels;      // of each trial
  u32* slots;       // trials as they are walked: kTiltBlock and a pack a level
  u64* scratch;     // of one pack: the rows of the largest destination
  u32* month_ends;  // of one pack: narrow_rows words
  u64* mail;        // of one pack: kMailRows a hub and trial
  u32* months;      // what comes out, a trial: the month in which it exhausts,
                    // kNever: it does not
  u64* logs;        // and then its log2 ratio, Q32 signed
};

// Trials side by side, and how they are walked. Returns a trial that ran away,
// counted from the first, or kNever.
struct WeightedCode {
  u32 width;
  u32 (*walk)(const WeightedBatch&);
};

extern const WeightedCode kWeightedAvx512, kWeightedAvx2, kWeightedNeon;

}  // namespace headroom
