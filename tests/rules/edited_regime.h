// A bundled regime with one change in one file, in a folder of its own.
#pragma once
#include "tests/model/study_folder.h"
#include "tests/support/temporary_folder.h"

namespace headroom::test {

class EditedRegime {
 public:
  EditedRegime(const std::string& file, const Edit& edit);

  Folder folder() const { return Folder::on_disk(path()); }
  const std::filesystem::path& path() const { return folder_.path(); }
  // A line each, with paths from the folder on.
  std::string text(const std::vector<Problem>& problems) const;

 private:
  testing::TemporaryFolder folder_;
};

}  // namespace headroom::test
