#include "host/io/number.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "host/base/text.h"

namespace headroom {
namespace {

std::string bound(double x) {
  return x == std::floor(x) && std::abs(x) < 1e18 ? fmt::format("{}", i64(x)) : fmt::format("{}", x);
}

template <class T>
std::errc parse_all(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end != text.data() + text.size()) return std::errc::invalid_argument;
  return error;
}

std::string found(std::string_view text) { return text.empty() ? "empty" : in_quotes(text); }

}  // namespace

bool Range::holds(double x) const {
  if (!std::isfinite(x)) return false;
  return (above_low ? x > low : x >= low) && (below_high ? x < high : x <= high);
}

std::string described(NumberKind kind, const Range& range) {
  const std::string noun = kind == NumberKind::whole ? "a whole number" : "a number";
  const bool has_low = std::isfinite(range.low), has_high = std::isfinite(range.high);
  const bool closed = !range.above_low && !range.below_high;
  if (has_low && has_high && closed)
    return fmt::format("{} between {} and {}", noun, bound(range.low), bound(range.high));
  std::string text = noun;
  if (has_low) text += (range.above_low ? " above " : " of at least ") + bound(range.low);
  if (has_low && has_high) text += " and";
  if (has_high) text += (range.below_high ? " below " : " at most ") + bound(range.high);
  return has_low || has_high ? text : (kind == NumberKind::whole ? text : "a finite number");
}

std::string number_message(std::string_view what, std::string_view found, NumberKind kind, const Range& range) {
  return fmt::format("{} is {}; it must be {}", what, found, described(kind, range));
}

NumberRead<double> read_real(std::string_view what, std::string_view text, const Range& range) {
  double value = 0;
  if (parse_all(text, value) == std::errc() && range.holds(value)) return {value, {}};
  return {{}, number_message(what, found(text), NumberKind::real, range)};
}

NumberRead<i64> read_whole(std::string_view what, std::string_view text, const Range& range) {
  i64 value = 0;
  const std::errc error = parse_all(text, value);
  if (error == std::errc() && range.holds(double(value))) return {value, {}};
  const bool past = error == std::errc::result_out_of_range;
  return {{}, number_message(what, found(text) + (past ? ", past 2^63" : ""), NumberKind::whole, range)};
}

}  // namespace headroom
