// Where words go: results to standard output, everything else to standard error.
#pragma once
#include <string_view>

#include "host/base/problems.h"

namespace headroom {

// Throws RunError when standard output is closed or its disk is full.
void print_result(std::string_view text);

// One line on standard error. It never fails: there is nobody left to tell.
void say(std::string_view line);
void say_problems(const std::vector<Problem>& problems);
void say_warnings(const std::vector<Problem>& warnings);

bool stderr_is_terminal();

// Descriptors 0 to 2 that were closed are taken, so that no file we open becomes standard output; a reader that goes
// away is an error of a write, not a signal.
void guard_standard_streams();

}  // namespace headroom
