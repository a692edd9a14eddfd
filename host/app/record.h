// A run that has ended goes into the history.
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "host/app/inputs.h"
#include "host/stats/estimates.h"
#include "host/stats/result.h"

namespace CLI {
class App;
}

namespace headroom {

// The words of a command as they were typed, name first; what a shell would take apart stands in quotes.
std::string typed_words(const CLI::App& command);

// Where the history is: as typed, else runs.sqlite beside the run folder; nothing for "none".
std::optional<std::filesystem::path> history_file(const std::string& typed, const std::filesystem::path& out);

// Where it is looked for: as typed, else where runs without --out leave it, else here.
std::filesystem::path default_history(const std::string& typed);

// Made when the work begins: it keeps the time.
class Recorder {
 public:
  Recorder(std::string typed, std::string history) : typed_(std::move(typed)), history_(std::move(history)) {}

  // Once the run folder is there. Never fails: where nothing can be recorded one line on standard error says why.
  void record(const Inputs& inputs, const Result& result, const std::filesystem::path& out, int exit) const;
  void record(const Inputs& inputs, const Estimates& estimates, const std::filesystem::path& out, int exit) const;

 private:
  template <class Answer>
  void put(const Inputs& inputs, const Answer& answer, const std::filesystem::path& out, int exit) const;

  std::string typed_, history_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace headroom
