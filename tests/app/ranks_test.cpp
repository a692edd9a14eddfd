// One run by several processes of mpirun, from the outside.
#include <algorithm>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/app/ranked.h"
#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::text_of;

class RanksCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(HEADROOM_MPIRUN)) GTEST_SKIP() << "built without MPI, or there is no mpirun";
  }
  Ended alone(const std::vector<std::string>& arguments) {
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  // As root too, where the machine has fewer cores, and in a container that keeps processes from each other's memory.
  Ended ranks(const std::string& count, const std::vector<std::string>& arguments) {
    return testing::headroom(arguments,
                             {.folder = folder_.path(),
                              .launcher = {HEADROOM_MPIRUN, "--oversubscribe", "--allow-run-as-root", "-n", count},
                              .environment = {{"OMPI_MCA_rmaps_base_oversubscribe", "1"},
                                              {"OMPI_MCA_btl_vader_single_copy_mechanism", "none"}}});
  }
  testing::TemporaryFolder folder_;
};

Json without_engine(const std::string& text) {
  Json json = Json::parse(text);
  json.erase("engine_detail");
  return json;
}

TEST_F(RanksCommand, three_ranks_write_the_bits_of_one_process) {
  const std::vector<std::string> what = {"run", "smoke",     "--trials", "9001", "--first-trial",
                                         "5",   "--threads", "1",        "--out"};
  std::vector<std::string> one = what, three = what;
  one.push_back("one");
  three.push_back("three");
  ASSERT_EQ(alone(one).code, 0);
  const Ended ended = ranks("3", three);
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(text_of(folder_ / "one/tallies.bin"), text_of(folder_ / "three/tallies.bin"));
  EXPECT_EQ(without_engine(text_of(folder_ / "one/result.json")),
            without_engine(text_of(folder_ / "three/result.json")));
  const std::string detail = Json::parse(text_of(folder_ / "three/result.json"))["engine_detail"];
  EXPECT_EQ(detail.rfind("3 ranks of MPI, the first: ", 0), 0u) << detail;
  EXPECT_EQ(ended.out.find("smoke: 9,001 trials"), ended.out.rfind("smoke: 9,001 trials")) << "printed once";
}

TEST_F(RanksCommand, scenarios_are_paired_as_in_one_process) {
  const std::vector<std::string> what = {"run",     "smoke",     "--trials", "3000",  "--all-scenarios",
                                         "--quiet", "--threads", "1",        "--json"};
  const Ended one = alone(what), three = ranks("3", what);
  ASSERT_EQ(three.code, 0) << three.err;
  EXPECT_EQ(without_engine(one.out), without_engine(three.out));
  EXPECT_EQ(Json::parse(three.out)["scenarios"].size(), 2u);
}

TEST_F(RanksCommand, what_is_wrong_is_said_once) {
  const Ended ended = ranks("3", {"run", "smok", "--trials", "100"});
  EXPECT_EQ(ended.code, 2) << ended.err;
  const std::size_t at = ended.err.find("unknown study 'smok'");
  EXPECT_NE(at, std::string::npos) << ended.err;
  EXPECT_EQ(at, ended.err.rfind("unknown study 'smok'")) << ended.err;
}

TEST_F(RanksCommand, a_rank_that_read_something_else_is_named) {
  const Ended ended = ranks("2", {"run", "smoke", "--trials", "100", "--out", "r", ":", "-n", "1", HEADROOM_BINARY,
                                  "run", "smoke", "--seed", "8", "--trials", "100", "--out", "r"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("rank 2 cannot take part: it has read another study than rank 0"), std::string::npos)
      << ended.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "r"));
}

TEST_F(RanksCommand, a_rank_that_fails_ends_the_job_with_a_message) {
  // Demand swings so much that in one trial of a hundred there are more orders than an engine takes, on whichever rank.
  ASSERT_EQ(alone({"run", "smoke", "--trials", "1", "--out", "a"}).code, 0);
  std::filesystem::copy(folder_ / "a/study", folder_ / "flood", std::filesystem::copy_options::recursive);
  const std::string market = text_of(folder_ / "flood/market.csv");
  testing::put_text(folder_ / "flood/market.csv",
                    market.substr(0, market.find('\n') + 1) + "EST,flood,7000,0,1,0,1,H100,general:1,1,0,2.5,0\n");
  const Ended ended = ranks("3", {"run", "flood", "--trials", "100000", "--out", "r", "--threads", "1", "--quiet"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("sends more than 2^20 orders to EST"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("; the job is ended"), std::string::npos) << ended.err;
}

TEST(ShareMachine, gives_each_rank_of_a_machine_its_devices_and_threads) {
  for (int local = 0; local < 5; ++local) {
    EngineChoice choice;
    choice.devices = {4, 7};
    share_machine({local, 5, local, 5}, &choice);
    EXPECT_EQ(choice.devices, (std::vector<int>{local % 2 ? 7 : 4}));
    EXPECT_GE(choice.threads, 1);
    EXPECT_LE(choice.threads, std::max(1, int(std::thread::hardware_concurrency())));
  }
  EngineChoice asked, alone;
  asked.threads = 3;
  asked.devices = alone.devices = {4, 7};
  share_machine({0, 2, 0, 2}, &asked);
  EXPECT_EQ(asked.threads, 3) << "as typed";
  share_machine({3, 9, 0, 1}, &alone);
  EXPECT_EQ(alone.devices, (std::vector<int>{4, 7})) << "the only rank of its machine has all of it";
  EXPECT_EQ(alone.threads, 0);
}

// Three processes that know nothing of each other would write one folder.
TEST(NoRanks, a_build_without_mpi_says_so_under_mpirun) {
  if (HEADROOM_MPIRUN[0] != 0) GTEST_SKIP() << "built with MPI";
  const testing::TemporaryFolder folder;
  const Ended ended = testing::headroom({"run", "smoke", "--trials", "10"},
                                        {.folder = folder.path(), .environment = {{"OMPI_COMM_WORLD_SIZE", "3"}}});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("but it was started as one of several processes"), std::string::npos) << ended.err;
  EXPECT_EQ(testing::headroom({"run", "smoke", "--trials", "10"},
                              {.folder = folder.path(), .environment = {{"OMPI_COMM_WORLD_SIZE", "1"}}})
                .code,
            0);
}

}  // namespace
}  // namespace headroom
