// What `headroom run` was asked for.
#pragma once
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/app/progress.h"
#include "host/base/problems.h"
#include "host/engine/engine.h"
#include "host/stats/stopping.h"

namespace CLI {
class App;
}

namespace headroom {

struct RunOptions {
  // As typed; empty: not given.
  std::string study, trials_text, first_trial_text, seed_text, threads_text, devices_text, regime, out, data, history;
  std::string typed;  // all of it
  std::string progress = "auto", estimator = "plain", half_width_text, relative_text, joint_level_text;
  std::vector<std::string> fail_if, scenarios;
  bool all_scenarios = false;
  bool json = false, quiet = false;
  std::string points = "random", replicates_text;
  std::string save_every_text;
  bool resume = false;
  std::vector<std::string> words;  // all of them as option_words gives them

  // Read from that by check().
  EngineChoice engine;
  std::optional<u64> trials, seed;
  u64 first_trial = 0;
  StopRule until;
  std::optional<double> joint_level;
  u32 replicates = 16;  // of --points sobol
  u64 save_every = 0;   // trials; 0: by the clock

  void add_to(CLI::App& command);
  // Throws InputError with all that is wrong.
  void check();

  // How progress is to be shown where nothing is to be quiet.
  ProgressStyle progress_style() const;
};

// The options that were typed for a command, each as "--name=value" or "--name".
std::vector<std::string> option_words(const CLI::App& command);

// The options of `headroom run` of such words, checked. Throws InputError.
RunOptions parsed_options(const std::string& study, const std::vector<std::string>& words);

// An option that takes one word, kept as typed: what is wrong with it is said with all else.
void add_word(CLI::App& command, const char* name, std::string& value, const char* type, const char* text);

// The whole number that was typed for an option; nothing when none was, or when it is none: then `problems` says so.
std::optional<u64> whole_option(const char* option, const std::string& typed, double low, Problems& problems,
                                double high = std::numeric_limits<double>::infinity());

// "0,1" of --device: the numbers, each once; `problems` gets what is wrong.
std::vector<int> device_numbers(const std::string& typed, Problems& problems);

// `problems` gets a word that is none of `words`.
void check_word(const char* option, const std::string& typed, const std::vector<std::string_view>& words,
                Problems& problems);

constexpr double kMaxThreads = 4096;  // of --threads

// `trials` from `first` on. Throws InputError when they pass 2^63.
TrialRange checked_range(u64 first, u64 trials);

}  // namespace headroom
