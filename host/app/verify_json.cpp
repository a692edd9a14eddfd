// The JSON of verify_output.h.
#include <nlohmann/json.hpp>

#include "host/app/tally_words.h"
#include "host/app/verify_output.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostListed = 1000;  // of what may be very long: tallies, lines of a ledger

Json verdict(const std::optional<bool>& equal) { return equal ? Json(*equal) : Json(nullptr); }

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json sum_json(const Sum& sum) { return sum.high ? Json({{"high", sum.high}, {"low", sum.low}}) : Json(sum.low); }

Json answers_json(const AnswerCheck& answers) {
  Json examples = Json::array();
  for (const WrongAnswer& wrong : answers.examples) {
    const Question& q = wrong.question;
    examples.push_back({{"step", name_of(q.step)},
                        {"asked", {q.a, q.b, q.c}},
                        {"right", {wrong.right.first, wrong.right.second}},
                        {"given", {wrong.given.first, wrong.given.second}}});
  }
  return {{"asked", answers.asked}, {"wrong", answers.wrong}, {"first_of_each_step", examples}};
}

Json lines_json(const std::vector<Event>& events, const Inputs& inputs) {
  Json lines = Json::array();
  for (std::size_t i = 0; i < events.size() && i < kMostListed; ++i) lines.push_back(event_text(events[i], inputs));
  return lines;
}

Json ledgers_json(const std::optional<TwoLedgers>& ledgers, const Inputs& inputs) {
  if (!ledgers) return nullptr;
  return {{"trial", ledgers->trial},
          {"of", number_name(ledgers->number, inputs)},
          {"equal", !ledgers->differ()},
          {"first_different_line", ledgers->differ() ? Json(ledgers->first_difference() + 1) : Json(nullptr)},
          {"cpu", lines_json(ledgers->cpu, inputs)},
          {"device", lines_json(ledgers->device, inputs)}};
}

Json trial_json(const std::optional<u64>& trial) { return trial ? Json(*trial) : Json(nullptr); }

Json difference_json(const VerifiedStudy& study, int device) {
  if (!study.difference) return nullptr;
  const Mismatch& found = *study.difference;
  const Inputs& inputs = study.task->inputs;
  Json tallies = Json::array();
  for (std::size_t i = 0; i < found.tallies.size() && i < kMostListed; ++i) {
    const DifferentTally& one = found.tallies[i];
    tallies.push_back({{"name", tally_name(one.place, found.range.first, inputs)},
                       {"cpu", sum_json(one.first)},
                       {"device", sum_json(one.second)}});
  }
  return {{"first_trial", found.range.first},
          {"trials", found.range.count},
          {"repeats", found.repeats},
          {"lost_trial", trial_json(found.lost)},
          {"doubled_trial", trial_json(found.doubled)},
          {"runs", found.runs},
          {"different_tallies", found.tallies.size()},
          {"tallies", tallies},
          {"ledgers", ledgers_json(study.ledgers, inputs)},
          {"again", again_command(study, device)},
          {"explain", text_or_null(explain_command(study))}};
}

Json study_json(const VerifiedStudy& study, int device) {
  const VerifyTask& task = *study.task;
  return {{"study", task.inputs.loaded.study.name},
          {"seed", task.inputs.loaded.study.seed},
          {"first_trial", task.range.first},
          {"trials", study.trials},
          {"tallies", study.tallies},
          {"equal", !study.difference},
          {"difference", difference_json(study, device)}};
}

Json device_json(const VerifiedDevice& device) {
  Json studies = Json::array();
  u64 trials = 0;
  for (const VerifiedStudy& study : device.studies) {
    studies.push_back(study_json(study, device.number));
    trials += study.trials;
  }
  return {{"device", device.number},
          {"name", text_or_null(device.name)},
          {"equal", verdict(device.equal())},
          {"trials", trials},
          {"known_answers", answers_json(device.answers)},
          {"studies", studies},
          {"failure", text_or_null(device.failure)}};
}

}  // namespace

std::string verify_json(const Verification& what) {
  Json devices = Json::array();
  u64 trials = 0;
  for (const VerifiedDevice& device : what.devices) {
    devices.push_back(device_json(device));
    trials += devices.back()["trials"].get<u64>();
  }
  const Json json = {{"schema", "headroom.verify/1"},
                     {"equal", verdict(what.equal())},
                     {"trials", trials},
                     {"cpu", what.cpu},
                     {"devices", devices},
                     {"why_none", text_or_null(what.why_none)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace headroom
