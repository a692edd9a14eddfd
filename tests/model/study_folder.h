// A small study in a folder of its own, to be broken in one place.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "host/model/load.h"

namespace headroom::test {

// Seven lines: what is added begins on line 8.
inline const std::string kStudyText = R"([study]
name = "small"
regime = "ai-diffusion-2025"
start = 2025-01-01
months = 36
seed = 7

)";
inline const std::string kMarketHeader =
    "destination,stream,orders_per_month,growth_per_year,units_median,units_log_sd,units_max,chips,routes,consignees,"
    "delay_months,beta_global,beta_region\n";
inline const std::string kMarketRow = "IND,cloud,1,0.3,100,1.0,1000,H100,general:1,2,1,0.4,0.3\n";
inline const std::string kBookHeader =
    "id,destination,consignee,chip,units_low,units_mode,units_high,month,delay_months,probability,route\n";
inline const std::string kBookRow = "A,IND,Alpha,H100,10,20,30,2025-06,0,0.5,general\n";

// A temporary folder with study.toml and market.csv; gone with the object.
class StudyFolder {
 public:
  StudyFolder() {
    char name[] = "/tmp/headroom-test-XXXXXX";
    path_ = mkdtemp(name);
    write("study.toml", kStudyText);
    write("market.csv", kMarketHeader + kMarketRow);
  }
  ~StudyFolder() { std::filesystem::remove_all(path_); }
  StudyFolder(const StudyFolder&) = delete;
  StudyFolder& operator=(const StudyFolder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  void remove(const std::string& name) const { std::filesystem::remove_all(path_ / name); }
  const std::filesystem::path& path() const { return path_; }

  LoadedStudy load(const LoadOptions& options = {}) {
    problems_ = {};
    return load_study(path_.string(), options, problems_);
  }
  // Errors of a load, a line each, with paths from the folder on.
  std::string errors(const LoadOptions& options = {}) {
    load(options);
    return text(problems_.errors());
  }
  std::string warnings() {
    load();
    return text(problems_.warnings());
  }

 private:
  std::string text(const std::vector<Problem>& problems) const {
    std::string lines;
    for (const Problem& problem : problems) lines += to_string(problem) + "\n";
    const std::string prefix = path_.string() + "/";
    for (std::size_t at = lines.find(prefix); at != std::string::npos; at = lines.find(prefix)) {
      lines.erase(at, prefix.size());
    }
    if (!lines.empty()) lines.pop_back();
    return lines;
  }

  std::filesystem::path path_;
  Problems problems_;
};

// An input, and what must be said of it.
struct Case {
  std::string input, expected;
};

// A change to a text: the first `from` becomes `to`.
struct Edit {
  std::string from, to, expected;
};

inline std::string edited(std::string text, const Edit& edit) {
  const std::size_t at = text.find(edit.from);
  return at == std::string::npos ? "no '" + edit.from + "' to edit" : text.replace(at, edit.from.size(), edit.to);
}

// Loads the small study with `before` + each input in `file`, and compares what is said of it.
inline void expect_errors(const std::string& file, const std::string& before, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.input);
    StudyFolder folder;
    folder.write(file, before + one.input);
    EXPECT_EQ(folder.errors(), one.expected);
  }
}
// The same with each input behind the text of study.toml.
inline void expect_study_part(const std::vector<Case>& cases) { expect_errors("study.toml", kStudyText, cases); }

// The text of a bundled file.
inline std::string bundled_text(std::string_view path) {
  for (const BundledFile& file : bundled_files()) {
    if (file.path == path) return std::string(file.text);
  }
  return {};
}

}  // namespace headroom::test
