// headroom_parts: what the parts of a trial cost on each instruction set, and reading a study, with Google Benchmark:
// `ns` is nanoseconds an item, `floor` the share of it that the item's random words alone would take at the speed of
// Philox in this very run. Options are Google Benchmark's, as --benchmark_filter=walk; the study is R2, or what
// HEADROOM_PARTS_STUDY names.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>

#include <fmt/format.h>

#include "bench/parts/parts.h"
#include "bench/parts/readers.h"
#include "host/app/inputs.h"
#include "host/base/clocks.h"
#include "host/base/problems.h"
#include "host/engine/engine.h"
#include "host/engine/narrow_months.h"
#include "host/engine/trial_memory.h"
#include "host/engine/turned_rows.h"

namespace headroom::bench {
namespace {

using Function = u64 (*)(const PartsMemory&, u32);

// Numbers that begin at a multiple of 64 bytes.
template <class T>
class Room {
 public:
  explicit Room(u64 count) : bytes_(count * sizeof(T) + 64) {}
  T* get() { return reinterpret_cast<T*>((reinterpret_cast<std::uintptr_t>(bytes_.data()) + 63) / 64 * 64); }

 private:
  std::vector<unsigned char> bytes_;
};

// The memory of one kind of lanes.
class Lanes {
 public:
  Lanes(const std::string& isa, const PartsCode& code, const Tables& tables)
      : isa_(isa),
        code_(code),
        rows_(turned_rows(tables)),
        tables_(tables),
        path_(u64(factor_path_length(tables)) * code.width),
        month_ends_(u64(narrow_rows(tables.months)) * code.width),
        scratch_(u64(most_scratch_rows(tables)) * code.width),
        mail_(u64(std::max(tables.hub_count, 1u)) * kMailRows * code.width),
        counters_(tally_shape(tables).counters()),
        sums_(tally_shape(tables).sums()) {
    if (code.width > 1) tables_.rows = rows_.data();
    memory_ = {&tables_, path_.get(), scratch_.get(), month_ends_.get(), mail_.get(), counters_.get(), sums_.get()};
    philox_ns_ = best_philox_ns();
  }

  const std::string& isa() const { return isa_; }
  const PartsCode& code() const { return code_; }
  const Tables& tables() const { return tables_; }
  const PartsMemory& memory() const { return memory_; }
  double philox_ns() const { return philox_ns_; }  // a word

 private:
  double best_philox_ns() const {
    constexpr u32 steps = 50'000;
    double best = 1e9;
    for (int i = 0; i < 20; ++i) {
      const double start = thread_seconds();
      benchmark::DoNotOptimize(code_.philox(memory_, steps));
      best = std::min(best, (thread_seconds() - start) * 1e9 / (4.0 * steps * code_.width));
    }
    return best;
  }

  std::string isa_;
  const PartsCode& code_;
  std::vector<Row> rows_;
  Tables tables_;
  Room<u32> path_, month_ends_;
  Room<u64> scratch_, mail_, counters_, sums_;
  PartsMemory memory_{};
  double philox_ns_ = 0;
};

struct Part {
  const char* name;
  Function PartsCode::*function;
  u32 steps;             // a call
  double items;          // a step and lane; 0: the function says how many
  double words_an_item;  // random words
  const char* item;
};

std::vector<Part> parts_of(const Tables& tables) {
  const double values = double(tables.factor_count()) * tables.quarters;
  return {{"philox", &PartsCode::philox, 4096, 4, 1, "a word"},
          {"gap", &PartsCode::gap, 4096, 1, 30 / 32.0, "an order"},
          {"row", &PartsCode::row, 4096, 1, 24 / 32.0, "an order"},
          {"size", &PartsCode::size, 4096, 1, 10 / 32.0, "an order"},
          {"walk", &PartsCode::walk, tables.destination_count * kStepsADestination, 0, 4,
           "an order decided: clock, order loop and all"},
          {"factors", &PartsCode::factors, 64, values, (tables.quarters + 3) / 4 * 4.0 / tables.quarters, "a value"},
          {"clock", &PartsCode::clock, 256, double(tables.months), 0, "a month"},
          {"tallies", &PartsCode::tallies, 256, 1, 0, "a destination of a trial"}};
}

void measure(benchmark::State& state, const Lanes& lanes, const Part& part) {
  const Function run = lanes.code().*part.function;
  double items = 0;
  const double start = thread_seconds();
  for (auto _ : state) {
    const u64 result = run(lanes.memory(), part.steps);
    benchmark::DoNotOptimize(result);
    items += part.items == 0 ? double(result) : part.items * part.steps * lanes.code().width;
  }
  const double ns = (thread_seconds() - start) * 1e9 / items;
  state.counters["ns"] = ns;
  state.counters["floor"] = part.words_an_item * lanes.philox_ns() / ns;
  state.SetLabel(part.item);
}

std::vector<std::unique_ptr<Lanes>> all_lanes(const Tables& tables) {
  std::vector<std::unique_ptr<Lanes>> all;
  for (const std::string& isa : instruction_sets()) {
    const PartsCode* code = &kScalarParts;
#ifdef HEADROOM_X86_VECTORS
    if (isa == "avx512") code = &kAvx512Parts;
    if (isa == "avx2") code = &kAvx2Parts;
#endif
#ifdef HEADROOM_NEON
    if (isa == "neon") code = &kNeonParts;
#endif
    all.push_back(std::make_unique<Lanes>(isa, *code, tables));
  }
  return all;
}

int run(int argc, char** argv) {
  const char* study = std::getenv("HEADROOM_PARTS_STUDY");
  const Inputs inputs = read_inputs(study ? study : "R2", {}, true);
  const Tables tables = inputs.compiled.tables();
  const auto lanes = all_lanes(tables);
  for (const Part& part : parts_of(tables))
    for (const auto& one : lanes)
      benchmark::RegisterBenchmark(fmt::format("{}/{}", part.name, one->isa()).c_str(),
                                   [&one = *one, part](benchmark::State& state) { measure(state, one, part); });
  register_readers();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  for (const auto& one : lanes)
    benchmark::AddCustomContext("philox ns a word, " + one->isa(), fmt::format("{:.3f}", one->philox_ns()));
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace headroom::bench

int main(int argc, char** argv) {
  try {
    return headroom::bench::run(argc, argv);
  } catch (const headroom::InputError& error) {
    for (const headroom::Problem& problem : error.problems) fmt::print(stderr, "{}\n", headroom::to_string(problem));
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
