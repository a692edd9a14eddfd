// An engine is a loop around host/trial: it adds a range of trials to a tally. All engines give the same tallies, bit
// for bit, however the range is cut.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "host/base/problems.h"
#include "host/engine/exhausted_bits.h"
#include "host/engine/tally.h"

namespace headroom {

struct ConditionalTables;  // host/trial/conditional.h
struct ConditionalTally;   // host/engine/conditional.h
struct Tilt;               // host/trial/weight.h
struct WeightTally;        // host/engine/weight_tally.h

struct TrialRange {
  u64 first = 0, count = 0;
};

// Thrown where all that an engine runs on is lost. The first `done` trials of the range are in the tally.
struct EngineLost : RunError {
  EngineLost(u64 done_before, const std::string& why) : RunError(why), done(done_before) {}
  u64 done;
};

// Where the time of an engine with a device of its own has gone, over all runs so far and summed over its devices.
// Zeros where there is nothing to tell apart. What runs at the same time is counted in each.
struct EngineTimes {
  double upload_s = 0, kernels_s = 0, download_s = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string name() const = 0;    // "reference", "cpu", "cuda"
  virtual std::string detail() const = 0;  // "2 threads"; what a reader of the result wants to know
  // Adds the trials to `tally`, which has the shape of the tables. When `stop` turns true it ends early at a whole
  // batch; returns how many trials, from the first on, were added. Throws RunError: a destination reached kMaxOrders in
  // a trial, or a company kMaxClusters (its address is named); EngineLost. `exhausted`, if given, has room for the
  // range and learns which of its trials exhausted which destination.
  virtual u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
                  ExhaustedBits* exhausted = nullptr) = 0;
  // Adds the chances of the trials, given their factors, to `tally`, which has the shape of the tables. Stops, returns
  // and throws as run() does, but that no trial runs away. Here one lane on one thread: right for every engine.
  virtual u64 run_conditional(const ConditionalTables& tables, TrialRange range, const std::atomic<bool>& stop,
                              ConditionalTally* tally);
  // Adds trials of one destination, weighed (host/trial/weight.h), to `tally`, which has as many months as the tables;
  // their destinations are those of Law. First and count are multiples of kTiltBlock. Stops, at a whole block, returns
  // and throws as run() does. Here one lane on one thread: right for every engine.
  virtual u64 run_weighted(const Tables& tables, const Tilt& tilt, TrialRange range, const std::atomic<bool>& stop,
                           WeightTally* tally);
  virtual EngineTimes times() const { return {}; }
};

// One lane, nothing clever: what every other engine is compared with.
std::unique_ptr<Engine> make_reference_engine(int threads);

// The instruction sets that this build has code for and this machine runs, the fastest first; the last is "scalar".
std::vector<std::string> instruction_sets();

// Trials side by side in the lanes of an instruction set, by name; "auto" is the fastest. Throws RunError where it
// does not run on this machine.
std::unique_ptr<Engine> make_cpu_engine(const std::string& isa, int threads);

// Nothing, and the reason in `why_not`, where there is no usable device or the build has no CUDA. Defined in cuda/, or
// by host/engine/no_cuda.cpp in a build without it.
std::unique_ptr<Engine> make_cuda_engine(const std::vector<int>& devices, std::string* why_not);

struct EngineChoice {
  std::string engine = "auto";  // auto, cpu, reference, cuda
  std::string isa = "auto";     // auto, avx512, avx2, neon, scalar: of the cpu engine
  int threads = 0;              // 0: all of the machine
  std::vector<int> devices;     // empty: the first
};

// At least 1.
int threads_of(const EngineChoice& choice);

// The engine of a choice. `auto` takes CUDA where there is a device, else the CPU, and then `note` says why. Throws
// RunError where `cuda` was asked for and cannot be had.
std::unique_ptr<Engine> make_engine(const EngineChoice& choice, std::string* note);

// The shape of a study's tallies. `book` counts all rows of the book.
inline TallyShape tally_shape(const Tables& tables) {
  return {tables.months,     tables.destination_count, tables.book_count,    tables.divert_count,
          tables.slot_count, tables.look_count,        tables.location_count};
}

// Stops a run: destination `number` has reached kMaxOrders in a trial or, behind the destinations, a company
// kMaxClusters. Throws RunError with the address.
[[noreturn]] void throw_runaway(const Tables& tables, u64 trial, u32 number);

}  // namespace headroom
