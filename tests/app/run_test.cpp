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
                                      "study", "tallies.bin", "timeline.csv"}));
}

TEST_F(Run, json_is_the_result_and_nothing_else) {
  const Ended ended = headroom({"run", "smoke", "--trials", "1000", "--json", "--quiet", "--out", "r"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.out, text_of(folder_ / "r/result.json"));
  EXPECT_EQ(Json::parse(ended.out)["trials"], 1000);
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
                "maybe", "--device", "0,0", "--estimator", "control", "--isa", "sse", "--quiet"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(lines_of(ended.err).size(), 8u) << ended.err;
  EXPECT_NE(ended.err.find("--trials is '0'; it must be"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("--estimator control does not work in this version yet; use plain"), std::string::npos);
}

TEST_F(Run, unknown_options_name_the_nearest) {
  EXPECT_EQ(headroom({"run", "smoke", "--resume"}).code, 2);
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
  for (const int signal : {SIGINT, SIGTERM}) {
    const Ended ended =
        testing::headroom({"run", "smoke", "--trials", "1000000000000", "--out", "r", "--progress", "always", "--json"},
                          {.folder = folder_.path(), .signal = signal});
    EXPECT_EQ(ended.code, 3) << ended.err;
    EXPECT_NE(ended.err.find("stopped by a signal after "), std::string::npos) << ended.err;
    const Json json = Json::parse(text_of(folder_ / "r/result.json"));
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

TEST_F(Run, progress_is_shown_when_asked_for_and_taken_away) {
  const Ended quiet = headroom({"run", "smoke", "--trials", "100", "--out", "r"});
  EXPECT_EQ(quiet.err.find('\r'), std::string::npos) << "no terminal, no progress";
  const Ended shown = headroom({"run", "smoke", "--trials", "100", "--out", "r", "--progress", "always"});
  EXPECT_NE(shown.err.find("\r0 of 100 trials"), std::string::npos) << shown.err;
  EXPECT_NE(shown.err.find(" \rrun folder: r\n"), std::string::npos) << shown.err;
}

TEST_F(Run, help_shows_examples_first) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, {"run", "--help"}, {"merge", "--help"}}) {
    const Ended ended = headroom(words);
    EXPECT_EQ(ended.code, 0);
    EXPECT_LT(ended.out.find("Examples:"), ended.out.find("Usage:"));
    EXPECT_EQ(ended.out.find("--resume"), std::string::npos) << "only what works is listed";
  }
  EXPECT_EQ(headroom({"--version"}).out.rfind("headroom ", 0), 0u);
}

}  // namespace
}  // namespace headroom
