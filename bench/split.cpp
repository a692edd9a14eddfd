#include "bench/split.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/bench_output.h"

namespace headroom::bench {
namespace {

// The first row of this engine with as many threads (0: with most); nullptr: none that was measured.
const BenchRow* find(const BenchReport& report, const std::string& engine, int threads, const std::string& isa) {
  const BenchRow* found = nullptr;
  for (const BenchRow& row : report.rows) {
    if (row.engine != engine || row.rounds.empty() || (!isa.empty() && row.isa != isa)) continue;
    if (threads ? row.threads == threads && !found : !found || row.threads > found->threads) found = &row;
  }
  return found;
}

Step step(std::string what, const BenchRow& from, const BenchRow& to) {
  return {std::move(what), name_of(from), name_of(to), ratio_spread(trials_per_s(to), trials_per_s(from))};
}

}  // namespace

std::vector<Step> split_of(const BenchReport& report) {
  const BenchRow *peer = find(report, "std-cpp", 1, ""), *counter = find(report, "scalar-counter", 1, ""),
                 *reference = find(report, "reference", 1, ""), *cpu = find(report, "cpu", 1, "");
  const BenchRow* threads = cpu ? find(report, "cpu", 0, cpu->isa) : nullptr;
  if (!peer || !counter || !reference || !threads) return {};
  std::vector<Step> steps = {step("dropping std", *peer, *counter), step("reformulation", *counter, *reference),
                             step("SIMD and layout (" + cpu->isa + ")", *reference, *cpu)};
  if (threads != cpu) steps.push_back(step(fmt::format("{} threads", threads->threads), *cpu, *threads));
  steps.push_back(step("all", *peer, *threads));
  return steps;
}

std::string split_text(const std::vector<Step>& steps) {
  std::string text;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Spread& ratio = steps[i].ratio;
    const char* between = i == 0 ? "Split: " : i + 1 == steps.size() ? " = " : " x ";
    text += fmt::format("{}{:.2f} ({:.2f}..{:.2f}) {}", between, ratio.median, ratio.low, ratio.high, steps[i].what);
  }
  return text.empty() ? text : text + "\n";
}

std::string compare_json(const BenchReport& report, const std::vector<Step>& steps) {
  using Json = nlohmann::ordered_json;
  Json json = Json::parse(bench_json(report)), split = Json::array();
  for (Json& row : json["rows"]) row.erase("times");  // they are of `headroom bench`; a peer has none
  for (const Step& one : steps)
    split.push_back({{"what", one.what},
                     {"from", one.from},
                     {"to", one.to},
                     {"ratio", one.ratio.median},
                     {"ratio_range", {one.ratio.low, one.ratio.high}}});
  json["split"] = split;
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace headroom::bench
