#include "host/app/inputs.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "host/app/terminal.h"
#include "host/base/digest.h"
#include "host/base/text.h"
#include "host/model/scenario.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool holds(const std::vector<DestinationLabel>& labels, std::string_view iso3) {
  return std::any_of(labels.begin(), labels.end(), [&](const DestinationLabel& label) { return label.iso3 == iso3; });
}

}  // namespace

Inputs read_inputs(const std::string& where, const LoadOptions& options, bool quiet) {
  Problems problems;
  Inputs inputs;
  inputs.loaded = load_study(where, options, problems);
  stop_on_errors(problems);
  inputs.compiled = compile(inputs.loaded.study, inputs.loaded.catalogue, problems);
  stop_on_errors(problems);
  if (!quiet) say_warnings(problems.warnings());
  return inputs;
}

Inputs read_run_inputs(const std::string& run, u64 seed, u64 digest, const fs::path& data, bool quiet) {
  Inputs inputs = read_inputs((fs::path(run) / "study").string(), {std::nullopt, seed, data}, quiet);
  if (inputs.compiled.digest() == digest) return inputs;
  throw InputError(
      fmt::format("{}: its study has digest {} now, its tallies are of {}; use the headroom and the data that it was "
                  "run with, or run it again",
                  in_quotes(run), hex(inputs.compiled.digest()), hex(digest)));
}

Inputs with_scenario(const Inputs& inputs, const Scenario& scenario, Problems& problems) {
  Inputs changed;
  changed.loaded = inputs.loaded;
  changed.loaded.study = apply_scenario(inputs.loaded.study, scenario, inputs.loaded.catalogue, problems);
  if (!problems.ok()) return changed;
  Problems said;  // compile() repeats what it said of the study
  changed.compiled = compile(changed.loaded.study, changed.loaded.catalogue, said);
  stop_on_errors(said);
  return changed;
}

fs::path data_root(const std::string& typed) {
  const char* named = std::getenv("HEADROOM_DATA");
  const std::string root = !typed.empty() ? typed : named ? named : "";
  std::error_code error;
  if (root.empty() || fs::is_directory(root, error)) return root;
  throw InputError(fmt::format("{} {}: no folder; give one laid out like the bundled data",
                               typed.empty() ? "HEADROOM_DATA" : "--data", in_quotes(root)));
}

fs::path chosen_out(const std::string& typed, const Study& study, const std::string& tail) {
  if (!typed.empty()) return typed;
  std::string name = fmt::format("{}-{}-{}", study.name.substr(0, 100), study.seed, tail);
  for (char& c : name) {
    if (!is_plain(c)) c = '_';
  }
  if (name.front() == '.') name.front() = '_';
  return fs::path("runs") / name;
}

double market_orders(const CompiledStudy& study) {
  double orders = 0;
  for (const auto* labels : {&study.capped, &study.uncapped})
    for (const DestinationLabel& label : *labels) orders += label.market_orders;
  return orders;
}

std::string destination_problem(std::string_view iso3, const CompiledStudy& compiled) {
  if (holds(compiled.capped, iso3)) return {};
  if (holds(compiled.uncapped, iso3)) return fmt::format("{} has no cap; name a destination with one", in_quotes(iso3));
  std::vector<std::string_view> names;
  for (const DestinationLabel& label : compiled.capped) names.push_back(label.iso3);
  return unknown_name("destination", iso3, names, "name one of the study by its three letters");
}

}  // namespace headroom
