// The program itself, as a user starts it.
#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace headroom::testing {

struct Ended {
  int code = -1;  // of exit; -1: ended by a signal
  std::string out, err;
};

struct Spawn {
  std::filesystem::path folder = ".";      // where it runs
  std::string data = {};                   // HEADROOM_DATA; empty: not set
  std::string standard_output = {};        // a file in place of the captured output; "closed": none at all
  std::vector<std::string> launcher = {};  // words in front of the program, as of mpirun
  std::vector<std::pair<std::string, std::string>> environment = {};  // set for it
  int signal = 0;  // sent when the progress line says that trials are done
};

// Runs headroom with these arguments and waits for it.
Ended headroom(const std::vector<std::string>& arguments, const Spawn& how = {});

// Lines of a text.
std::vector<std::string> lines_of(const std::string& text);

}  // namespace headroom::testing
