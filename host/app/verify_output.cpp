#include "host/app/verify_output.h"

#include <algorithm>
#include <cctype>
#include <cstring>

#include <fmt/format.h>

#include "host/app/tally_words.h"
#include "host/base/text.h"
#include "host/report/grid.h"

namespace headroom {
namespace {

using Cells = std::vector<std::string>;

constexpr std::size_t kMostTallies = 20;         // that are listed
constexpr std::size_t kBefore = 12, kAfter = 8;  // lines of the ledgers around the first difference
constexpr std::size_t kWholeLedger = 40;         // shorter ones are shown whole

const char* equal_word(bool equal) { return equal ? "yes" : "NO"; }

std::string sum_text(const Sum& sum) {
  return sum.high ? fmt::format("0x{:x}{:016x}", sum.high, sum.low) : grouped(sum.low);
}

// As a shell takes it.
std::string shell_word(const std::string& text) {
  const auto is_plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || std::strchr("_./-", c); };
  if (!text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), is_plain)) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return printable(word + "'");
}

std::string address_options(const VerifyTask& task) {
  return fmt::format(" --seed {}{}", task.inputs.loaded.study.seed,
                     task.regime.empty() ? "" : " --regime " + shell_word(task.regime));
}

void add_rows(const VerifiedDevice& device, std::vector<Cells>* rows) {
  const auto add = [&](std::string what, std::string trials, std::string values, std::string equal) {
    const bool first = rows->empty() || rows->back().front() != std::to_string(device.number);
    rows->push_back({std::to_string(device.number), first ? printable(device.name) : "", std::move(what),
                     std::move(trials), std::move(values), std::move(equal)});
  };
  if (device.answers.asked)
    add("known answers", "", grouped(device.answers.asked), equal_word(device.answers.wrong == 0));
  for (const VerifiedStudy& study : device.studies)
    add(printable(study.task->inputs.loaded.study.name), grouped(study.trials), grouped(study.tallies),
        equal_word(!study.difference));
  if (!device.failure.empty()) add("failed", "", "", "-");
}

std::string answers_text(const AnswerCheck& answers, int device) {
  std::string text = fmt::format("\nDevice {}: {} of {} known answers are wrong. Of each step the first one:\n", device,
                                 grouped(answers.wrong), grouped(answers.asked));
  std::vector<Cells> rows;
  const auto hex = [](const Answer& answer) { return fmt::format("{:016x} {:016x}", answer.second, answer.first); };
  for (const WrongAnswer& wrong : answers.examples) {
    const Question& q = wrong.question;
    rows.push_back(
        {name_of(q.step), fmt::format("{:x}, {:x}, {:x}", q.a, q.b, q.c), hex(wrong.right), hex(wrong.given)});
  }
  return text + grid({{"Step"}, {"Asked"}, {"Right"}, {fmt::format("Device {}", device)}}, rows);
}

// How few trials it takes, and how surely.
std::string found_text(const VerifiedStudy& study, int device) {
  const Mismatch& found = *study.difference;
  const auto [first, count] = found.range;
  std::string text = fmt::format("\nDevice {}, {}: ", device, printable(study.task->inputs.loaded.study.name));
  if (!found.repeats) {
    text += fmt::format(
        "trials {} to {} differed once and then did not: the device's memory or its cooling may be at fault", first,
        first + count - 1);
  } else if (found.lost || found.doubled) {
    text += fmt::format("trial {} is {} in a run of trials {} to {}; alone it does not differ", *found.trial(),
                        found.lost ? "lost" : "counted twice", first, first + count - 1);
  } else if (count > 1) {
    text += fmt::format("trials {} to {} differ when they run together; no part of them does alone", first,
                        first + count - 1);
  } else {
    text += fmt::format("trial {} differs", first);
  }
  return text + fmt::format(" ({} of each engine).\n", counted(found.runs, "run", "runs"));
}

// Those of what is replayed come first.
std::vector<DifferentTally> listed_tallies(const VerifiedStudy& study) {
  std::vector<DifferentTally> list = study.difference->tallies;
  if (!study.ledgers) return list;
  const Tables tables = study.task->inputs.compiled.tables();
  std::stable_partition(list.begin(), list.end(), [&](const DifferentTally& tally) {
    return number_of(tables, tally.place) == study.ledgers->number;
  });
  return list;
}

std::string tallies_text(const VerifiedStudy& study, int device) {
  const std::vector<DifferentTally> list = listed_tallies(study);
  std::vector<Cells> rows;
  for (std::size_t i = 0; i < std::min(list.size(), kMostTallies); ++i)
    rows.push_back({tally_name(list[i].place, study.difference->range.first, study.task->inputs),
                    sum_text(list[i].first), sum_text(list[i].second)});
  std::string text = grid({{"Tally"}, {"CPU", Align::right}, {fmt::format("Device {}", device), Align::right}}, rows);
  if (list.size() > kMostTallies) text += fmt::format("and {} more\n", grouped(list.size() - kMostTallies));
  return text;
}

