// A line of the tables of a run folder.
#pragma once
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "host/stats/result.h"

namespace headroom {

// One line, field by field; quoted where it has to be.
class CsvLine {
 public:
  CsvLine& text(std::string_view value) {
    separate();
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
      line_ += value;
      return *this;
    }
    line_ += '"';
    for (const char c : value) line_.append(c == '"' ? 2 : 1, c);
    line_ += '"';
    return *this;
  }
  template <class Number>
  CsvLine& number(Number value) {
    separate();
    line_ += fmt::format("{}", value);
    return *this;
  }
  CsvLine& probability(const Probability& p) { return number(p.estimate).number(p.low).number(p.high); }
  CsvLine& shares(const ShareSummary& s) { return number(s.mean).number(s.p05).number(s.p50).number(s.p95); }
  CsvLine& nothing(int fields) {
    for (int i = 0; i < fields; ++i) separate();
    return *this;
  }
  std::string end() const { return line_ + "\n"; }

 private:
  void separate() {
    if (started_) line_ += ',';
    started_ = true;
  }
  std::string line_;
  bool started_ = false;
};

}  // namespace headroom
