// What `headroom bench` measures and tells.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/app/bench_crossover.h"
#include "host/app/machine.h"
#include "host/engine/device_facts.h"
#include "host/engine/engine.h"

namespace headroom {

// One run of an engine, in seconds.
struct Measurement {
  double wall = 0;
  double processors = 0;  // processor time of all threads
  EngineTimes parts;      // of a device; no upload where the tables are there already
};

// An engine as it is measured.
struct BenchRow {
  std::string engine;        // "reference", "cpu", "cuda", or a peer of bench/
  std::string isa;           // of a CPU
  int threads = 0;           // of a CPU
  std::vector<int> devices;  // of CUDA; empty where there is none
  std::string device_name;
  std::string why_not;  // it cannot be measured: no device, or one that failed; the rest is empty then
  bool failed = false;  // the latter

  double first_result_s = 0;  // from nothing to the tallies of the first trials, the reading of the study included
  double upload_s = 0;        // of a device, in that first run: the tables stay there for the runs behind it
  u64 trials = 0;             // a measurement
  std::vector<Measurement> rounds;
  std::string digest;  // of the first trials, BenchRounds::common of them: what a run of them has as tallies_digest
  std::optional<Crossover> crossover;
  std::string overtakes;  // the name of the row that the crossover is against
};

// "cpu avx512, 2 threads", "cuda device 0".
std::string name_of(const BenchRow& row);

// How the rounds went. What others do on the machine spoils a round: see kMostOtherLoad.
struct BenchRounds {
  u64 common = 0;                  // trials that all rows run in a round, and that are compared
  u32 measured = 0;                // one more has been run before them, to warm up
  u32 kept = 0;                    // the speeds are of these
  bool disturbed = false;          // too few were quiet, so all are kept
  std::vector<double> other_load;  // of those kept where it could be told: the share of the machine that others used
  std::vector<double> philox_ns;   // of those kept
};

struct BenchReport {
  std::string study, digest;  // of its tables
  double model_orders = 0;    // that the market sends in a trial, on average
  double compile_study_s = 0;
  BenchRounds rounds;
  std::vector<BenchRow> rows;
  MachineFacts machine;
  BuildFacts build;
  CudaFacts cuda;
  u64 peak_memory_bytes = 0;
};

}  // namespace headroom
