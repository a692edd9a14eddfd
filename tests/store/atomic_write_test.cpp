#include "host/store/atomic_write.h"

#include <gtest/gtest.h>

#include "host/base/problems.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using testing::names_in;
using testing::TemporaryFolder;
using testing::text_of;

TEST(AtomicWrite, makes_and_replaces_a_file) {
  const TemporaryFolder folder;
  write_file_atomically(folder / "a", "first");
  write_file_atomically(folder / "a", "second");
  EXPECT_EQ(text_of(folder / "a"), "second");
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"a"}));
}

TEST(AtomicWrite, a_failure_leaves_the_old_file_and_nothing_else) {
  const TemporaryFolder folder;
  testing::put_text(folder / "taken" / "inside", "x");
  EXPECT_THROW(write_file_atomically(folder / "taken", "bytes"), RunError);  // a folder stands there
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"taken"}));
}

TEST(AtomicWrite, a_full_disk_is_an_error_that_says_so) {
  try {
    write_new_file("/dev/full/x", "bytes");
    FAIL();
  } catch (const RunError& error) {
    EXPECT_NE(std::string(error.what()).find("cannot create '/dev/full/x'"), std::string::npos) << error.what();
  }
}

TEST(AtomicWrite, a_new_file_replaces_nothing) {
  const TemporaryFolder folder;
  testing::put_text(folder / "a", "kept");
  EXPECT_THROW(write_new_file(folder / "a", "bytes"), RunError);
  EXPECT_EQ(text_of(folder / "a"), "kept");
}

}  // namespace
}  // namespace headroom
