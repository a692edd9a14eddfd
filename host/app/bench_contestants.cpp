#include "host/app/bench_contestants.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/base/clocks.h"
#include "host/stats/spread.h"

namespace headroom {
namespace {

constexpr double kSecondsAMeasurement = 0.3;
constexpr u64 kFirstTrials = 256;
// Several threads get whole batches of the CPU engines, so that none idles at the end of a measurement; one thread gets
// whole packs.
constexpr u64 kStepOfAThread = 1024, kStepAlone = 64;
constexpr double kLongestCrossing = 2;  // seconds of a run
constexpr int kTimesEachSize = 3;

BenchRow cpu_row(const std::string& engine, const std::string& isa, int threads) {
  BenchRow row;
  row.engine = engine;
  row.isa = isa;
  row.threads = threads;
  return row;
}

BenchRow cuda_row(const std::vector<int>& devices, const CudaFacts& cuda) {
  BenchRow row;
  row.engine = "cuda";
  row.devices = devices;
  for (const DeviceFacts& device : cuda.devices) {
    if (std::find(devices.begin(), devices.end(), device.number) == devices.end()) continue;
    const std::string isa = fmt::format("sm_{}{}", device.major, device.minor);
    const bool same = row.isa.empty() || row.isa == isa;
    row.isa = same ? isa : "mixed";
    row.device_name += (row.device_name.empty() ? "" : " + ") + device.name;
  }
  return row;
}

std::unique_ptr<Engine> make(BenchRow* row) {
  if (row->engine == "reference") return make_reference_engine(row->threads);
  if (row->engine == "cpu") return make_cpu_engine(row->isa, row->threads);
  return make_cuda_engine(row->devices, &row->why_not);
}

// The CPU that a user without a device would run on.
Contestant& fullest_cpu(std::vector<Contestant>& contestants) {
  return *std::max_element(contestants.begin(), contestants.end(), [](const Contestant& a, const Contestant& b) {
    const auto rank = [](const Contestant& one) { return one.row.engine == "cpu" ? one.row.threads : 0; };
    return rank(a) < rank(b);
  });
}

// Medians of a few runs in turns. The device starts afresh each time, so that its uploads count.
BothSeconds both_seconds(Contestant& cpu, Contestant& device, const Tables& tables, u64 trials) {
  std::vector<double> cpu_s, device_s;
  for (int i = 0; i < kTimesEachSize; ++i) {
    Tally by_cpu(tally_shape(tables)), by_device = by_cpu;
    cpu_s.push_back(measure(*cpu.engine, tables, {0, trials}, &by_cpu).wall);
    device.engine.reset();  // its memory is wanted
    device.engine = make(&device.row);
    if (!device.engine) throw RunError(device.row.why_not);
    device_s.push_back(measure(*device.engine, tables, {0, trials}, &by_device).wall);
    require_equal({{&cpu.row, by_cpu.digest()}, {&device.row, by_device.digest()}}, {0, trials});
  }
  return {median(cpu_s), median(device_s)};
}

}  // namespace

std::vector<BenchRow> bench_rows(const BenchChoice& choice, const std::vector<std::string>& instruction_sets,
                                 const CudaFacts& cuda) {
  const std::string isa = choice.isa == "auto" ? instruction_sets.front() : choice.isa;
  std::vector<BenchRow> rows{cpu_row("cpu", isa, 1)};
  if (choice.threads > 1) rows.push_back(cpu_row("cpu", isa, choice.threads));
  rows.push_back(cpu_row("reference", "scalar", 1));
  for (const std::string& other : instruction_sets) {
    // One lane of the CPU engine is the reference engine.
    if (choice.isa == "auto" && other != isa && other != "scalar") rows.push_back(cpu_row("cpu", other, 1));
  }
  std::vector<int> devices = choice.devices;
  if (devices.empty()) {
    for (const DeviceFacts& device : cuda.devices) devices.push_back(device.number);
  }
  for (const int device : devices) rows.push_back(cuda_row({device}, cuda));
  if (devices.size() != 1) rows.push_back(cuda_row(devices, cuda));
  if (devices.empty()) rows.back().why_not = cuda.why_none;
  return rows;
}

Contestant open_contestant(BenchRow row, const Tables& tables, double before_s) {
  Contestant one;
  one.row = std::move(row);
  if (!one.row.why_not.empty()) return one;
  const double start = wall_seconds();
  with_device_care(one, [&] {
    one.engine = make(&one.row);
    if (!one.engine) return;
    Tally tally(tally_shape(tables));
    one.row.upload_s = measure(*one.engine, tables, {0, kFirstTrials}, &tally).parts.upload_s;
    one.row.first_result_s = before_s + wall_seconds() - start;
  });
  return one;
}

void choose_trials(std::vector<Contestant>& contestants, const Tables& tables, std::optional<u64> trials) {
  for (Contestant& one : contestants) {
    if (!one.takes_part()) continue;
    const auto seconds_of = [&](u64 count) {
      if (one.outsider) return one.outsider({0, count}).wall;
      Tally tally(tally_shape(tables));
      return measure(*one.engine, tables, {0, count}, &tally).wall;
    };
    const u64 step = one.row.threads > 1 ? kStepOfAThread * u64(one.row.threads) : kStepAlone;
    with_device_care(one,
                     [&] { one.row.trials = trials ? *trials : calibrated(seconds_of, kSecondsAMeasurement, step); });
  }
}

void measure_crossovers(std::vector<Contestant>& contestants, const Tables& tables, u64 most) {
  Contestant& cpu = fullest_cpu(contestants);
  for (Contestant& one : contestants) {
    if (one.row.engine != "cuda" || !one.engine) continue;
    const auto seconds_of = [&](u64 trials) { return both_seconds(cpu, one, tables, trials); };
    with_device_care(one, [&] {
      one.row.crossover = find_crossover(seconds_of, most, kLongestCrossing);
      one.row.overtakes = name_of(cpu.row);
    });
  }
}

}  // namespace headroom
