#include "host/app/bench_output.h"

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/report/grid.h"

namespace headroom {
namespace {

template <class Value>
double median_of(const BenchRow& row, Value value) {
  std::vector<double> values;
  for (const Measurement& round : row.rounds) values.push_back(value(round));
  return median(values);
}

std::string rounded(double number) { return grouped(u64(number + 0.5)); }

std::string cuda_text(const CudaFacts& cuda) {
  if (cuda.toolkit.empty()) return cuda.why_none;
  std::string text = fmt::format("CUDA {} for {}", cuda.toolkit, cuda.architectures);
  if (cuda.driver > 0) text += fmt::format(", driver {}", cuda_version(cuda.driver));
  return text;
}

std::string engine_cell(const BenchRow& row) { return row.engine == "cuda" ? name_of(row) : row.engine; }

const char* no_speed(const BenchRow& row) {
  return row.failed ? "failed" : row.engine == "cuda" ? "no device" : "left out";
}

std::string times(const BenchReport& report) {
  std::vector<std::vector<std::string>> lines;
  const auto seconds = [](double s) { return fmt::format("{:.4f}", s); };
  for (const BenchRow& row : report.rows) {
    if (row.rounds.empty()) continue;
    auto& line = lines.emplace_back();
    line = {name_of(row), seconds(row.first_result_s), seconds(median_wall(row))};
    const EngineTimes parts = median_parts(row);
    if (row.engine == "cuda") {
      line.insert(line.end(), {seconds(parts.upload_s), seconds(parts.kernels_s), seconds(parts.download_s)});
    } else {
      line.insert(line.end(), {"-", "-", "-"});
    }
  }
  const auto right = Align::right;
  return fmt::format(
             "Seconds; the first result includes reading and compiling the study, {:.4f}, and a device's upload:\n",
             report.compile_study_s) +
         grid({{"Engine", Align::left},
               {"First result", right},
               {"A measurement", right},
               {"Upload", right},
               {"Kernels", right},
               {"Download", right}},
              lines);
}

// What is to be said of a device, a line.
std::string device_text(const BenchRow& row) {
  if (!row.why_not.empty()) return fmt::format("{}: {} ({})\n", name_of(row), no_speed(row), printable(row.why_not));
  if (!row.crossover) return {};
  const auto& at = row.crossover->trials;
  return fmt::format("{} ({}) {} {} {} {} trials, all its time counted\n", name_of(row), printable(row.device_name),
                     at ? "overtakes" : "does not overtake", row.overtakes, at ? "at" : "up to",
                     grouped(at.value_or(row.crossover->largest)));
}

std::string foot(const BenchReport& report) {
  std::string text;
  for (const BenchRow& row : report.rows) text += device_text(row);
  text += fmt::format("Tallies of all rows are equal; of the first {}: {}\n",
                      counted(report.rounds.common, "trial", "trials"), report.rows.front().digest);
  text += bench_load(report);
  return text + fmt::format("Peak memory: {:.1f} MiB\n", double(report.peak_memory_bytes) / 0x1p20);
}

}  // namespace

std::vector<double> trials_per_s(const BenchRow& row) {
  std::vector<double> rates;
  for (const Measurement& round : row.rounds) rates.push_back(double(row.trials) / round.wall);
  return rates;
}

double ns_per_model_order(double trials_per_s, double model_orders) {
  return model_orders > 0 ? 1e9 / (trials_per_s * model_orders) : 0;
}

EngineTimes median_parts(const BenchRow& row) {
  return {row.upload_s, median_of(row, [](const Measurement& m) { return m.parts.kernels_s; }),
          median_of(row, [](const Measurement& m) { return m.parts.download_s; })};
}

double median_wall(const BenchRow& row) {
  return median_of(row, [](const Measurement& m) { return m.wall; });
}

double median_cores(const BenchRow& row) {
  return median_of(row, [](const Measurement& m) { return m.processors / m.wall; });
}

double median_trials_per_core_s(const BenchRow& row) {
  return median_of(row, [&](const Measurement& m) { return double(row.trials) / m.processors; });
}

std::string bench_head(const BenchReport& report) {
  const BenchRounds& rounds = report.rounds;
  const MachineFacts& machine = report.machine;
  std::string text =
      fmt::format("{}: {} model orders a trial, medians of {}, Philox {:.2f} ns a word\n", printable(report.study),
                  rounded(report.model_orders), counted(rounds.kept, "round", "rounds"), median(rounds.philox_ns));
  text += fmt::format("{}, {}, {:.1f} GiB; {}\n", printable(machine.cpu), counted(u64(machine.cores), "core", "cores"),
                      double(machine.memory_bytes) / 0x1p30, printable(machine.system));
  return text + fmt::format("headroom {}, {}, {}; {}\n", report.build.version, report.build.compiler, report.build.type,
                            printable(cuda_text(report.cuda)));
}

std::string bench_speeds(const BenchReport& report) {
  const std::vector<double> base = trials_per_s(report.rows.front());
  std::vector<std::vector<std::string>> lines;
  for (const BenchRow& row : report.rows) {
    auto& line = lines.emplace_back();
    line = {engine_cell(row), row.isa.empty() ? "-" : row.isa, row.threads ? std::to_string(row.threads) : "-"};
    if (row.rounds.empty()) {
      line.insert(line.end(), {"-", no_speed(row)});
      continue;
    }
    const std::vector<double> rates = trials_per_s(row);
    const Spread rate = spread_of(rates), ratio = ratio_spread(rates, base);
    line.insert(line.end(), {grouped(row.trials), rounded(rate.median),
                             fmt::format("{}..{}", rounded(rate.low), rounded(rate.high)),
                             fmt::format("{:.2f}", ns_per_model_order(rate.median, report.model_orders)),
                             fmt::format("{:.2f}", ratio.median), fmt::format("{:.2f}..{:.2f}", ratio.low, ratio.high),
                             fmt::format("{:.2f}", median_cores(row)),
                             row.engine == "cuda" ? "-" : rounded(median_trials_per_core_s(row))});
  }
  const auto right = Align::right;
  return grid({{"Engine", Align::left},
               {"ISA", Align::left},
               {"Threads", right},
               {"Trials", right},
               {"Trials/s", right},
               {"min..max", right},
               {"ns/model order", right},
               {"Ratio", right},
               {"min..max", right},
               {"Cores", right},
               {"Trials/s a core", right}},
              lines);
}

std::string bench_load(const BenchReport& report) {
  std::string text;
  const BenchRounds& rounds = report.rounds;
  if (!rounds.other_load.empty())
    text += fmt::format("Others used {:.0f} % of the machine; {} measured, {} kept{}\n",
                        100 * median(rounds.other_load), counted(rounds.measured, "round", "rounds"), rounds.kept,
                        rounds.disturbed ? ": too few were quiet, repeat it on a quiet machine" : "");
  if (!report.build.optimised) text += "This is no build for speed: say nothing of these figures\n";
  return text;
}

std::string bench_text(const BenchReport& report) {
  return bench_head(report) + "\n" + bench_speeds(report) + "\n" + times(report) + "\n" + foot(report);
}

}  // namespace headroom
