#include "host/store/history.h"

#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include <gtest/gtest.h>

#include "host/store/sqlite.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using testing::names_in;
using testing::put_text;
using testing::TemporaryFolder;
using testing::text_of;

RecordedRun sample_run(const std::string& name = "smoke") {
  RecordedRun run;
  run.finished = "2026-03-31T04:00:00Z";
  run.seconds = 1.5;
  run.name = name;
  run.study_digest = "00000000000000a1";
  run.regime = "ai-diffusion-2025";
  run.regime_digest = "00000000000000b2";
  run.tallies_digest = "00000000000000c3";
  run.options = "run smoke --out 'a b'";
  run.engine = "cpu";
  run.engine_detail = "avx2, 2 threads";
  run.estimator = "plain";
  run.seed = ~u64(0);
  run.first_trial = 5;
  run.trials = u64(1) << 62;
  run.exit = 4;
  run.folder = "smoke-7";
  run.estimates = {{"", "CHL", {0.1, 0.05, 0.2, 0.95}, {}},
                   {"surge", "CHL", {0.3, 0.2, 0.4, 0.95}, Difference{0.2, 0.1, 0.3, 0.95}},
                   {"", "IND", {0, 0, 1e-3, 0.95}, {}}};
  return run;
}

std::vector<std::string> names_of(const std::vector<RecordedRun>& runs) {
  std::vector<std::string> names;
  for (const RecordedRun& run : runs) names.push_back(run.name);
  return names;
}

// What record() says, or "recorded".
std::string refusal(const std::filesystem::path& file, double patience_s = 5) {
  try {
    record(file, sample_run(), patience_s);
  } catch (const RunError& error) {
    return error.what();
  }
  return "recorded";
}

class History : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_ / "runs.sqlite";
};

TEST_F(History, gives_back_what_was_recorded) {
  const RecordedRun run = sample_run();
  EXPECT_EQ(record(file_, run), 1);
  const std::vector<RecordedRun> runs = recorded(file_, {});
  ASSERT_EQ(runs.size(), 1u);
  const RecordedRun& got = runs[0];
  EXPECT_EQ(got.id, 1);
  EXPECT_EQ(std::tie(got.finished, got.seconds, got.name, got.study_digest, got.regime, got.regime_digest),
            std::tie(run.finished, run.seconds, run.name, run.study_digest, run.regime, run.regime_digest));
  EXPECT_EQ(std::tie(got.tallies_digest, got.options, got.engine, got.engine_detail, got.estimator, got.folder),
            std::tie(run.tallies_digest, run.options, run.engine, run.engine_detail, run.estimator, run.folder));
  EXPECT_EQ(std::tie(got.seed, got.first_trial, got.trials, got.exit),
            std::tie(run.seed, run.first_trial, run.trials, run.exit));
  ASSERT_EQ(got.estimates.size(), 3u);
  EXPECT_EQ(got.estimates[1].iso3, "IND");
  EXPECT_FALSE(got.estimates[1].difference);
  EXPECT_EQ(got.estimates[2].scenario, "surge");
  EXPECT_EQ(got.estimates[2].exhausted.high, 0.4);
  EXPECT_EQ(names_in(folder_.path()), (std::vector<std::string>{"runs.sqlite"})) << "nothing of the log stays behind";
  ASSERT_TRUE(got.estimates[2].difference);
  EXPECT_EQ(got.estimates[2].difference->low, 0.1);
}

TEST_F(History, filters_by_study_time_destination_number_and_limit) {
  RecordedRun later = sample_run("later");
  later.finished = "2026-04-01T00:00:00Z";
  later.study_digest = "00000000000000ff";
  later.estimates.pop_back();
  record(file_, sample_run());
  record(file_, later);
  EXPECT_EQ(names_of(recorded(file_, {})), (std::vector<std::string>{"later", "smoke"}));
  EXPECT_EQ(names_of(recorded(file_, {.study = "smoke"})), (std::vector<std::string>{"smoke"}));
  EXPECT_EQ(names_of(recorded(file_, {.study = "00000000000000ff"})), (std::vector<std::string>{"later"}));
  EXPECT_EQ(names_of(recorded(file_, {.study = "smok"})), std::vector<std::string>());
  EXPECT_EQ(names_of(recorded(file_, {.since = "2026-04-01"})), (std::vector<std::string>{"later"}));
  EXPECT_EQ(names_of(recorded(file_, {.since = "2026-03-31T04:00:00Z"})), (std::vector<std::string>{"later", "smoke"}));
  EXPECT_EQ(names_of(recorded(file_, {.id = 1})), (std::vector<std::string>{"smoke"}));
  EXPECT_EQ(names_of(recorded(file_, {.limit = 1})), (std::vector<std::string>{"later"}));
  const std::vector<RecordedRun> india = recorded(file_, {.destination = "IND"});
  ASSERT_EQ(names_of(india), (std::vector<std::string>{"smoke"}));
  EXPECT_EQ(india[0].estimates.size(), 1u);
}

