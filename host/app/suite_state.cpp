#include "host/app/suite_state.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/base/digest.h"
#include "host/base/text.h"
#include "host/report/grid.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "headroom.suite/1";
constexpr std::array<std::string_view, 5> kStates = {"waiting", "running", "done", "failed", "stopped"};

std::string_view name_of(MemberState state) { return kStates[std::size_t(state)]; }

// Mean number of destinations that exhaust.
double mean_exhausted(const Result& result) {
  double mean = 0;
  for (std::size_t n = 0; n < result.exhausted_count.size(); ++n) mean += double(n) * result.exhausted_count[n];
  return mean;
}

const DestinationResult* most_at_risk(const Result& result) {
  const auto at =
      std::max_element(result.destinations.begin(), result.destinations.end(),
                       [](const auto& a, const auto& b) { return a.exhausted.estimate < b.exhausted.estimate; });
  return at == result.destinations.end() ? nullptr : &*at;
}

Json done_json(const FinishedRun& run) {
  Json json = {{"trials", run.result.trials},
               {"first_trial", run.result.first_trial},
               {"seed", run.result.seed},
               {"study_digest", hex(run.study_digest)},
               {"tallies_digest", hex(run.result.tallies_digest)},
               {"mean_exhausted", mean_exhausted(run.result)},
               {"scenarios", Json::array()}};
  for (const ScenarioResult& one : run.result.scenarios) {
    const Difference& d = one.exhausted_difference;
    json["scenarios"].push_back(
        {{"name", one.name},
         {"mean_exhausted", one.mean_exhausted},
         {"difference", {{"estimate", d.estimate}, {"low", d.low}, {"high", d.high}, {"level", d.level}}}});
  }
  return json;
}

using Rows = std::vector<std::vector<std::string>>;

void add_rows(const SuiteMember& member, const MemberStatus& status, Rows* rows) {
  const std::string state = std::string(name_of(status.state)) + (status.crossed ? ", crossed" : "");
  if (!status.run) {
    rows->push_back({member.name, "", state, "", "", "", "", ""});
    return;
  }
  const Result& result = status.run->result;
  const DestinationResult* most = most_at_risk(result);
  rows->push_back({member.name, "", state, grouped(result.trials), fmt::format("{:.4f}", mean_exhausted(result)), "",
                   "", most ? fmt::format("{} {}", most->label.iso3, chance(most->exhausted.estimate)) : ""});
  for (const ScenarioResult& one : result.scenarios) {
    const Difference& d = one.exhausted_difference;
    rows->push_back({"", one.name, "", "", fmt::format("{:.4f}", one.mean_exhausted),
                     fmt::format("{:+.4f}", d.estimate), fmt::format("{:+.4f} to {:+.4f}", d.low, d.high), ""});
  }
}

}  // namespace

std::string suite_json(const Suite& suite, const SuiteOrigin& origin, const std::vector<MemberStatus>& members) {
  Json json = {{"schema", kSchema},
               {"name", suite.name},
               {"file", origin.file},
               {"words", origin.words},
               {"members", Json::array()}};
  for (std::size_t i = 0; i < members.size(); ++i) {
    const SuiteMember& member = suite.members[i];
    const MemberStatus& status = members[i];
    Json one = {{"name", member.name}, {"study", member.study}, {"state", name_of(status.state)}};
    if (!member.regime.empty()) one["regime"] = member.regime;
    if (!status.why.empty()) one["why"] = status.why;
    if (status.run) {
      one["crossed"] = status.crossed;
      one["result"] = done_json(*status.run);
    }
    json["members"].push_back(std::move(one));
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string suite_text(const Suite& suite, const std::vector<MemberStatus>& members) {
  const auto count = [&](MemberState state) {
    return std::count_if(members.begin(), members.end(), [&](const auto& one) { return one.state == state; });
  };
  std::string text = fmt::format("{}: {} of {} done", suite.name, count(MemberState::done),
                                 counted(members.size(), "member", "members"));
  if (count(MemberState::failed)) text += fmt::format(", {} failed", count(MemberState::failed));
  text += "\n\n";
  Rows rows;
  for (std::size_t i = 0; i < members.size(); ++i) add_rows(suite.members[i], members[i], &rows);
  text += grid({{"Member", Align::left},
                {"Scenario", Align::left},
                {"State", Align::left},
                {"Trials", Align::right},
                {"Mean exhausted", Align::right},
                {"Change", Align::right},
                {"95 % interval", Align::right},
                {"Most at risk", Align::left}},
               rows);
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].why.empty()) continue;
    text += fmt::format("\n{}: {}", suite.members[i].name, printable(members[i].why));
  }
  return text + (text.back() == '\n' ? "" : "\n");
}

OlderSuite parse_suite_json(const InputFile& file) {
  try {
    const Json json = Json::parse(file.text);
    if (json.at("schema") != kSchema) throw std::runtime_error("another schema");
    OlderSuite older{{json.at("file"), json.at("words").get<std::vector<std::string>>()}, true};
    for (const Json& member : json.at("members")) {
      const std::string state = member.at("state");
      older.ended = older.ended && (state == name_of(MemberState::done) || state == name_of(MemberState::failed));
    }
    return older;
  } catch (const std::exception& error) {
    Problems problems;
    problems.error({file.name}, fmt::format("not a suite of headroom ({}); give another --out", error.what()));
    throw InputError(problems.errors());
  }
}

}  // namespace headroom
