#include "host/app/progress.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "host/report/grid.h"

namespace headroom {
namespace {

constexpr double kLongest = 99 * 3600.0;  // what takes longer is as good as endless

std::string clock_text(double seconds) {
  const auto s = static_cast<unsigned>(std::clamp(seconds, 0.0, kLongest) + 0.5);
  if (s < 3600) return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

}  // namespace

std::string progress_text(u64 done, u64 trials, double seconds) {
  const double percent = trials ? 100.0 * static_cast<double>(done) / static_cast<double>(trials) : 100.0;
  std::string text = fmt::format("{} of {} trials ({:.0f} %)", grouped(done), grouped(trials), percent);
  if (done == 0 || seconds <= 0) return text;
  const double rate = static_cast<double>(done) / seconds;
  const double left = static_cast<double>(trials - done) / rate;
  return text + fmt::format(", {} a second, {} left", grouped(static_cast<u64>(rate)), clock_text(left));
}

void Progress::update(u64 done) {
  if (!show_) return;
  const std::string text =
      progress_text(before_ + done, trials_, std::chrono::duration<double>(Clock::now() - start_).count());
  // Blanks cover what is left of a longer line: no escape sequences, so a log stays readable.
  const std::string blanks(shown_ > text.size() ? shown_ - text.size() : 0, ' ');
  std::fprintf(stderr, "\r%s%s", text.c_str(), blanks.c_str());
  std::fflush(stderr);
  shown_ = text.size();
}

void Progress::clear() {
  if (shown_ == 0) return;
  std::fprintf(stderr, "\r%s\r", std::string(shown_, ' ').c_str());
  std::fflush(stderr);
  shown_ = 0;
}

}  // namespace headroom