// All begin on a file that is not there yet, so that they also race to make it.
TEST_F(History, processes_that_record_at_once_lose_nothing) {
  constexpr int kProcesses = 6, kRuns = 5;
  std::vector<pid_t> children;
  for (int p = 0; p < kProcesses; ++p) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int r = 0; r < kRuns; ++r) {
        if (refusal(file_, 60) != "recorded") ::_exit(1);
      }
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  const std::vector<RecordedRun> runs = recorded(file_, {.limit = 1000});
  std::set<i64> ids;
  for (const RecordedRun& run : runs) {
    ids.insert(run.id);
    EXPECT_EQ(run.estimates.size(), 3u);
  }
  EXPECT_EQ(ids.size(), std::size_t(kProcesses * kRuns));
  EXPECT_EQ(*ids.rbegin(), kProcesses * kRuns);
}

TEST_F(History, keeps_a_write_ahead_log) {
  record(file_, sample_run());
  Database database(file_, Database::Access::make, 1);
  Statement mode = database.prepare("PRAGMA journal_mode");
  ASSERT_TRUE(mode.step());
  EXPECT_EQ(mode.text(0), "wal");
  EXPECT_EQ(database.pragma("user_version"), kHistorySchema);
}

TEST_F(History, a_reader_sees_a_run_whole_or_not_at_all) {
  record(file_, sample_run());
  Database writer(file_, Database::Access::make, 1);
  writer.execute("BEGIN IMMEDIATE; DELETE FROM estimates");
  ASSERT_EQ(recorded(file_, {}).size(), 1u) << "readers do not wait";
  EXPECT_EQ(recorded(file_, {})[0].estimates.size(), 3u);
}

TEST_F(History, who_cannot_have_the_file_in_time_says_so) {
  record(file_, sample_run());
  Database other(file_, Database::Access::make, 1);
  other.execute("BEGIN IMMEDIATE");
  EXPECT_NE(refusal(file_, 0.05).find("database is locked"), std::string::npos) << refusal(file_, 0.05);
}

TEST_F(History, a_damaged_file_is_named_and_left_alone) {
  put_text(file_,
           "not a database, but long enough to have a header of one hundred bytes, as every file of SQLite has: "
           "and then some");
  const std::string before = text_of(file_), why = refusal(file_);
  EXPECT_NE(why.find("runs.sqlite': file is not a database"), std::string::npos) << why;
  EXPECT_EQ(text_of(file_), before);
  EXPECT_THROW(recorded(file_, {}), RunError);
}

TEST_F(History, a_file_cut_off_in_its_midst_is_an_error) {
  for (int i = 0; i < 40; ++i) record(file_, sample_run());
  std::filesystem::resize_file(file_, std::filesystem::file_size(file_) / 2);
  EXPECT_NE(refusal(file_).find("malformed"), std::string::npos) << refusal(file_);
}

TEST_F(History, a_newer_schema_is_left_alone) {
  record(file_, sample_run());
  Database(file_, Database::Access::make, 1).execute("PRAGMA user_version = 2");
  const std::string before = text_of(file_), why = refusal(file_);
  EXPECT_NE(why.find("a newer headroom wrote it (schema 2, this one knows 1)"), std::string::npos) << why;
  EXPECT_EQ(text_of(file_), before);
  EXPECT_THROW(recorded(file_, {}), RunError);
}

TEST_F(History, another_programs_database_is_left_alone) {
  Database(file_, Database::Access::make, 1).execute("CREATE TABLE runs (mine TEXT)");
  const std::string before = text_of(file_), why = refusal(file_);
  EXPECT_NE(why.find("another program's"), std::string::npos) << why;
  EXPECT_EQ(text_of(file_), before);
  EXPECT_EQ(names_in(folder_.path()), (std::vector<std::string>{"runs.sqlite"}));
}

TEST_F(History, an_empty_file_is_a_new_history) {
  put_text(file_, "");
  EXPECT_EQ(recorded(file_, {}).size(), 0u);
  EXPECT_EQ(refusal(file_), "recorded");
  EXPECT_EQ(recorded(file_, {}).size(), 1u);
}

TEST_F(History, none_to_read_is_an_input_error_and_none_is_made) {
  EXPECT_THROW(recorded(file_, {}), InputError);
  EXPECT_EQ(names_in(folder_.path()), std::vector<std::string>());
  EXPECT_NE(refusal(folder_ / "absent/runs.sqlite").find("unable to open"), std::string::npos);
}

}  // namespace
}  // namespace headroom
