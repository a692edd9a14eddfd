#include "host/app/progress.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/terminal.h"
#include "host/base/text.h"
#include "host/report/grid.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kLongest = 99 * 3600.0;  // what takes longer is as good as endless
constexpr std::chrono::seconds kBetweenLines{60}, kBetweenJson{1};

std::string clock_text(double seconds) {
  const auto s = static_cast<unsigned>(std::clamp(seconds, 0.0, kLongest) + 0.5);
  if (s < 3600) return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

double rate(const Pace& pace) {
  return pace.seconds > 0 ? static_cast<double>(pace.done - pace.earlier) / pace.seconds : 0;
}

double seconds_left(const Pace& pace) { return static_cast<double>(pace.trials - pace.done) / rate(pace); }

std::string widest_text(const WidestInterval& widest) {
  return fmt::format("+-{:.4f} ({})", widest.half_width, widest.iso3);
}

Json widest_json(const WidestInterval& widest) {
  if (widest.iso3.empty()) return nullptr;
  return {{"iso3", widest.iso3}, {"half_width", widest.half_width}};
}

}  // namespace

std::string pace_text(const Pace& pace) {
  const double percent =
      pace.trials ? 100.0 * static_cast<double>(pace.done) / static_cast<double>(pace.trials) : 100.0;
  const std::string text = fmt::format("{} of {} trials ({:.0f} %)", grouped(pace.done), grouped(pace.trials), percent);
  if (rate(pace) <= 0) return text;
  return text +
         fmt::format(", {} a second, {} left", grouped(static_cast<u64>(rate(pace))), clock_text(seconds_left(pace)));
}

std::string progress_line(const Pace& pace, const ProgressDetail& detail) {
  std::string text = pace_text(pace);
  for (const ProgressDetail::Row& row : detail.rows) {
    if (row.trials == 0 || row.widest.iso3.empty()) continue;
    text += fmt::format("; {} {}", row.name.empty() ? "widest interval" : printable(row.name), widest_text(row.widest));
  }
  return text;
}

std::string progress_json(const Pace& pace, const ProgressDetail& detail, const std::string& label) {
  Json json;
  json["schema"] = "headroom.progress/1";
  if (!label.empty()) json["member"] = label;
  json["trials_done"] = pace.done;
  json["trials"] = pace.trials;
  json["trials_saved"] = detail.saved;
  json["seconds"] = pace.seconds;
  json["trials_per_s"] = rate(pace) > 0 ? Json(rate(pace)) : Json(nullptr);
  json["seconds_left"] = rate(pace) > 0 ? Json(seconds_left(pace)) : Json(nullptr);
  Json scenarios = Json::array();
  for (const ProgressDetail::Row& row : detail.rows) {
    if (row.name.empty()) {
      json["widest"] = widest_json(row.widest);
    } else {
      scenarios.push_back({{"name", row.name}, {"trials_done", row.trials}, {"widest", widest_json(row.widest)}});
    }
  }
  json["scenarios"] = scenarios;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void Progress::go_on_behind(u64 done) {
  before_ = done;
  if (!begun_) earlier_ = done_ = done;
}

void Progress::update(u64 done) {
  done_ = before_ + done;
  if (style_ == ProgressStyle::none) return;
  const auto since = Clock::now() - shown_at_;
  const bool first_trials = last_shown_ == earlier_ && done_ > earlier_;
  const bool due = style_ == ProgressStyle::terminal || !begun_ ||
                   (style_ == ProgressStyle::lines && since >= kBetweenLines) ||
                   (style_ == ProgressStyle::json && (first_trials || since >= kBetweenJson));
  begun_ = true;
  if (due) show();
}

void Progress::show() {
  shown_at_ = Clock::now();
  last_shown_ = done_;
  const Pace pace{done_, trials_, earlier_, std::chrono::duration<double>(shown_at_ - start_).count()};
  const ProgressDetail detail = detail_ && style_ != ProgressStyle::terminal ? detail_() : ProgressDetail{};
  const std::string front = label_.empty() ? "" : label_ + ": ";
  if (style_ == ProgressStyle::json) return say(progress_json(pace, detail, label_));
  if (style_ == ProgressStyle::lines) return say(front + progress_line(pace, detail));
  const std::string text = front + pace_text(pace);
  // Blanks cover what is left of a longer line: no escape sequences, so a log stays readable.
  const std::string blanks(shown_ > text.size() ? shown_ - text.size() : 0, ' ');
  std::fprintf(stderr, "\r%s%s", text.c_str(), blanks.c_str());
  std::fflush(stderr);
  shown_ = text.size();
}

void Progress::clear() {
  const bool has_lines = style_ == ProgressStyle::lines || style_ == ProgressStyle::json;
  if (has_lines && begun_ && last_shown_ != done_) show();
  if (shown_ == 0) return;
  std::fprintf(stderr, "\r%s\r", std::string(shown_, ' ').c_str());
  std::fflush(stderr);
  shown_ = 0;
}

}  // namespace headroom
