// `headroom bench` from the outside. Under an emulator or on a machine with a GPU the rows of devices are measured too.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/app/bench_output.h"
#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::headroom;
using testing::lines_of;
using testing::TemporaryFolder;

TEST(BenchCommand, measures_every_engine_and_says_so_in_json) {
  const auto ended = headroom({"bench", "smoke", "--trials", "70", "--threads", "2", "--json", "--quiet"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.out.rfind("{\n \"schema\": \"headroom.bench/1\"", 0), 0u);
  const Json json = Json::parse(ended.out);
  std::vector<std::string> seen;
  for (const Json& row : json["rows"]) {
    EXPECT_EQ(row["study"], "smoke");
    EXPECT_GT(row["philox_ns_per_word"], 0.0);
    if (row["engine"] == "cuda") continue;
    seen.push_back(row["engine"].get<std::string>() + " " + row["isa"].get<std::string>() + " " +
                   std::to_string(row["threads"].get<int>()));
    EXPECT_EQ(row["trials"], 70);
    EXPECT_GE(row["rounds"], 5);
    EXPECT_GT(row["trials_per_s"], 0.0);
    EXPECT_LE(row["trials_per_s_range"][0], row["trials_per_s"]);
    EXPECT_GE(row["trials_per_s_range"][1], row["trials_per_s"]);
    EXPECT_DOUBLE_EQ(row["ns_per_model_order"].get<double>() * row["trials_per_s"].get<double>() *
                         json["model_orders"].get<double>(),
                     1e9);
    EXPECT_GT(row["times"]["first_result_s"], row["times"]["compile_study_s"]);
    EXPECT_EQ(row["tallies_digest"], json["rows"][0]["tallies_digest"]);
  }
  std::vector<std::string> wanted;
  const std::vector<std::string> sets = instruction_sets();
  wanted = {"cpu " + sets.front() + " 1", "cpu " + sets.front() + " 2", "reference scalar 1"};
  for (std::size_t i = 1; i < sets.size(); ++i)
    if (sets[i] != "scalar") wanted.push_back("cpu " + sets[i] + " 1");
  EXPECT_EQ(seen, wanted);
  EXPECT_EQ(json["rows"][0]["ratio_to_first_row"], 1.0);
  EXPECT_EQ(json["rounds"]["common_trials"], 70);
  for (const char* key : {"machine", "build", "driver"}) EXPECT_TRUE(json[key].is_object()) << key;
  EXPECT_NE(json["machine"]["cpu"], "");
  EXPECT_NE(json["build"]["compiler"], "");
  EXPECT_GT(json["peak_memory_bytes"], 1'000'000);
}

TEST(BenchCommand, its_digest_is_that_of_a_run_of_the_same_trials) {
  const TemporaryFolder folder;
  const auto bench = headroom({"bench", "smoke", "--trials", "70", "--seed", "3", "--json", "--quiet"});
  const auto run =
      headroom({"run", "smoke", "--trials", "70", "--seed", "3", "--json", "--quiet"}, {.folder = folder.path()});
  ASSERT_EQ(bench.code, 0) << bench.err;
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(Json::parse(bench.out)["rows"][0]["tallies_digest"], Json::parse(run.out)["tallies_digest"]);
  EXPECT_EQ(Json::parse(bench.out)["study_digest"], Json::parse(run.out)["study"]["digest"]);
}

TEST(BenchCommand, a_device_that_is_not_there_has_a_row_that_says_why) {
  const auto ended =
      headroom({"bench", "smoke", "--trials", "64", "--isa", "scalar", "--threads", "1", "--device", "1023", "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const Json json = Json::parse(ended.out);
  ASSERT_EQ(json["rows"].size(), 3u);
  const Json& row = json["rows"][2];
  EXPECT_EQ(row["engine"], "cuda");
  EXPECT_NE(row["no_device"], "");
  for (const char* key : {"trials_per_s", "ns_per_model_order", "tallies_digest", "crossover", "threads"})
    EXPECT_TRUE(row[key].is_null()) << key;
}

TEST(BenchCommand, prints_a_table_with_every_row_and_the_missing_device) {
  const auto ended = headroom({"bench", "smoke", "--trials", "64", "--threads", "2", "--device", "1023"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out.rfind("smoke: 218 model orders a trial, medians of ", 0), 0u) << ended.out;
  EXPECT_NE(ended.out.find("\nreference         scalar        1"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("\ncuda device 1023  -             -       -  no device"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("\ncuda device 1023: no device ("), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("\nTallies of all rows are equal; of the first 64 trials: "), std::string::npos);
  EXPECT_EQ(lines_of(ended.err).size(), 1u) << ended.err;
}

TEST(BenchCommand, tells_of_all_problems_of_the_command_line_at_once) {
  const auto ended = headroom({"bench", "smoke", "--trials", "0", "--rounds", "0", "--seed", "-1", "--threads", "0",
                               "--isa", "sse", "--device", "0,0"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(lines_of(ended.err).size(), 6u) << ended.err;
  EXPECT_NE(ended.err.find("--rounds is '0'; it must be a whole number between 5 and 1000"), std::string::npos);
  EXPECT_EQ(headroom({"bench", "smoke", "--rounds", "4"}).code, 2) << "too few for a spread";
  EXPECT_EQ(headroom({"bench", "smoke", "--trials", "1000000000001"}).code, 2);
}

TEST(BenchCommand, unknown_studies_regimes_and_options_are_refused) {
  const auto study = headroom({"bench", "smok"});
  EXPECT_EQ(study.code, 2);
  EXPECT_NE(study.err.find("did you mean 'smoke'?"), std::string::npos) << study.err;
  EXPECT_EQ(headroom({"bench", "smoke", "--regime", "nowhere"}).code, 2);
  EXPECT_EQ(headroom({"bench", "smoke", "--data", "nowhere"}).code, 2);
  EXPECT_EQ(headroom({"bench", "smoke", "--trails", "5"}).err, "unknown option '--trails'; did you mean '--trials'?\n");
}

TEST(BenchCommand, help_shows_examples_first) {
  const auto ended = headroom({"bench", "--help"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_LT(ended.out.find("headroom bench"), ended.out.find("Usage:"));
  EXPECT_NE(headroom({"--help"}).out.find("headroom bench"), std::string::npos);
}

BenchReport report_of_a_device() {
  BenchRow cpu, lost;
  cpu.engine = "cpu";
  cpu.isa = "avx2";
  cpu.threads = 2;
  cpu.trials = 1000;
  cpu.rounds = {{0.5, 1.0, {}}, {1.0, 1.5, {}}, {0.25, 0.5, {}}};
  cpu.digest = "0123456789abcdef";
  BenchRow device = cpu;
  device.engine = "cuda";
  device.isa = "sm_90";
  device.threads = 0;
  device.devices = {0};
  device.device_name = "Some GPU";
  device.trials = 8000;
  device.rounds = {{0.4, 0.1, {0, 0.3, 0.02}}, {0.5, 0.1, {0, 0.4, 0.03}}, {0.4, 0.1, {0, 0.3, 0.02}}};
  device.upload_s = 0.01;
  device.crossover = Crossover{2048, 4096};
  device.overtakes = name_of(cpu);
  lost.engine = "cuda";
  lost.devices = {1};
  lost.why_not = "it fell off the bus";
  lost.failed = true;
  BenchReport report;
  report.study = "S";
  report.model_orders = 100;
  report.rounds = {1000, 4, 3, false, {0.01}, {2, 3, 1}};
  report.rows = {cpu, device, lost};
  report.cuda.toolkit = "13.0";
  report.cuda.driver = 12080;
  return report;
}

TEST(BenchOutput, tells_the_parts_of_a_devices_time_and_where_it_overtakes) {
  const std::string text = bench_text(report_of_a_device());
  EXPECT_NE(text.find("cuda device 0              0.0000         0.4000  0.0100   0.3000    0.0200\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("cuda device 0 (Some GPU) overtakes cpu avx2, 2 threads at 2,048 trials"), std::string::npos);
  EXPECT_NE(text.find("cuda device 1: failed (it fell off the bus)"), std::string::npos);
  EXPECT_NE(text.find(", driver 12.8"), std::string::npos);
  EXPECT_NE(text.find("; 4 rounds measured, 3 kept\n"), std::string::npos);
}

TEST(BenchOutput, ratios_are_round_by_round_against_the_first_row) {
  const Json json = Json::parse(bench_json(report_of_a_device()));
  const Json &cpu = json["rows"][0], &device = json["rows"][1], &lost = json["rows"][2];
  EXPECT_EQ(cpu["trials_per_s"], 2000.0);
  EXPECT_EQ(cpu["trials_per_s_range"], (Json{1000.0, 4000.0}));
  EXPECT_EQ(cpu["ns_per_model_order"], 5000.0);
  EXPECT_EQ(cpu["cores_busy"], 2.0);
  EXPECT_EQ(cpu["trials_per_core_s"], 1000.0);
  EXPECT_EQ(device["ratio_range"], (Json{5.0, 16.0}));
  EXPECT_EQ(device["ratio_to_first_row"], 10.0);
  EXPECT_EQ(device["times"]["upload_s"], 0.01);
  EXPECT_EQ(device["times"]["kernels_s"], 0.3);
  EXPECT_EQ(device["crossover"]["trials"], 2048);
  EXPECT_EQ(device["crossover"]["against"], "cpu avx2, 2 threads");
  EXPECT_EQ(lost["failed"], "it fell off the bus");
  EXPECT_TRUE(lost["trials_per_s"].is_null());
  EXPECT_FALSE(lost.contains("no_device"));
}

}  // namespace
}  // namespace headroom
