// `headroom verify`: what it says of a device that is right, of one that is not, and where there is none.
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "host/app/verify_output.h"
#include "tests/app/spawn.h"
#include "tests/support/faulty_engine.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;

const std::atomic<bool> kGoOn{false};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The program on a machine whose devices, if any, are hidden.
class VerifyWithoutDevice : public ::testing::Test {
 protected:
  VerifyWithoutDevice() { setenv("CUDA_VISIBLE_DEVICES", "-1", 1); }
  ~VerifyWithoutDevice() override { unsetenv("CUDA_VISIBLE_DEVICES"); }
  Ended verify(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "verify");
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  testing::TemporaryFolder folder_;
};

TEST_F(VerifyWithoutDevice, fails_and_says_why_and_what_to_do) {
  const Ended ended = verify({"smoke"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.out, "");
  EXPECT_TRUE(holds(ended.err, "nothing was verified: ")) << ended.err;
  EXPECT_TRUE(holds(ended.err, "nvidia-smi") || holds(ended.err, "CUDA toolkit")) << ended.err;
  EXPECT_EQ(testing::lines_of(ended.err).size(), 1u);
}

TEST_F(VerifyWithoutDevice, leaves_open_in_json_whether_all_is_equal) {
  const Ended ended = verify({"--json", "--quiet"});
  EXPECT_EQ(ended.code, 1);
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json["schema"], "headroom.verify/1");
  EXPECT_TRUE(json["equal"].is_null());
  EXPECT_EQ(json["trials"], 0);
  EXPECT_TRUE(json["devices"].is_array() && json["devices"].empty());
  EXPECT_NE(json["why_none"].get<std::string>(), "");
}

TEST_F(VerifyWithoutDevice, says_all_that_is_wrong_with_the_command_line) {
  const Ended ended = verify({"smoke", "--trials", "0", "--device", "0,0", "--threads", "x"});
  EXPECT_EQ(ended.code, 2);
  for (const char* what : {"--trials", "--device names 0 twice", "--threads"})
    EXPECT_TRUE(holds(ended.err, what)) << what;
  EXPECT_EQ(verify({"no-such-study"}).code, 2);
}

