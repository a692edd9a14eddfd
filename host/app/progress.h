// How far the work is: one line on a terminal that is written over, lines for a log, or JSON for a program.
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "host/base/hd.h"
#include "host/stats/widest.h"

namespace headroom {

using Clock = std::chrono::steady_clock;

// What a run can tell beside the number of its trials.
struct ProgressDetail {
  u64 saved = 0;  // trials
  struct Row {
    std::string name;  // of a scenario; empty: the study itself
    u64 trials = 0;
    WidestInterval widest;
  };
  std::vector<Row> rows;  // the study first
};

enum class ProgressStyle {
  none,
  terminal,  // a line that the next one covers, at every update
  lines,     // a line at the start, the end, and every minute
  json       // a line at the start, when the first trials are done, at the end, and every second
};

class Progress {
 public:
  // With `show` false it prints nothing.
  Progress(u64 trials, bool show) : Progress(trials, show ? ProgressStyle::terminal : ProgressStyle::none) {}
  Progress(u64 trials, ProgressStyle style, std::string label = {})
      : label_(std::move(label)), trials_(trials), style_(style), start_(Clock::now()), shown_at_(start_) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Of what is to follow, `done` trials are behind it already; said before the first update they are of an earlier
  // process and do not count for the rate.
  void go_on_behind(u64 done);
  // Asked when something is shown.
  void tell(std::function<ProgressDetail()> detail) { detail_ = std::move(detail); }
  void update(u64 done);
  void clear();  // takes the line away; of the other styles shows how it ended

 private:
  void show();

  std::string label_;  // of the work, in front
  u64 trials_, before_ = 0, earlier_ = 0, done_ = 0;
  ProgressStyle style_;
  std::function<ProgressDetail()> detail_;
  Clock::time_point start_, shown_at_;
  bool begun_ = false;
  u64 last_shown_ = 0;
  std::size_t shown_ = 0;  // width of what stands there
};

// What was done of all, of that in earlier processes, and how long this one has been at it.
struct Pace {
  u64 done = 0, trials = 0, earlier = 0;
  double seconds = 0;
};

// "1,000 of 20,000 trials (5 %), 2,000 a second, 0:09 left".
std::string pace_text(const Pace& pace);
// The same, then "; widest interval +-0.0031 (IND); demand-surge +-0.0030 (IND)".
std::string progress_line(const Pace& pace, const ProgressDetail& detail);
// One line of {"schema": "headroom.progress/1", ...}.
std::string progress_json(const Pace& pace, const ProgressDetail& detail, const std::string& label);

}  // namespace headroom
