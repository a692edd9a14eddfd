// Numbers in text: which are allowed, and what to say of those that are not.
#pragma once
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "host/base/hd.h"

namespace headroom {

// Which numbers a field may hold; always finite.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above_low = false;   // `low` itself is too low
  bool below_high = false;  // `high` itself is too high

  bool holds(double x) const;
};

enum class NumberKind { real, whole };

// "a whole number between 1 and 120", "a number of at least 0", ...
std::string described(NumberKind kind, const Range& range);

// "WHAT is FOUND; it must be a number between 0 and 1".
std::string number_message(std::string_view what, std::string_view found, NumberKind kind, const Range& range);

// A number read from text, or a message about what is wrong with it.
template <class T>
struct NumberRead {
  std::optional<T> value;
  std::string message;
};

// The whole text must be the number: no blanks, no sign '+', no digit separators.
NumberRead<double> read_real(std::string_view what, std::string_view text, const Range& range);
NumberRead<i64> read_whole(std::string_view what, std::string_view text, const Range& range);

}  // namespace headroom
