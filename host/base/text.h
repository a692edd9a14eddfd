// Words for messages: quoting what a user typed, and guessing what was meant.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

// In single quotes, on one line, cut after some 60 bytes: nothing in an input can break or flood a terminal.
std::string in_quotes(std::string_view text);
// Control characters as \n, \x1b, ...; the rest as it is.
std::string printable(std::string_view text);

// "a, b and c".
std::string listed(const std::vector<std::string>& words);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_utf8(std::string_view text);

// The candidate a typing slip or two away (letters of either case count as equal), the first of several; empty: none.
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates);

// "unknown chip 'H10'; did you mean 'H100'?", or "unknown chip 'xyz'; `otherwise`" when nothing is near.
std::string unknown_name(std::string_view kind, std::string_view name, const std::vector<std::string_view>& candidates,
                         std::string_view otherwise);

}  // namespace headroom
