// `headroom run` from the outside.
#include <csignal>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/engine/engine.h"
#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::lines_of;
using testing::names_in;
using testing::Spawn;
using testing::TemporaryFolder;
using testing::text_of;

class Run : public ::testing::Test {
 protected:
  Ended headroom(const std::vector<std::string>& arguments) {
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  TemporaryFolder folder_;
};

TEST_F(Run, prints_a_table_and_says_where_the_run_folder_is) {
  const Ended ended = headroom({"run", "smoke", "--trials", "2000"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out.rfind("smoke: 2,000 trials, seed 7", 0), 0u) << ended.out;
  EXPECT_NE(ended.out.find("\nEstonia "), std::string::npos);
  EXPECT_EQ(lines_of(ended.err).back(), "run folder: runs/smoke-7-0-2000");
  EXPECT_EQ(names_in(folder_ / "runs/smoke-7-0-2000"),
            (std::vector<std::string>{"book.csv", "companies.csv", "destinations.csv", "joint.csv", "result.json",
                                      "study", "table.txt", "tallies.bin", "timeline.csv"}));
  EXPECT_EQ(text_of(folder_ / "runs/smoke-7-0-2000/table.txt"), ended.out);
}

TEST_F(Run, json_is_the_result_and_nothing_else) {
  const Ended ended = headroom({"run", "smoke", "--trials", "1000", "--json", "--quiet", "--out", "r"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.out, text_of(folder_ / "r/result.json"));
  EXPECT_EQ(Json::parse(ended.out)["trials"], 1000);
}

TEST_F(Run, shows_the_exact_answer_without_factors_beside_the_simulated_one) {
  const Ended ended = headroom({"run", "R1", "--trials", "500", "--json", "--quiet", "--out", "r"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const Json other =
      Json::parse(headroom({"run", "R1", "--trials", "500", "--estimator", "conditional", "--json", "--quiet"}).out);
  const Json plain = Json::parse(ended.out);
  ASSERT_EQ(plain["destinations"].size(), other["destinations"].size());
  for (std::size_t d = 0; d < plain["destinations"].size(); ++d) {
    const Json& row = plain["destinations"][d];
    EXPECT_TRUE(row["p_exhausted_without_factors"].is_object());
    EXPECT_EQ(row["p_exhausted_without_factors"], other["destinations"][d]["p_exhausted_without_factors"]);
    EXPECT_TRUE(row["without_factors_refused"].is_null());
  }
  const std::string table = text_of(folder_ / "r/table.txt");
  EXPECT_NE(table.find("  P without factors\n"), std::string::npos) << table;
}

TEST_F(Run, names_the_rule_that_is_in_the_way_of_an_answer_without_factors) {
  const Json run = Json::parse(headroom({"run", "R2", "--trials", "100", "--json", "--quiet", "--out", "r"}).out);
  for (const Json& row : run["destinations"]) {
    EXPECT_TRUE(row["p_exhausted_without_factors"].is_null());
    EXPECT_EQ(row["without_factors_refused"], "a route has lpp, a meter by consignee and year");
  }
  EXPECT_EQ(text_of(folder_ / "r/table.txt").find("without factors"), std::string::npos);
}

TEST_F(Run, the_copy_of_the_study_repeats_the_run) {
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "1000", "--seed", "11", "--out", "a"}).code, 0);
  ASSERT_EQ(headroom({"run", "a/study", "--out", "b"}).code, 0);
  EXPECT_EQ(text_of(folder_ / "a/result.json"), text_of(folder_ / "b/result.json"));
  EXPECT_EQ(text_of(folder_ / "a/tallies.bin"), text_of(folder_ / "b/tallies.bin"));
}

TEST_F(Run, adds_up_over_pieces_to_the_same_tallies) {
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "10000", "--out", "a", "--threads", "1"}).code, 0);
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "10000", "--out", "b", "--engine", "reference"}).code, 0);
  EXPECT_EQ(text_of(folder_ / "a/tallies.bin"), text_of(folder_ / "b/tallies.bin"));
}

