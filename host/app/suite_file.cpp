#include "host/app/suite_file.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/io/toml.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr double kLargestSeed = 9007199254740991;  // every whole number up to it is read exactly

std::vector<std::string> texts(TomlTable& table, std::string_view key) {
  std::vector<TomlText> read;
  table.read(key, read);
  std::vector<std::string> all;
  for (const TomlText& one : read) all.push_back(one.text);
  return all;
}

std::vector<std::string> seeds(TomlTable& table) {
  std::vector<double> read;
  std::vector<std::string> all;
  if (!table.has("seed") || !table.read("seed", read, {.low = 0, .high = kLargestSeed})) return all;
  for (const double seed : read) {
    if (seed != std::floor(seed)) table.error("seed", fmt::format("{} is no seed; give whole numbers", seed));
    all.push_back(fmt::format("{:.0f}", seed));
  }
  return all;
}

// A folder beside the suite file wins over a bundled one of the same name.
std::string found(const std::string& typed, std::string_view marker, const fs::path& beside) {
  const fs::path path = beside / typed;
  std::error_code error;
  return fs::exists(path / marker, error) || fs::is_regular_file(path, error) ? path.lexically_normal().string()
                                                                              : typed;
}

std::string last_part(const std::string& path) {
  const fs::path normal = fs::path(path).lexically_normal();
  return (normal.has_filename() ? normal : normal.parent_path()).filename().string();
}

bool is_folder_name(const std::string& name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  return !name.empty() && name.size() <= 100 && name.front() != '.' && std::all_of(name.begin(), name.end(), plain);
}

// What is the same in all runs of a member.
struct Common {
  std::string name, trials;
  std::vector<std::string> scenarios, fail_if;
};

std::vector<std::string> words_of(const Common& common, const std::string& regime, const std::string& seed) {
  std::vector<std::string> words;
  if (!common.trials.empty()) words.push_back("--trials=" + common.trials);
  if (!regime.empty()) words.push_back("--regime=" + regime);
  if (!seed.empty()) words.push_back("--seed=" + seed);
  const bool all = common.scenarios == std::vector<std::string>{"all"};
  if (all) words.push_back("--all-scenarios");
  for (const std::string& one : common.scenarios)
    if (!all) words.push_back("--scenario=" + one);
  for (const std::string& one : common.fail_if) words.push_back("--fail-if=" + one);
  return words;
}

class Reader {
 public:
  Reader(const fs::path& beside, Suite& suite) : beside_(beside), suite_(suite) {}

  void read_head(TomlTable table) {
    if (table.need({"name"})) table.read_name("name", suite_.name);
    if (!suite_.name.empty() && !is_folder_name(suite_.name))
      table.error("name", "no name of a folder; use letters, digits, and . _ -");
    read_trials(table, &defaults_.trials);
    defaults_.fail_if = texts(table, "fail_if");
    table.finish();
  }

  void read_member(TomlTable table) {
    Common common = defaults_;
    table.read("name", common.name);
    read_trials(table, &common.trials);
    common.scenarios = texts(table, "scenarios");
    for (const std::string& one : texts(table, "fail_if")) common.fail_if.push_back(one);
    table.need({"study"});
    const std::vector<std::string> studies = texts(table, "study");
    std::vector<std::string> regimes = texts(table, "regime"), all_seeds = seeds(table);
    const bool tells_seed = all_seeds.size() > 1;
    if (regimes.empty()) regimes = {""};
    if (all_seeds.empty()) all_seeds = {""};
    if (!common.name.empty() && studies.size() * regimes.size() * all_seeds.size() > 1)
      table.error("name", "several runs would have this name; leave it out, or give one study, regime and seed");
    for (const std::string& study : studies)
      for (const std::string& regime : regimes)
        for (const std::string& seed : all_seeds) add(table, common, study, regime, seed, tells_seed);
    table.finish();
  }

 private:
  void read_trials(TomlTable& table, std::string* trials) {
    u64 read = 0;
    if (table.has("trials") && table.read("trials", read, {.low = 1})) *trials = std::to_string(read);
  }

  void add(TomlTable& table, const Common& common, const std::string& study, const std::string& regime,
           const std::string& seed, bool tells_seed) {
    SuiteMember member{common.name,
                       found(study, "study.toml", beside_),
                       regime.empty() ? "" : found(regime, "regime.toml", beside_),
                       {}};
    if (member.name.empty()) {
      member.name = last_part(study);
      if (!regime.empty()) member.name += "-" + last_part(regime);
      if (tells_seed) member.name += "-" + seed;
    }
    member.words = words_of(common, member.regime, seed);
    const auto [at, is_new] = places_.emplace(member.name, table.place());
    if (!is_folder_name(member.name)) {
      table.problems().error(table.place(), fmt::format("{} is no name of a folder; give the member a name of letters, "
                                                        "digits, and . _ -",
                                                        in_quotes(member.name)));
    } else if (!is_new) {
      table.problems().error(table.place(), fmt::format("a second member is called {}, after line {}; give it a name",
                                                        in_quotes(member.name), at->second.line));
    }
    suite_.members.push_back(std::move(member));
  }

  const fs::path& beside_;
  Suite& suite_;
  Common defaults_;
  std::map<std::string, Place> places_ = {{"suite.json", {}}, {"suite.toml", {}}, {"lock", {}}};
};

}  // namespace

Suite parse_suite(const InputFile& file, const fs::path& beside, Problems& problems) {
  Suite suite;
  const auto toml = TomlFile::parse(file, problems);
  if (!toml) return suite;
  TomlTable root(*toml, problems);
  Reader reader(beside, suite);
  root.need({"suite", "member"});
  if (auto head = root.table("suite")) reader.read_head(*head);
  for (TomlTable& member : root.tables("member")) reader.read_member(member);
  root.finish();
  return suite;
}

}  // namespace headroom
