#include "host/app/lint_regimes.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/commands.h"
#include "host/app/terminal.h"
#include "host/io/bundled.h"
#include "host/report/grid.h"
#include "host/rules/lint.h"
#include "host/rules/rulebook.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

struct Linted {
  std::string name;  // as typed, or as bundled
  std::vector<Problem> findings;
};

std::vector<Linted> lint(const LintOptions& options) {
  Problems problems;
  const Catalogue catalogue = load_catalogue(Folder::bundled("", options.data_root), problems);
  stop_on_errors(problems);
  std::vector<std::string> names = {options.regime};
  if (options.regime.empty()) names = bundled_names("regimes", "regime.toml", options.data_root);
  std::vector<Linted> all;
  for (const std::string& name : names) {
    all.push_back({name, lint_regime(find_regime(name, options.data_root, "--lint"), catalogue)});
  }
  return all;
}

std::string lint_json(const std::vector<Linted>& all) {
  Json json = {{"schema", "headroom.lint/1"}};
  Json& regimes = json["regimes"] = Json::array();
  for (const auto& [name, findings] : all) {
    Json list = Json::array();
    for (const auto& [place, message] : findings) {
      list.push_back({{"file", place.file}, {"line", place.line}, {"column", place.column}, {"message", message}});
    }
    regimes.push_back({{"regime", name}, {"findings", list}});
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string lint_text(const std::vector<Linted>& all) {
  std::string text;
  for (const auto& [name, findings] : all) {
    text += findings.empty() ? fmt::format("{}: nothing is wrong\n", name)
                             : fmt::format("{}: {}\n", name, counted(findings.size(), "finding", "findings"));
  }
  return text;
}

}  // namespace

int lint_regimes(const LintOptions& options) {
  const std::vector<Linted> all = lint(options);
  bool clean = true;
  for (const Linted& one : all) {
    clean = clean && one.findings.empty();
    if (!options.json) say_problems(one.findings);
  }
  print_result(options.json ? lint_json(all) : lint_text(all));
  return clean ? kDone : kWrongInput;
}

}  // namespace headroom