TEST_F(Run, gives_the_same_on_every_instruction_set_and_says_which) {
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "1007", "--out", "a", "--engine", "reference"}).code, 0);
  for (const std::string& isa : instruction_sets()) {
    const Ended ended =
        headroom({"run", "smoke", "--trials", "1007", "--out", isa, "--isa", isa, "--threads", "2", "--json"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(Json::parse(ended.out)["engine"], "cpu");
    EXPECT_EQ(Json::parse(ended.out)["engine_detail"], isa + ", 2 threads");
    EXPECT_EQ(text_of(folder_ / "a/tallies.bin"), text_of(folder_ / isa / "tallies.bin"));
  }
}

TEST_F(Run, an_instruction_set_is_for_the_cpu_engine) {
  const Ended ended = headroom({"run", "smoke", "--engine", "reference", "--isa", "scalar"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err, "--isa scalar is for the cpu engine, not for reference; leave out one of them\n");
}

TEST_F(Run, tells_of_all_problems_of_the_command_line_at_once) {
  const Ended ended =
      headroom({"run", "smoke", "--trials", "0", "--seed", "-1", "--threads", "x", "--engine", "gpu", "--progress",
                "maybe", "--device", "0,0", "--estimator", "controls", "--isa", "sse", "--quiet"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(lines_of(ended.err).size(), 8u) << ended.err;
  EXPECT_NE(ended.err.find("--trials is '0'; it must be"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("--estimator: unknown choice 'controls'; did you mean 'control'?"), std::string::npos);
}

TEST_F(Run, unknown_options_name_the_nearest) {
  const Ended ended = headroom({"run", "smoke", "--trails", "5"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err, "unknown option '--trails'; did you mean '--trials'?\n");
}

TEST_F(Run, unknown_studies_and_regimes_are_refused) {
  const Ended study = headroom({"run", "smok"});
  EXPECT_EQ(study.code, 2);
  EXPECT_NE(study.err.find("did you mean 'smoke'?"), std::string::npos) << study.err;
  EXPECT_EQ(headroom({"run", "smoke", "--regime", "nowhere"}).code, 2);
  EXPECT_EQ(headroom({"run", "smoke", "--data", "nowhere"}).code, 2);
  EXPECT_EQ(headroom({"run"}).code, 2);
  EXPECT_EQ(headroom({}).code, 2);
}

TEST_F(Run, trials_past_the_last_are_refused) {
  EXPECT_EQ(headroom({"run", "smoke", "--first-trial", "9223372036854775807", "--trials", "2"}).code, 2);
  const Ended last =
      headroom({"run", "smoke", "--first-trial", "9223372036854775807", "--trials", "1", "--out", "r", "--json"});
  EXPECT_EQ(last.code, 0) << last.err;
  EXPECT_EQ(Json::parse(last.out)["first_trial"], 9223372036854775807u);
}

TEST_F(Run, a_folder_of_something_else_is_refused_before_the_work) {
  testing::put_text(folder_ / "mine" / "notes.txt", "kept");
  const Ended ended = headroom({"run", "smoke", "--trials", "1000000000000", "--out", "mine"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(names_in(folder_ / "mine"), (std::vector<std::string>{"notes.txt"}));
}

TEST_F(Run, a_crossed_threshold_is_exit_four_after_everything_is_written) {
  const Ended ended = headroom({"run", "smoke", "--trials", "1000", "--out", "r", "--quiet", "--fail-if",
                                "p_exhausted(CHL) > 0.2", "--fail-if", "p_exhausted(KEN) > 0.9"});
  EXPECT_EQ(ended.code, 4);
  EXPECT_EQ(lines_of(ended.err).size(), 1u) << ended.err;
  EXPECT_NE(ended.out.find("Chile"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "r/result.json"));
  EXPECT_EQ(headroom({"run", "smoke", "--trials", "1000", "--out", "r", "--fail-if", "p_exhausted(KEN) > 0.9"}).code,
            0);
  EXPECT_EQ(headroom({"run", "smoke", "--trials", "1000", "--out", "r", "--fail-if", "p_exhausted(KEX) > 0.9"}).code,
            2);
}

TEST_F(Run, a_signal_saves_what_is_done) {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) {
    const std::string out = "r" + std::to_string(signal);
    const Ended ended =
        testing::headroom({"run", "smoke", "--trials", "1000000000000", "--out", out, "--progress", "json", "--json"},
                          {.folder = folder_.path(), .signal = signal});
    EXPECT_EQ(ended.code, 3) << ended.err;
    EXPECT_NE(ended.err.find("stopped by a signal after "), std::string::npos) << ended.err;
    const Json json = Json::parse(text_of(folder_ / out / "result.json"));
    EXPECT_GT(json["trials"], 0);
    EXPECT_LT(json["trials"], 1000000000000);
  }
}

TEST_F(Run, a_closed_or_full_standard_output_is_a_failure) {
  for (const char* output : {"closed", "/dev/full"}) {
    const Ended ended = testing::headroom({"run", "smoke", "--trials", "100", "--out", "r"},
                                          {.folder = folder_.path(), .standard_output = output});
    EXPECT_EQ(ended.code, 1) << output;
    EXPECT_NE(ended.err.find("cannot write to standard output"), std::string::npos) << ended.err;
    EXPECT_TRUE(std::filesystem::exists(folder_ / "r/result.json")) << "the run itself is saved";
  }
}

TEST_F(Run, progress_is_shown_when_asked_for) {
  const Ended none = headroom({"run", "smoke", "--trials", "100", "--out", "r"});
  EXPECT_EQ(none.err, "run folder: r\n") << "no terminal, no progress";
  const Ended lines = headroom({"run", "smoke", "--trials", "100", "--out", "r", "--progress", "always"});
  ASSERT_EQ(lines_of(lines.err).size(), 3u) << lines.err;
  EXPECT_EQ(lines_of(lines.err)[0], "0 of 100 trials (0 %)");
  EXPECT_EQ(lines_of(lines.err)[1].rfind("100 of 100 trials (100 %), ", 0), 0u) << lines.err;
  EXPECT_NE(lines_of(lines.err)[1].find("; widest interval +-0."), std::string::npos) << lines.err;
}

TEST_F(Run, progress_for_programs_is_a_json_a_line) {
  const Ended ended =
      headroom({"run", "smoke", "--trials", "100", "--out", "r", "--progress", "json", "--scenario", "demand-surge"});
  const std::vector<std::string> lines = lines_of(ended.err);
  ASSERT_EQ(lines.size(), 3u) << ended.err;
  const Json begin = Json::parse(lines[0]), end = Json::parse(lines[1]);
  EXPECT_EQ(begin["schema"], "headroom.progress/1");
  EXPECT_EQ(begin["trials_done"], 0);
  EXPECT_TRUE(begin["seconds_left"].is_null());
  EXPECT_EQ(end["trials_done"], 100);
  EXPECT_EQ(end["trials"], 100);
  EXPECT_EQ(end["seconds_left"], 0);
  EXPECT_GT(end["trials_per_s"], 0);
  EXPECT_GT(end["widest"]["half_width"], 0);
  ASSERT_EQ(end["scenarios"].size(), 1u);
  EXPECT_EQ(end["scenarios"][0]["name"], "demand-surge");
  EXPECT_EQ(end["scenarios"][0]["trials_done"], 100);
}

TEST_F(Run, help_shows_examples_first) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, {"run", "--help"}, {"merge", "--help"}}) {
    const Ended ended = headroom(words);
    EXPECT_EQ(ended.code, 0);
    EXPECT_LT(ended.out.find("Examples:"), ended.out.find("Usage:"));
  }
  EXPECT_EQ(headroom({"--version"}).out.rfind("headroom ", 0), 0u);
}

}  // namespace
}  // namespace headroom
