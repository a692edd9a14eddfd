#include "host/base/text.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace headroom {
namespace {

constexpr std::size_t kQuotedBytes = 60;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Bytes of the character that begins with `lead`, or 0 when none does.
int utf8_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

// The second byte rules out overlong forms, surrogates and what lies past U+10FFFF.
bool second_byte_fits(unsigned char lead, unsigned char second) {
  if (lead == 0xE0) return second >= 0xA0;
  if (lead == 0xED) return second < 0xA0;
  if (lead == 0xF0) return second >= 0x90;
  if (lead == 0xF4) return second < 0x90;
  return true;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = char(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// Insertions, deletions, replacements and swaps of neighbours that turn a into b.
int edit_distance(std::string_view a, std::string_view b) {
  std::vector<int> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = int(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = int(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      result += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result;
}

std::string in_quotes(std::string_view text) {
  if (text.size() <= kQuotedBytes) return "'" + printable(text) + "'";
  std::size_t end = kQuotedBytes;
  while (end > 0 && is_continuation(text[end])) --end;
  return "'" + printable(text.substr(0, end)) + "...'";
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const int length = utf8_length(lead);
    if (length == 0 || at + std::size_t(length) > text.size()) return false;
    for (int i = 1; i < length; ++i) {
      if (!is_continuation(text[at + std::size_t(i)])) return false;
    }
    if (length > 1 && !second_byte_fits(lead, static_cast<unsigned char>(text[at + 1]))) return false;
    at += std::size_t(length);
  }
  return true;
}

std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  const int slips = std::clamp((int(std::min<std::size_t>(name.size(), 100)) + 1) / 3, 1, 3);
  const std::string typed = lower(name);
  std::string_view best;
  int best_distance = slips + 1;
  for (const std::string_view candidate : candidates) {
    const auto difference = std::max(candidate.size(), typed.size()) - std::min(candidate.size(), typed.size());
    if (difference >= std::size_t(best_distance)) continue;
    const int distance = edit_distance(typed, lower(candidate));
    if (distance < best_distance && distance < int(candidate.size())) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string unknown_name(std::string_view kind, std::string_view name, const std::vector<std::string_view>& candidates,
                         std::string_view otherwise) {
  const std::string_view near = nearest(name, candidates);
  if (near.empty()) return fmt::format("unknown {} {}; {}", kind, in_quotes(name), otherwise);
  return fmt::format("unknown {} {}; did you mean {}?", kind, in_quotes(name), in_quotes(near));
}

}  // namespace headroom
