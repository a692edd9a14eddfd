// headroom history: the runs that were recorded.
#include <algorithm>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "host/app/commands.h"
#include "host/app/history_output.h"
#include "host/app/record.h"
#include "host/app/run_options.h"
#include "host/app/terminal.h"
#include "host/base/text.h"
#include "host/rules/day.h"
#include "host/store/history.h"

namespace headroom {
namespace {

constexpr const char* kHistoryExamples =
    "Examples:\n"
    "  headroom history                                       the last 20 runs under runs/\n"
    "  headroom history --destination IND --study my-study    how a probability moved from run to run\n"
    "  headroom history --since 2026-03-01 --json\n"
    "  headroom history --history results/runs.sqlite --limit 5\n"
    "  headroom compare 41 42                                 what differs between two of them\n";

struct HistoryOptions {
  std::string file, study, since, destination, limit_text;
  bool json = false;
};

// "2026-03-31" or "2026-03-31T04:00:00Z"; what was recorded sorts as text.
bool is_time(const std::string& text) {
  if (!parse_day(text.substr(0, 10))) return false;
  constexpr std::string_view like = "T00:00:00Z";
  const std::string_view rest = std::string_view(text).substr(10);
  if (rest.empty()) return true;
  return rest.size() == like.size() && std::equal(rest.begin(), rest.end(), like.begin(), [](char c, char model) {
           return model == '0' ? c >= '0' && c <= '9' : c == model;
         });
}

HistoryFilter checked_filter(const HistoryOptions& options) {
  Problems problems;
  HistoryFilter filter{options.study, options.since, options.destination, std::nullopt, 20};
  filter.limit = whole_option("--limit", options.limit_text, 1, problems).value_or(filter.limit);
  if (!options.since.empty() && !is_time(options.since))
    problems.error({}, fmt::format("--since {} is no day; write it as 2026-03-31 or 2026-03-31T04:00:00Z",
                                   in_quotes(options.since)));
  stop_on_errors(problems);
  return filter;
}

int history(const HistoryOptions& options) {
  const HistoryFilter filter = checked_filter(options);
  const std::vector<RecordedRun> runs = recorded(default_history(options.file), filter);
  print_result(options.json ? history_json(runs) : history_text(runs, options.destination));
  return kDone;
}

}  // namespace

void add_history(CLI::App& app, Work* work) {
  CLI::App* command = app.add_subcommand("history", "list the runs that were recorded");
  command->footer(kHistoryExamples);
  const auto options = std::make_shared<HistoryOptions>();
  const auto option = [&](const char* name, std::string& value, const char* type, const char* text) {
    add_word(*command, name, value, type, text);
  };
  option("--history", options->file, "FILE", "the history; default runs/runs.sqlite, else runs.sqlite here");
  option("--study", options->study, "NAME", "only of this study, by name or by the digest of its tables");
  option("--since", options->since, "DAY", "only what finished since, in UTC");
  option("--destination", options->destination, "ISO3", "the probability there, run by run, scenarios too");
  option("--limit", options->limit_text, "N", "the last so many; default 20");
  command->add_flag("--json", options->json, "print JSON, with all estimates");
  command->callback([=] { *work = [options] { return history(*options); }; });
}

}  // namespace headroom