std::string ledgers_text(const TwoLedgers& ledgers, const Inputs& inputs, int device) {
  const std::size_t at = ledgers.first_difference(), all = std::max(ledgers.cpu.size(), ledgers.device.size());
  const bool whole = all <= kWholeLedger;
  const std::size_t from = whole || at < kBefore ? 0 : at - kBefore, to = whole ? all : std::min(all, at + 1 + kAfter);
  const auto cell = [&](const std::vector<Event>& events, std::size_t i) {
    return i < events.size() ? event_text(events[i], inputs) : "";
  };
  std::vector<Cells> rows;
  for (std::size_t i = from; i < to; ++i)
    rows.push_back({i == at ? "->" : "", std::to_string(i + 1), cell(ledgers.cpu, i), cell(ledgers.device, i)});
  const std::string side = fmt::format("Device {}", device);
  return grid({{""}, {"Line", Align::right}, {"CPU"}, {side}}, rows);
}

// One trial of one destination again, on both sides.
std::string replay_text(const VerifiedStudy& study, int device) {
  if (!study.ledgers) return "No destination or company is to blame alone: trials are put together wrongly.\n";
  const TwoLedgers& ledgers = *study.ledgers;
  const std::string where = fmt::format("trial {}, {}", ledgers.trial, number_name(ledgers.number, study.task->inputs));
  if (!ledgers.differ())
    return fmt::format(
        "Replayed alone, {} is the same on both sides, all {} lines of it.\n"
        "So it lies in how trials run together or are added up, or in code that is compiled for this place's rules.\n",
        where, grouped(ledgers.cpu.size()));
  return fmt::format("Ledgers of {}:\n", where) + ledgers_text(ledgers, study.task->inputs, device);
}

std::string difference_text(const VerifiedStudy& study, int device) {
  std::string text = found_text(study, device) + "\n" + tallies_text(study, device) + "\n" + replay_text(study, device);
  text += "\nAgain:     " + again_command(study, device) + "\n";
  if (const std::string explain = explain_command(study); !explain.empty()) text += "In words:  " + explain + "\n";
  return text;
}

std::string verdict_text(const Verification& what) {
  const std::optional<bool> equal = what.equal();
  if (!equal) return "\nNot everything could be verified; what was compared is equal.\n";
  if (!*equal) return "\nDIFFERENT: do not trust results of a device that says NO.\n";
  return fmt::format("\nAll is equal, bit for bit, to the CPU ({}).\n", what.cpu);
}

}  // namespace

std::optional<bool> Verification::equal() const {
  bool all = !devices.empty();
  for (const VerifiedDevice& device : devices) {
    if (device.equal() == false) return false;
    all = all && device.equal().has_value();
  }
  return all ? std::optional(true) : std::nullopt;
}

std::string again_command(const VerifiedStudy& study, int device) {
  const TrialRange range = study.difference->range;
  return fmt::format("headroom verify {}{} --first-trial {} --trials {} --device {}", shell_word(study.task->typed),
                     address_options(*study.task), range.first, range.count, device);
}

std::string explain_command(const VerifiedStudy& study) {
  const Inputs& inputs = study.task->inputs;
  if (!study.ledgers || study.ledgers->number >= inputs.compiled.capped.size()) return {};
  return fmt::format("headroom explain {}{} --trial {} --destination {}", shell_word(study.task->typed),
                     address_options(*study.task), study.ledgers->trial, number_name(study.ledgers->number, inputs));
}

std::string verify_text(const Verification& what) {
  std::vector<Cells> rows;
  for (const VerifiedDevice& device : what.devices) add_rows(device, &rows);
  std::string text;
  if (!rows.empty())
    text = grid({{"Device", Align::right},
                 {"Name"},
                 {"Compared"},
                 {"Trials", Align::right},
                 {"Values", Align::right},
                 {"Equal"}},
                rows);
  for (const VerifiedDevice& device : what.devices) {
    if (device.answers.wrong) text += answers_text(device.answers, device.number);
    for (const VerifiedStudy& study : device.studies)
      if (study.difference) text += difference_text(study, device.number);
    if (!device.failure.empty())
      text += fmt::format("\nDevice {} could not be verified{}: {}\n", device.number,
                          device.studies.empty() ? "" : " to the end", printable(device.failure));
  }
  return text + verdict_text(what);
}

}  // namespace headroom
