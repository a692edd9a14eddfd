#include "host/app/tally_words.h"

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/report/companies.h"
#include "host/report/decision_names.h"
#include "host/report/grid.h"
#include "host/rules/trial_words.h"

namespace headroom {
namespace {

using Part = TallyPart;

constexpr const char* kBookEndNames[kBookEnds] = {"shipped", "shipped in part", "refused"};

std::string month_name(u64 month, const Inputs& inputs) {
  return to_string(plus_months(inputs.loaded.study.start, int(month)));
}

// Tallies by month have one place more: never.
std::string in_month(const char* what, u64 month, const Inputs& inputs) {
  if (month >= u64(inputs.loaded.study.months)) return fmt::format("never {}", what);
  return fmt::format("{} in {}", what, month_name(month, inputs));
}

std::string slot_name(u32 slot, const CompiledStudy& compiled) {
  const SlotLabel& label = compiled.slot_labels[slot];
  return fmt::format("{} ({})", printable(label.company), limit_text(label.limit));
}

std::string location_name(u32 location, const CompiledStudy& compiled) {
  const LocationLabel& label = compiled.location_labels[location];
  return fmt::format("{} in {}", printable(label.company), label.location);
}

std::string divert_name(u32 row, const CompiledStudy& compiled) {
  return fmt::format("{} to {}", compiled.diverted[row].from, compiled.diverted[row].to);
}

// What a destination's tally counts.
std::string of_destination(const TallyPlace& place, const Inputs& inputs) {
  const u64 i = place.index;
  switch (place.part) {
    case Part::exhausted: return in_month("exhausted", i, inputs);
    case Part::critical: return in_month("critical", i, inputs);
    case Part::first_to_exhaust: return "first of all to exhaust";
    case Part::orders: return fmt::format("orders {}", kDecisionNames[i]);
    case Part::utilisation: return fmt::format("use at the end, bin {}", i);
    case Part::use_before: return fmt::format("use at first refusal, bin {}", i);
    case Part::refused: return fmt::format("refused TPP, trials in bin {}", i);
    case Part::diverted_in: return "orders diverted_in";
    case Part::offered_tpp: return "TPP offered";
    case Part::tpp: return fmt::format("TPP {}", kDecisionNames[i]);
    case Part::unused_tpp: return "TPP unused";
    case Part::utilisation_share: return "use at the end, sum";
    case Part::use_before_share: return "use at first refusal, sum";
    case Part::refused_tpp: return fmt::format("refused TPP, sum in bin {}", i);
    default: return "TPP diverted_in";
  }
}

std::string of_company(const TallyPlace& place, const Inputs& inputs) {
  const std::string name = slot_name(place.number, inputs.compiled);
  if (place.part == Part::slack)
    return fmt::format("{}: slack on {}, bin {}", name, inputs.compiled.look_labels[place.index].date, place.bin);
  return name + ": " +
         (place.part == Part::broken_in ? fmt::format("broken in {}", month_name(place.index, inputs))
                                        : in_month("first broken", place.index, inputs));
}

}  // namespace

std::string tally_name(const TallyPlace& place, u64 first_trial, const Inputs& inputs) {
  const CompiledStudy& compiled = inputs.compiled;
  const u32 n = place.number;
  const auto iso3 = [&](u64 d) { return compiled.capped[d].iso3; };
  switch (place.part) {
    case Part::trials: return "number of trials";
    case Part::book_end:
      return fmt::format("book order {}: {}", in_quotes(compiled.book[n].id), kBookEndNames[place.index]);
    case Part::book_months: return fmt::format("book order {}: sum of months", in_quotes(compiled.book[n].id));
    case Part::exhausted_count:
      return fmt::format("trials that exhaust {}", counted(place.index, "destination", "destinations"));
    case Part::pair: return fmt::format("{} and {}: both exhausted", iso3(n), iso3(place.index));
    case Part::divert_orders: return divert_name(n, compiled) + ": orders";
    case Part::divert_tpp: return divert_name(n, compiled) + ": TPP";
    case Part::broken_in:
    case Part::first_broken:
    case Part::slack: return of_company(place, inputs);
    case Part::location_tpp: return location_name(n, compiled) + ": TPP at the end";
    case Part::exhausted_bit: return fmt::format("{}: exhausted in trial {}", iso3(n), first_trial + place.index);
    default: return iso3(n) + ": " + of_destination(place, inputs);
  }
}

std::string number_name(u32 number, const Inputs& inputs) {
  const u32 capped = u32(inputs.compiled.capped.size());
  if (number < capped) return inputs.compiled.capped[number].iso3;
  return number == kNowhere ? "no meter" : printable(inputs.loaded.study.companies[number - capped].name);
}

}  // namespace headroom
