// One line on a terminal that says how far the work is.
#pragma once
#include <chrono>
#include <string>

#include "host/base/hd.h"

namespace headroom {

using Clock = std::chrono::steady_clock;

class Progress {
 public:
  // With `show` false it prints nothing.
  Progress(u64 trials, bool show) : trials_(trials), show_(show), start_(Clock::now()) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Of what is to follow, `done` trials are behind it already.
  void go_on_behind(u64 done) { before_ = done; }
  void update(u64 done);
  void clear();  // takes the line away

 private:
  u64 trials_, before_ = 0;
  bool show_;
  Clock::time_point start_;
  std::size_t shown_ = 0;  // width of what stands there
};

// "1,000 of 20,000 trials (5 %), 2,000 a second, 0:09 left".
std::string progress_text(u64 done, u64 trials, double seconds);

}  // namespace headroom