TEST_F(VerifyWithoutDevice, shows_examples_first_in_its_help) {
  const Ended ended = verify({"--help"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_LT(ended.out.find("headroom verify my-study --trials"), ended.out.find("Options:"));
  EXPECT_TRUE(holds(testing::headroom({"--help"}).out, "  verify "));
}

// A device that is the reference engine with faults.
class VerifyFaulty : public ::testing::Test {
 protected:
  static constexpr u64 kTrial = 123;
  static constexpr int kDevice = 3;

  VerifyFaulty() {
    task_.typed = "smoke";
    task_.inputs = read_inputs("smoke", {}, true);
    task_.range = {100, 400};
  }
  u32 number_of(const std::string& iso3) const {
    for (u32 d = 0; d < task_.inputs.compiled.capped.size(); ++d)
      if (task_.inputs.compiled.capped[d].iso3 == iso3) return d;
    throw RunError("no destination " + iso3);
  }
  Verification verify(Engine& device, Witness& witness) {
    const auto cpu = make_cpu_engine("auto", 2);
    const auto cpu_witness = make_cpu_witness();
    Progress progress(0, false);
    u64 done = 0;
    VerifiedDevice verified;
    verified.number = kDevice;
    verified.name = "a card";
    verified.answers = check_answers(task_.inputs.compiled.tables(), witness);
    verified.studies.push_back(verify_study(task_, {*cpu, device, *cpu_witness, witness}, kGoOn, progress, &done));
    EXPECT_EQ(done, task_.range.count);
    return {cpu->detail(), {verified}, ""};
  }
  testing::FaultyEngine refuses_one_too_many(const std::string& iso3) {
    const TallyShape shape = tally_shape(task_.inputs.compiled.tables());
    const u64 index = shape.counter(number_of(iso3), shape.orders(u32(Decision::refused_cap)));
    return {kTrial, [=](TrialRange, Tally* tally, ExhaustedBits*) { ++tally->counters[index]; }};
  }
  VerifyTask task_;
};

TEST_F(VerifyFaulty, is_equal_where_nothing_differs) {
  const auto right = make_reference_engine(1);
  const auto witness = make_cpu_witness();
  const Verification what = verify(*right, *witness);
  EXPECT_EQ(what.equal(), true);
  EXPECT_TRUE(holds(verify_text(what), "All is equal, bit for bit"));
  const Json json = Json::parse(verify_json(what));
  EXPECT_EQ(json["equal"], true);
  EXPECT_EQ(json["trials"], 400);
  EXPECT_EQ(json["devices"][0]["name"], "a card");
  EXPECT_EQ(json["devices"][0]["known_answers"]["wrong"], 0);
  EXPECT_TRUE(json["devices"][0]["studies"][0]["difference"].is_null());
}

TEST_F(VerifyFaulty, names_trial_destination_and_tally_and_how_to_see_it_again) {
  testing::FaultyEngine faulty = refuses_one_too_many("QAT");
  testing::LyingWitness witness(7);
  const Verification what = verify(faulty, witness);
  EXPECT_EQ(what.equal(), false);
  const std::string text = verify_text(what), seed = std::to_string(task_.inputs.loaded.study.seed);
  for (const std::string& part :
       {std::string("Device 3, smoke: trial 123 differs"), std::string("QAT: orders refused_cap"),
        std::string("Ledgers of trial 123, QAT"), std::string("DIFFERENT"),
        "headroom verify smoke --seed " + seed + " --first-trial 123 --trials 1 --device 3",
        "headroom explain smoke --seed " + seed + " --trial 123 --destination QAT"})
    EXPECT_TRUE(holds(text, part)) << part << "\n" << text;
  u64 marked = 0;
  for (const std::string& line : testing::lines_of(text)) {
    if (line.rfind("->", 0) != 0) continue;
    ++marked;
    EXPECT_TRUE(holds(line, "    8  ")) << line;  // lines count from 1
  }
  EXPECT_EQ(marked, 1u);
}

TEST_F(VerifyFaulty, tells_the_same_in_json) {
  testing::FaultyEngine faulty = refuses_one_too_many("QAT");
  testing::LyingWitness witness(7);
  const Json json = Json::parse(verify_json(verify(faulty, witness)));
  EXPECT_EQ(json["equal"], false);
  EXPECT_EQ(json["devices"][0]["equal"], false);
  const Json& difference = json["devices"][0]["studies"][0]["difference"];
  EXPECT_EQ(difference["first_trial"], kTrial);
  EXPECT_EQ(difference["trials"], 1);
  EXPECT_EQ(difference["different_tallies"], 1);
  EXPECT_EQ(difference["tallies"][0]["name"], "QAT: orders refused_cap");
  EXPECT_EQ(difference["tallies"][0]["device"].get<u64>(), difference["tallies"][0]["cpu"].get<u64>() + 1);
  EXPECT_EQ(difference["ledgers"]["of"], "QAT");
  EXPECT_EQ(difference["ledgers"]["first_different_line"], 8);
  EXPECT_EQ(difference["ledgers"]["cpu"].size(), difference["ledgers"]["device"].size());
}

TEST_F(VerifyFaulty, explains_by_a_command_that_works) {
  testing::FaultyEngine faulty = refuses_one_too_many("QAT");
  testing::LyingWitness witness(7);
  const Verification what = verify(faulty, witness);
  std::istringstream words(explain_command(what.devices[0].studies[0]));
  std::vector<std::string> arguments;
  for (std::string word; words >> word;) arguments.push_back(word);
  ASSERT_EQ(arguments.front(), "headroom");
  arguments.erase(arguments.begin());
  const testing::TemporaryFolder folder;
  const Ended ended = testing::headroom(arguments, {.folder = folder.path()});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_TRUE(holds(ended.out, "(QAT)"));
}

TEST_F(VerifyFaulty, says_that_a_ledger_is_the_same_where_only_tallies_differ) {
  testing::FaultyEngine faulty = refuses_one_too_many("CHL");
  const auto witness = make_cpu_witness();
  const Verification what = verify(faulty, *witness);
  const std::string text = verify_text(what);
  EXPECT_TRUE(holds(text, "Replayed alone, trial 123, CHL is the same on both sides")) << text;
  const Json json = Json::parse(verify_json(what));
  EXPECT_EQ(json["devices"][0]["studies"][0]["difference"]["ledgers"]["equal"], true);
}

TEST_F(VerifyFaulty, blames_no_destination_for_a_wrong_joint_tally) {
  const TallyShape shape = tally_shape(task_.inputs.compiled.tables());
  testing::FaultyEngine faulty(
      kTrial, [&](TrialRange, Tally* tally, ExhaustedBits*) { ++tally->counters[shape.exhausted_count(2)]; });
  const auto witness = make_cpu_witness();
  const std::string text = verify_text(verify(faulty, *witness));
  EXPECT_TRUE(holds(text, "trials that exhaust 2 destinations")) << text;
  EXPECT_TRUE(holds(text, "No destination or company is to blame alone"));
}

TEST_F(VerifyFaulty, names_a_trial_that_a_batch_loses) {
  testing::LastOfBatchEngine faulty(32, 0);
  const auto witness = make_cpu_witness();
  const std::string text = verify_text(verify(faulty, *witness));
  EXPECT_TRUE(holds(text, " is lost in a run of trials ")) << text;
}

TEST_F(VerifyFaulty, names_the_step_that_is_answered_wrongly) {
  const auto right = make_reference_engine(1);
  const auto cpu_witness = make_cpu_witness();
  testing::AlteredWitness witness(*cpu_witness, 0);
  const Verification what = verify(*right, witness);
  EXPECT_EQ(what.equal(), false);
  const std::string text = verify_text(what);
  EXPECT_TRUE(holds(text, "1 of")) << text;
  EXPECT_TRUE(holds(text, "philox4x32_10")) << text;
  EXPECT_TRUE(holds(text, "e169c58d6627e8d5")) << text;
}

TEST_F(VerifyFaulty, leaves_open_what_a_device_failed_to_run) {
  VerifiedDevice failed;
  failed.failure = "CUDA: lost";
  const Verification what{"cpu", {failed}, ""};
  EXPECT_FALSE(what.equal());
  EXPECT_TRUE(holds(verify_text(what), "Device 0 could not be verified: CUDA: lost"));
  EXPECT_TRUE(Json::parse(verify_json(what))["equal"].is_null());
}

TEST_F(VerifyFaulty, quotes_what_a_shell_would_split) {
  VerifiedStudy study;
  task_.typed = "my study's";
  study.task = &task_;
  study.difference = Mismatch{{5, 2}, {}, true, {}, {}, 1};
  EXPECT_TRUE(holds(again_command(study, 0), "verify 'my study'\\''s' --seed")) << again_command(study, 0);
  EXPECT_EQ(explain_command(study), "");
}

}  // namespace
}  // namespace headroom
