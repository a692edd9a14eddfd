#include "host/app/verify_study.h"

#include <algorithm>

namespace headroom {
namespace {

// Trials in one comparison: a bit is kept for each and destination.
constexpr u64 kChunk = u64(1) << 18;

std::optional<TwoLedgers> replay_both(const Tables& tables, const Mismatch& difference, const VerifyPair& pair) {
  const std::optional<u64> trial = difference.trial();
  const std::optional<u32> number = number_to_replay(tables, difference.tallies);
  if (!trial || !number) return std::nullopt;
  return TwoLedgers{*trial, *number, pair.cpu_witness.ledger(tables, *trial, *number),
                    pair.device_witness.ledger(tables, *trial, *number)};
}

// Of one comparison: every counter, every sum, and the number of trials.
u64 tally_count(const TallyShape& shape) { return shape.all_counters() + shape.all_sums() + 1; }

}  // namespace

std::size_t TwoLedgers::first_difference() const {
  const std::size_t shared = std::min(cpu.size(), device.size());
  return std::size_t(std::mismatch(cpu.begin(), cpu.begin() + i64(shared), device.begin()).first - cpu.begin());
}

std::optional<bool> VerifiedDevice::equal() const {
  const bool differs = answers.wrong || std::any_of(studies.begin(), studies.end(), [](const VerifiedStudy& study) {
                         return study.difference.has_value();
                       });
  if (differs) return false;
  return failure.empty() ? std::optional(true) : std::nullopt;
}

VerifiedStudy verify_study(const VerifyTask& task, const VerifyPair& pair, const std::atomic<bool>& stop,
                           Progress& progress, u64* done) {
  const Tables tables = task.inputs.compiled.tables();
  VerifiedStudy result{&task, 0, tally_count(tally_shape(tables)), {}, {}};
  while (result.trials < task.range.count && !result.difference && !stop.load()) {
    progress.update(*done);
    const TrialRange chunk{task.range.first + result.trials, std::min(kChunk, task.range.count - result.trials)};
    result.difference = find_mismatch(pair.cpu, pair.device, tables, chunk, stop);
    result.trials += chunk.count;
    *done += chunk.count;
  }
  if (result.difference && !stop.load()) result.ledgers = replay_both(tables, *result.difference, pair);
  return result;
}

VerifiedDevice verify_device(int number, const std::vector<VerifyTask>& tasks, Engine& cpu,
                             const std::atomic<bool>& stop, Progress& progress, u64* done) {
  VerifiedDevice result;
  result.number = number;
  const std::unique_ptr<Engine> device = make_cuda_engine({number}, &result.failure);
  if (!device) return result;
  result.name = device->detail();
  try {
    const std::unique_ptr<Witness> cpu_witness = make_cpu_witness(), device_witness = make_cuda_witness(number);
    result.answers = check_answers(tasks.front().inputs.compiled.tables(), *device_witness);
    for (const VerifyTask& task : tasks) {
      if (stop.load()) break;
      result.studies.push_back(verify_study(task, {cpu, *device, *cpu_witness, *device_witness}, stop, progress, done));
    }
  } catch (const RunError& error) {
    result.failure = error.what();
  }
  return result;
}

}  // namespace headroom
