#include "bench/parts/readers.h"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "host/app/inputs.h"

namespace headroom::bench {
namespace {

namespace fs = std::filesystem;

// A study folder with many streams, all over the destinations of R2; it is gone when this is.
class ManyStreams {
 public:
  explicit ManyStreams(i64 streams)
      : folder_(fs::temp_directory_path() / fmt::format("headroom-parts-{}", ::getpid())) {
    Problems problems;
    const LoadedStudy r2 = load_study("R2", {}, problems);
    fs::create_directories(folder_);
    for (const InputFile& file : r2.files)
      if (file.name == "study.toml") std::ofstream(folder_ / file.name) << file.text;
    std::vector<const Stream*> first;  // of each destination: the betas of all its streams
    for (const Stream& stream : r2.study.streams)
      if (first.empty() || first.back()->destination != stream.destination) first.push_back(&stream);
    std::ofstream market(folder_ / "market.csv");
    market << "destination,stream,orders_per_month,growth_per_year,units_median,units_log_sd,units_max,chips,routes,"
              "consignees,delay_months,beta_global,beta_region\n";
    for (i64 i = 0; i < streams; ++i) {
      const Stream& like = *first[std::size_t(i) % first.size()];
      market << fmt::format("{},s{},0.001,0.1,{},{},59000,fleet,lpp>general:0.6;general:0.4,{},2,{},{}\n",
                            like.destination, i, 100 + i % 400, 1 + double(i % 7) * 0.1, 1 + i % 8, like.beta_global,
                            like.beta_region);
    }
  }
  ~ManyStreams() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  ManyStreams(const ManyStreams&) = delete;
  ManyStreams& operator=(const ManyStreams&) = delete;
  std::string folder() const { return folder_.string(); }

 private:
  fs::path folder_;
};

void load_and_compile(benchmark::State& state, const char* study) {
  for (auto _ : state) benchmark::DoNotOptimize(read_inputs(study, {}, true).compiled.words.size());
}

void load_market(benchmark::State& state) {
  const ManyStreams study(state.range(0));
  for (auto _ : state) {
    Problems problems;
    benchmark::DoNotOptimize(load_study(study.folder(), {}, problems).study.streams.size());
  }
  state.SetComplexityN(state.range(0));
}

void compile_market(benchmark::State& state) {
  const ManyStreams study(state.range(0));
  Problems problems;
  const LoadedStudy loaded = load_study(study.folder(), {}, problems);
  for (auto _ : state) benchmark::DoNotOptimize(compile(loaded.study, loaded.catalogue, problems).words.size());
  state.SetComplexityN(state.range(0));
}

}  // namespace

void register_readers() {
  benchmark::RegisterBenchmark("load_and_compile/baseline-2025", load_and_compile, "baseline-2025")
      ->Unit(benchmark::kMillisecond);
  for (const auto& [name, function] :
       {std::pair("load_market", &load_market), std::pair("compile_market", &compile_market)})
    benchmark::RegisterBenchmark(name, function)
        ->RangeMultiplier(10)
        ->Range(1'000, 100'000)
        ->Unit(benchmark::kMillisecond)
        ->Complexity(benchmark::oN);
}

}  // namespace headroom::bench
