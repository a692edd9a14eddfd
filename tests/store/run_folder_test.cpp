#include "host/store/run_folder.h"

#include <gtest/gtest.h>

#include "host/stats/estimate.h"
#include "host/store/swap.h"
#include "tests/support/sample_tally.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using testing::names_in;
using testing::put_text;
using testing::TemporaryFolder;
using testing::text_of;

const std::vector<std::string> kAll = {"book.csv",    "companies.csv", "destinations.csv", "joint.csv",
                                       "result.json", "study",         "tallies.bin",      "timeline.csv"};

// A run and its files.
struct SampleRun {
  SavedTallies saved{1, 5, {{0, 40}}, testing::sample_tally()};
  Result result;
  std::vector<OutputFile> files;

  explicit SampleRun(const std::string& engine = "cpu")
      : result(
            make_result(testing::sample_compiled(), testing::sample_study(), saved.tally, saved.ranges, {engine, ""})),
        files(run_files(result, saved,
                        {file_of("study.toml", "[study]\n"), file_of("regime/tiers.csv", "destination\n")})) {}
};

std::string folder_refusal(const std::filesystem::path& out) {
  try {
    check_run_folder(out);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(RunFolder, holds_result_tallies_and_study) {
  const TemporaryFolder folder;
  write_run_folder(folder / "deep" / "run", SampleRun().files);
  EXPECT_EQ(names_in(folder / "deep"), (std::vector<std::string>{"run"}));
  EXPECT_EQ(names_in(folder / "deep/run"), kAll);
  EXPECT_EQ(text_of(folder / "deep/run/study/regime/tiers.csv"), "destination\n");
}

// Of a run that is large one file after the other is made, written and forgotten.
TEST(RunFolder, a_file_is_made_when_the_one_before_is_on_the_disk) {
  const TemporaryFolder folder;
  std::vector<std::string> whole;
  const auto file = [&](const std::string& name, const std::string& before) {
    return OutputFile{name, [&, name, before](const Sink& out) {
                        for (const auto& at : std::filesystem::recursive_directory_iterator(folder.path()))
                          if (at.path().filename() == before && text_of(at.path()) == before + before)
                            whole.push_back(before);
                        out(name);
                        out(name);
                      }};
  };
  write_run_folder(folder / "run", {file("a", ""), file("b", "a"), file("c", "b")});
  EXPECT_EQ(whole, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(text_of(folder / "run/c"), "cc");
}

TEST(RunFolder, a_writer_that_fails_leaves_the_old_run) {
  const TemporaryFolder folder;
  write_run_folder(folder / "run", SampleRun("first").files);
  SampleRun broken("second");
  broken.files.push_back({"late", [](const Sink& out) {
                            out("half");
                            throw RunError("no more");
                          }});
  EXPECT_THROW(write_run_folder(folder / "run", broken.files), RunError);
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"run"}));
  EXPECT_EQ(names_in(folder / "run"), kAll);
  EXPECT_NE(text_of(folder / "run/result.json").find("\"first\""), std::string::npos);
}

TEST(RunFolder, an_empty_folder_is_filled) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "run");
  write_run_folder(folder / "run", SampleRun().files);
  EXPECT_EQ(names_in(folder / "run"), kAll);
}

TEST(RunFolder, a_run_is_replaced_whole) {
  const TemporaryFolder folder;
  write_run_folder(folder / "run", SampleRun("first").files);
  put_text(folder / "run" / "joint.csv", "of an older run");
  write_run_folder(folder / "run", SampleRun("second").files);
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"run"}));
  EXPECT_EQ(names_in(folder / "run"), kAll);
  EXPECT_NE(text_of(folder / "run/result.json").find("\"second\""), std::string::npos);
}

TEST(RunFolder, a_folder_of_something_else_is_refused_and_kept) {
  const TemporaryFolder folder;
  put_text(folder / "thesis" / "chapter1.txt", "years of work");
  EXPECT_NE(folder_refusal(folder / "thesis").find("holds no run"), std::string::npos);
  EXPECT_THROW(write_run_folder(folder / "thesis", SampleRun().files), InputError);
  EXPECT_EQ(text_of(folder / "thesis/chapter1.txt"), "years of work");
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"thesis"}));
}

TEST(RunFolder, a_run_with_a_file_of_the_users_is_refused) {
  const TemporaryFolder folder;
  write_run_folder(folder / "run", SampleRun().files);
  put_text(folder / "run" / "notes.txt", "mine");
  EXPECT_NE(folder_refusal(folder / "run").find("'notes.txt' is not of it"), std::string::npos);
}

TEST(RunFolder, files_links_and_the_own_folder_are_refused) {
  const TemporaryFolder folder;
  put_text(folder / "file", "x");
  std::filesystem::create_symlink(folder / "nowhere", folder / "link");
  EXPECT_NE(folder_refusal(folder / "file").find("this is a file"), std::string::npos);
  EXPECT_NE(folder_refusal(folder / "file" / "below").find("is not a folder"), std::string::npos);
  EXPECT_NE(folder_refusal(folder / "link").find("link to nothing"), std::string::npos);
  EXPECT_NE(folder_refusal("").find("the name is empty"), std::string::npos);
  EXPECT_NE(folder_refusal(".").find("the folder you are in"), std::string::npos);
  EXPECT_NE(folder_refusal("/").find("the folder you are in"), std::string::npos);
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"file", "link"})) << "checking changes nothing";
}

TEST(RunFolder, a_link_to_a_run_keeps_pointing_at_it) {
  const TemporaryFolder folder;
  write_run_folder(folder / "run", SampleRun("first").files);
  std::filesystem::create_directory_symlink(folder / "run", folder / "latest");
  write_run_folder(folder / "latest", SampleRun("second").files);
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "latest"));
  EXPECT_NE(text_of(folder / "run/result.json").find("\"second\""), std::string::npos);
}

TEST(RunFolder, is_replaced_where_names_cannot_be_exchanged) {
  const TemporaryFolder folder;
  put_text(folder / "old" / "a", "old");
  put_text(folder / "new" / "a", "new");
  swap_in_two_steps(folder / "new", folder / "old");
  EXPECT_EQ(text_of(folder / "old/a"), "new");
  EXPECT_EQ(text_of(folder / "new/a"), "old");
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"new", "old"}));
}

TEST(RunFolder, a_failure_leaves_the_old_run) {
  const TemporaryFolder folder;
  write_run_folder(folder / "run", SampleRun("first").files);
  SampleRun broken("second");
  broken.files.push_back(file_of("result.json/impossible", ""));  // a file stands where a folder should
  EXPECT_THROW(write_run_folder(folder / "run", broken.files), RunError);
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"run"}));
  EXPECT_NE(text_of(folder / "run/result.json").find("\"first\""), std::string::npos);
}

}  // namespace
}  // namespace headroom
