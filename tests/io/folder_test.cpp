// Folders of input files, on disk and bundled.
#include "host/io/folder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/io/bundled.h"
#include "tests/model/study_folder.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;
using test::StudyFolder;

std::string error_of(const Folder& folder, const std::string& name) {
  Problems problems;
  EXPECT_FALSE(folder.read(name, problems));
  EXPECT_EQ(problems.errors().size(), 1u);
  return problems.ok() ? "" : problems.errors()[0].message;
}

TEST(Folder, reads_a_file_byte_for_byte_under_the_name_it_is_printed_by) {
  const StudyFolder disk;
  const std::string text("a\0b\r\n", 5);
  disk.write("x.csv", text);
  Problems problems;
  const auto file = Folder::on_disk(disk.path()).read("x.csv", problems);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->text, text);
  EXPECT_EQ(file->name, (disk.path() / "x.csv").string());
}

TEST(Folder, says_why_a_file_cannot_be_read) {
  const StudyFolder disk;
  fs::create_directory(disk.path() / "folder.csv");
  fs::create_symlink("nothing", disk.path() / "dangling.csv");
  fs::create_symlink("loop.csv", disk.path() / "loop.csv");
  const Folder folder = Folder::on_disk(disk.path());
  EXPECT_EQ(error_of(folder, "absent.csv"), "the file is not there; create it");
  EXPECT_EQ(error_of(folder, "folder.csv"), "the file is a folder; put a file there");
  EXPECT_EQ(error_of(folder, "dangling.csv"), "the file is a link to nothing; make it point to a file");
  EXPECT_EQ(error_of(folder, "loop.csv"),
            "the file cannot be read (Too many levels of symbolic links); put a readable file there");
  EXPECT_EQ(error_of(Folder::on_disk("/dev"), "null"), "the file is not a regular file; put one there");
}

TEST(Folder, what_cannot_be_read_is_still_there) {
  const StudyFolder disk;
  fs::create_directory(disk.path() / "folder.csv");
  fs::create_symlink("nothing", disk.path() / "dangling.csv");
  const Folder folder = Folder::on_disk(disk.path());
  EXPECT_TRUE(folder.has("folder.csv"));
  EXPECT_TRUE(folder.has("dangling.csv"));
  EXPECT_FALSE(folder.has("absent.csv"));
}

TEST(Folder, refuses_a_file_of_more_than_256_mib_before_reading_it) {
  const StudyFolder disk;
  disk.write("big.csv", "");
  fs::resize_file(disk.path() / "big.csv", std::uintmax_t(1) << 30);  // a hole: takes no room on disk
  EXPECT_EQ(error_of(Folder::on_disk(disk.path()), "big.csv"),
            "the file has 1073741824 bytes; at most 268435456 (256 MiB) are read");
}

TEST(Folder, lists_regular_files_sorted) {
  const StudyFolder disk;
  fs::create_directory(disk.path() / "a-folder");
  EXPECT_EQ(Folder::on_disk(disk.path()).files(), (std::vector<std::string>{"market.csv", "study.toml"}));
  const auto bundled = Folder::bundled("studies/smoke").files();
  EXPECT_NE(std::find(bundled.begin(), bundled.end(), "study.toml"), bundled.end());
}

TEST(Folder, bundled_data_is_read_from_the_executable) {
  Problems problems;
  const Folder root = Folder::bundled("");
  EXPECT_EQ(root.display("chips.csv"), "data/chips.csv");
  EXPECT_TRUE(root.read("chips.csv", problems));
  EXPECT_TRUE(Folder::bundled("studies/smoke").has("market.csv"));
  EXPECT_FALSE(Folder::bundled("studies/smoke").has("markets.csv"));
  EXPECT_EQ(error_of(root, "absent.csv"), "the file is not among the bundled data; give a folder of your own");
}

TEST(Folder, a_file_below_the_override_root_wins_over_the_bundled_one) {
  const StudyFolder disk;
  disk.write("studies/smoke/market.csv", "mine");
  const Folder folder = Folder::bundled("studies/smoke", disk.path());
  Problems problems;
  EXPECT_EQ(folder.read("market.csv", problems)->text, "mine");
  EXPECT_EQ(folder.display("study.toml"), "data/studies/smoke/study.toml");
  EXPECT_TRUE(folder.read("study.toml", problems));
}

TEST(Folder, bundled_names_are_the_folders_with_the_marker) {
  const StudyFolder disk;
  disk.write("studies/aaa/study.toml", "");
  disk.write("studies/bbb/notes.txt", "");
  const auto names = bundled_names("studies", "study.toml", disk.path());
  ASSERT_FALSE(names.empty());
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::count(names.begin(), names.end(), "aaa"), 1);
  EXPECT_EQ(std::find(names.begin(), names.end(), "bbb"), names.end());
  EXPECT_NE(std::find(names.begin(), names.end(), "smoke"), names.end());
}

}  // namespace
}  // namespace headroom
