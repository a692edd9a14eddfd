// The small study with a market, a book, a mix and one scenario, and what comes of applying it.
#pragma once
#include <string>
#include <vector>

#include "host/model/scenario.h"
#include "tests/model/study_folder.h"
#include "tests/model/study_lines.h"

namespace headroom::test {

using Lines = std::vector<std::string>;

inline const std::string kMarket =
    kMarketHeader +
    "IND,cloud,1,0.3,100,1.0,1000,blend,general:0.6;lpp>general:0.3;uveu:0.1,3,1,0.4,0.3\n"
    "IND,edge,2,0,25,0,25,H100,uveu:1,2,0,0.4,0.3\n"
    "KEN,cloud,4,0,64,1.0,512,blend,general:1,2,1,0.5,0\n";
inline const std::string kBook = kBookHeader +
                                 "A,IND,Alpha,H100,10,20,30,2025-06,0,0.5,lpp>general\n"
                                 "B,KEN,Beta,H200,5,5,5,2026-01,0,0.9,general\n";
inline const std::string kMixes = "[chips.blend]\nH100 = [7, 50, 3]\nH200 = [2, 25, 3]\nB200 = [1, 25, 4]\n";

// The small study with this text in its one scenario, x.
class Trying {
 public:
  explicit Trying(const std::string& changes, const std::string& more = "") {
    folder_.write("market.csv", kMarket);
    folder_.write("book.csv", kBook);
    folder_.write("study.toml", kStudyText + kMixes + more + "[[scenario]]\nname = \"x\"\n" + changes + "\n");
    EXPECT_EQ(folder_.errors(), "");
    loaded = folder_.load();
    if (loaded.study.scenarios.size() == 1) after = apply(loaded.study);
  }

  Study apply(const Study& study) {
    problems_ = {};
    return apply_scenario(study, loaded.study.scenarios.at(0), loaded.catalogue, problems_);
  }
  Lines changed() const { return new_lines(loaded.study, after); }
  // Without the folder's path.
  std::string errors() const { return text(problems_.errors()); }
  std::string warnings() const { return text(problems_.warnings()); }

  LoadedStudy loaded;
  Study after;

 private:
  std::string text(const std::vector<Problem>& problems) const {
    std::string lines;
    for (const Problem& problem : problems) lines += (lines.empty() ? "" : "\n") + to_string(problem);
    const std::string prefix = folder_.path().string() + "/";
    for (std::size_t at; (at = lines.find(prefix)) != std::string::npos;) lines.erase(at, prefix.size());
    return lines;
  }

  StudyFolder folder_;
  Problems problems_;
};

// What is said of changes that break the study; study.toml:12:1 is the scenario.
inline void expect_refused(const std::vector<Case>& cases, const std::string& more = "") {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.input);
    EXPECT_EQ(Trying(one.input, more).errors(), one.expected);
  }
}

}  // namespace headroom::test
