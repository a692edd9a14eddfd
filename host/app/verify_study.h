// A device against the CPU: single steps first, then the same trials of a study, tally by tally.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/app/inputs.h"
#include "host/app/progress.h"
#include "host/engine/known_answers.h"
#include "host/engine/mismatch.h"

namespace headroom {

// A study as it was typed, and the trials of it that are compared.
struct VerifyTask {
  std::string typed, regime;  // empty: the study's own
  Inputs inputs;
  TrialRange range;
};

// One trial as the CPU and a device replay it: of a destination or, with numbers behind all destinations, of a company.
struct TwoLedgers {
  u64 trial = 0;
  u32 number = 0;
  std::vector<Event> cpu, device;

  bool differ() const { return cpu != device; }
  std::size_t first_difference() const;  // its place in both; behind the end of the shorter one perhaps
};

struct VerifiedStudy {
  const VerifyTask* task = nullptr;
  u64 trials = 0, tallies = 0;  // that were compared
  std::optional<Mismatch> difference;
  std::optional<TwoLedgers> ledgers;  // where there is something to replay
};

struct VerifiedDevice {
  int number = 0;
  std::string name;
  AnswerCheck answers;
  std::vector<VerifiedStudy> studies;
  std::string failure;  // why it could not be verified, or not to the end

  std::optional<bool> equal() const;  // nothing: it could not be verified
};

// Who is compared: an engine and a witness each.
struct VerifyPair {
  Engine &cpu, &device;
  Witness &cpu_witness, &device_witness;
};

// Stops at the first difference, and when `stop` turns true: then what comes back means nothing. Throws RunError as the
// engines do.
VerifiedStudy verify_study(const VerifyTask& task, const VerifyPair& pair, const std::atomic<bool>& stop,
                           Progress& progress, u64* done);

// All of it on one device. `cpu` runs the trials of the other side.
VerifiedDevice verify_device(int number, const std::vector<VerifyTask>& tasks, Engine& cpu,
                             const std::atomic<bool>& stop, Progress& progress, u64* done);

}  // namespace headroom
