#include <fmt/format.h>

#include "host/app/tally_words.h"
#include "host/base/text.h"
#include "host/report/companies.h"
#include "host/report/decision_names.h"
#include "host/report/grid.h"
#include "host/rules/trial_words.h"

namespace headroom {
namespace {

// A damaged record may hold anything: numbers that name nothing are shown as they are.
template <class Names, class Name>
std::string named(const Names& names, u64 number, Name name) {
  return number < names.size() ? printable(name(names[number])) : fmt::format("number {}", number);
}

std::string month_name(u32 month, const Inputs& inputs) {
  return month < u32(inputs.loaded.study.months) ? to_string(plus_months(inputs.loaded.study.start, int(month)))
                                                 : fmt::format("month {}", month);
}

std::string or_never(const char* what, u32 month, const Inputs& inputs) {
  return month == kNever ? fmt::format("never {}", what) : fmt::format("{} in {}", what, month_name(month, inputs));
}

std::string step_text(u32 step) { return step <= kNveu ? std::string(step_name(step)) : fmt::format("step {}", step); }

std::string decision_text(u32 decision) {
  return decision < kDecisions ? kDecisionNames[decision] : fmt::format("decision {}", decision);
}

std::string book_text(u64 row, const Inputs& inputs) {
  return named(inputs.compiled.book, row, [](const BookLabel& label) { return "book order " + label.id; });
}

std::string order_text(const Event& e, const Inputs& inputs) {
  const auto& rows = inputs.compiled.book_rows;
  if (e.code == 0) return fmt::format("order {}", e.number);
  return e.code <= rows.size() ? book_text(rows[e.code - 1].tally, inputs) : fmt::format("book row {}", e.code);
}

std::string meets_text(const Event& e, const Inputs& inputs) {
  return fmt::format("{} in {}: {} TPP, meter {}, time {}, bits {:016x}", order_text(e, inputs),
                     month_name(e.month, inputs), grouped(e.x), e.detail, e.y, e.z);
}

std::string tries_text(const Event& e) {
  return fmt::format("  {}: {} of {}, {}", step_text(e.code), grouped(e.x), e.y == kNoLimit ? "any" : grouped(e.y),
                     e.detail ? "fits" : "does not fit");
}

std::string closes_text(const Event& e, const Inputs& inputs) {
  return fmt::format("end: {} TPP used, {} offered, {} came from elsewhere; {}; {}{}", grouped(e.x), grouped(e.y),
                     e.code, or_never("exhausted", e.month, inputs), or_never("critical", e.number, inputs),
                     e.month == kNever ? "" : fmt::format("; exhausted at {}", e.z));
}

const char* ending_text(u32 end) {
  constexpr const char* names[kBookEnds] = {"shipped", "shipped in part", "refused"};
  return end < kBookEnds ? names[end] : "ended";
}

std::string company_text(const Event& e, const Inputs& inputs) {
  const CompiledStudy& compiled = inputs.compiled;
  const u64 c = u64(e.place) - compiled.capped.size();
  if (c >= compiled.companies.size()) return fmt::format("company {}", c);
  const Company& company = compiled.companies[c];
  const auto slot = [&] {
    return named(compiled.slot_labels, u64(company.slots) + e.number,
                 [](const SlotLabel& label) { return limit_text(label.limit); });
  };
  switch (e.kind) {
    case EventKind::breaks:
      return fmt::format("breaks {} in {}{}", slot(), month_name(e.month, inputs), e.detail ? ", the first time" : "");
    case EventKind::looks:
      return fmt::format("on {} {} of {} TPP: {}",
                         named(compiled.look_labels, e.code, [](const Look& look) { return look.date; }), grouped(e.x),
                         grouped(e.y), slot());
    case EventKind::keeps: return "keeps " + slot();
    default:
      return fmt::format("ends with {} TPP in {}", grouped(e.x),
                         named(compiled.location_labels, u64(company.locations) + e.number,
                               [](const LocationLabel& label) { return label.location; }));
  }
}

std::string text_of(const Event& e, const Inputs& inputs) {
  switch (e.kind) {
    case EventKind::opens:
      return "opens" + (e.month == kNever ? "" : ", cap raised from " + month_name(e.month, inputs));
    case EventKind::lapses: return fmt::format("{} TPP lapse in {}", grouped(e.x), month_name(e.month, inputs));
    case EventKind::meets: return meets_text(e, inputs);
    case EventKind::tries: return tries_text(e);
    case EventKind::exhausts: return fmt::format("  exhausts {} TPP", grouped(e.x));
    case EventKind::turns_critical: return fmt::format("  turns critical of {} TPP", grouped(e.x));
    case EventKind::splits: return fmt::format("  {} TPP allowed by {}", grouped(e.x), step_text(e.code));
    case EventKind::waits: return "  waits until " + month_name(e.month, inputs);
    case EventKind::diverts:
      return "  leaves for " + named(inputs.compiled.diverted, e.number, [](const DivertLabel& way) { return way.to; });
    case EventKind::refuses:
      return fmt::format("  {} TPP refused, {}", grouped(e.x),
                         e.detail ? "no room to wait" : "last by " + step_text(e.code));
    case EventKind::ends_book:
      return fmt::format("  {} {} in {}", book_text(e.number, inputs), ending_text(e.code),
                         month_name(e.month, inputs));
    case EventKind::counts:
      return fmt::format("end: {} orders {}, {} TPP", grouped(e.x), decision_text(e.code), grouped(e.y));
    case EventKind::closes: return closes_text(e, inputs);
    case EventKind::breaks:
    case EventKind::looks:
    case EventKind::keeps:
    case EventKind::holds: return company_text(e, inputs);
  }
  return fmt::format("event {}", u32(e.kind));
}

}  // namespace

std::string event_text(const Event& event, const Inputs& inputs) {
  const u64 numbers = inputs.compiled.capped.size() + inputs.compiled.companies.size();
  const bool is_known = event.place == kNowhere || event.place < numbers;
  return (is_known ? number_name(event.place, inputs) : fmt::format("place {}", event.place)) + ": " +
         text_of(event, inputs);
}

}  // namespace headroom
