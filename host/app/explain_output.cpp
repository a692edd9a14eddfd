#include "host/app/explain_output.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/tried_output.h"
#include "host/base/text.h"
#include "host/report/decision_names.h"
#include "host/report/grid.h"

namespace headroom {
namespace {

using Cells = std::vector<std::string>;

std::string month_text(const Study& study, u32 month) { return to_string(plus_months(study.start, int(month))); }

std::string head_text(const Study& study, const std::string& scenario, const std::string& what) {
  const std::string under = scenario.empty() ? "" : fmt::format(", scenario {}", printable(scenario));
  const Regime& regime = study.regime;
  std::string text = fmt::format("{}: {}, seed {}{}\n{}", printable(study.name), what, study.seed, under,
                                 printable(regime.title.empty() ? regime.name : regime.title));
  if (!regime.status.empty()) text += fmt::format(" ({})", printable(regime.status));
  return text + "\n";
}

void add_note(const std::string& note, std::string* notes) { *notes += (notes->empty() ? "" : "; ") + note; }

// `iso3` is where the order stands.
std::string notes_text(const LedgerOrder& order, const std::string& iso3, const Study& study) {
  std::string notes;
  if (order.ships_to != iso3 && order.diverted_from.empty()) add_note("ships to " + order.ships_to, &notes);
  if (order.has_waited) add_note("came back", &notes);
  if (!order.diverted_from.empty()) add_note("from " + order.diverted_from, &notes);
  if (order.split)
    add_note(fmt::format("{} of {} units by {}", grouped(order.split->tpp / order.tpp_per_unit), grouped(order.units()),
                         step_name(order.split->step)),
             &notes);
  if (order.returns) add_note("returns in " + month_text(study, *order.returns), &notes);
  if (!order.diverted_to.empty()) add_note("to " + order.diverted_to, &notes);
  if (order.turns_critical) add_note("critical", &notes);
  if (order.exhausts) add_note("exhausts", &notes);
  return notes;
}

Cells order_cells(const LedgerOrder& order, const std::string& iso3, const Explanation& what) {
  const Study& study = what.inputs.loaded.study;
  const NamedRuling* ruling = what.words ? ruling_of(order, study, what.inputs.loaded.catalogue, *what.words) : nullptr;
  return {month_text(study, order.month),
          order.source,
          order.chip,
          grouped(order.units()),
          grouped(order.tpp),
          order.consignee,
          tried_text(tried_of(order)),
          ending_name(order),
          ruling ? ruling->second.paragraph : "",
          order.unmetered ? "" : grouped(order.used),
          notes_text(order, iso3, study)};
}

// What happens at the start of a month, before its orders.
struct MonthEvent {
  u32 month;
  Cells cells;
};

std::vector<MonthEvent> events_of(const PlaceLedger& place, const Explanation& what) {
  const Study& study = what.inputs.loaded.study;
  std::vector<MonthEvent> events;
  const auto add = [&](u32 month, std::string name, u64 tpp, std::string word, std::string paragraph) {
    events.push_back({month,
                      {month_text(study, month), std::move(name), "", "", grouped(tpp), "", "", std::move(word),
                       std::move(paragraph)}});
  };
  if (place.raise)
    add(*place.raise, "(arrangement)", place.raised_cap_tpp, "cap raised",
        what.words ? arrangement_paragraph(*what.words) : "");
  for (const LedgerLapse& lapse : place.lapses) add(lapse.month, "(lapse)", lapse.tpp, "given back", "");
  std::stable_sort(events.begin(), events.end(),
                   [](const MonthEvent& a, const MonthEvent& b) { return a.month < b.month; });
  return events;
}

std::string orders_text(const PlaceLedger& place, const Explanation& what) {
  std::vector<Cells> rows;
  const std::vector<MonthEvent> events = events_of(place, what);
  auto event = events.begin();
  for (const LedgerOrder& order : place.orders) {
    for (; event != events.end() && event->month <= order.month; ++event) rows.push_back(event->cells);
    rows.push_back(order_cells(order, place.iso3, what));
  }
  for (; event != events.end(); ++event) rows.push_back(event->cells);
  if (rows.empty()) return "no order\n";
  return grid({{"Month"},
               {"Source"},
               {"Chip"},
               {"Units", Align::right},
               {"TPP", Align::right},
               {"Consignee"},
               {"Tried: TPP left"},
               {"Decision"},
               {"Paragraph"},
               {"Used", Align::right},
               {"Note"}},
              rows);
}

std::string totals_text(const LedgerTotals& totals) {
  std::vector<Cells> rows;
  for (u32 d = 0; d < kDecisions; ++d)
    if (totals.orders[d] || totals.tpp[d])
      rows.push_back({kDecisionNames[d], grouped(totals.orders[d]), grouped(totals.tpp[d])});
  if (totals.diverted_in) rows.push_back({"diverted_in", grouped(totals.diverted_in), grouped(totals.diverted_in_tpp)});
  if (rows.empty()) return {};
  return "\n" + grid({{"Total"}, {"Orders", Align::right}, {"TPP", Align::right}}, rows);
}

// What the paragraphs of the tables say.
std::string rules_text(const Explanation& what) {
  std::string text;
  for (const NamedRuling* ruling : rulings_used(what)) {
    const RulingText& words = ruling->second;
    text += fmt::format("{}: {}{}\n", words.paragraph, words.text,
                        words.certainty == "high" ? "" : fmt::format(" ({})", words.certainty));
  }
  return text.empty() ? text : "\n" + text;
}

std::string share_text(u64 part, u64 whole) {
  return whole ? fmt::format("{:.1f} %", 100 * double(part) / double(whole)) : "-";
}

std::string place_head(const PlaceLedger& place, const DestinationLabel& label, const Study& study) {
  std::string text = fmt::format("\n{} ({})", label.name, label.iso3);
  if (place.cap_tpp == 0 && label.tier != 2) return text + fmt::format(": Tier {}, no allocation\n", label.tier);
  text += fmt::format(": {} of {} TPP used at the end ({})", grouped(place.used), grouped(place.cap_at_end),
                      share_text(place.used, place.cap_at_end));
  if (place.start_used) text += fmt::format("; {} at the start", grouped(place.start_used));
  text += place.critical ? "; critical in " + month_text(study, *place.critical) : "; never critical";
  text += place.exhausted ? fmt::format("; exhausted in {}, when {} were used", month_text(study, *place.exhausted),
                                        grouped(place.used_before))
                          : "; never exhausted";
  return text + "\n";
}

std::string absent_text(const PlaceLedger& place) {
  if (place.absent.empty()) return {};
  std::string text = fmt::format("Book orders that did not come: {}", fmt::join(place.absent, ", "));
  return printable(text) + "\n";
}

std::string undrawn_text(const DestinationLabel& label, bool exist) {
  const Expected& e = label.expected;
  if (!exist || e.uveu + e.exempt + e.prohibited == 0) return {};
  return fmt::format(
      "Orders that meet no meter change no decision; those of the market are not drawn. Expected a trial: "
      "{:.4g} uveu, {:.4g} exempt, {:.4g} prohibited.\n",
      e.uveu, e.exempt, e.prohibited);
}

const DestinationLabel& label_of(const CompiledStudy& compiled, const std::string& iso3) {
  for (const DestinationLabel& label : compiled.capped)
    if (label.iso3 == iso3) return label;
  return *std::find_if(compiled.uncapped.begin(), compiled.uncapped.end(),
                       [&](const DestinationLabel& label) { return label.iso3 == iso3; });
}

std::string found_words(const Search& what) {
  const std::string subject = in_quotes(what.subject);
  return what.kind == "exhausted" ? what.subject + " exhausted" : fmt::format("book order {} was refused", subject);
}

}  // namespace

std::string ending_name(const LedgerOrder& order) {
  if (order.decision) return kDecisionNames[u32(*order.decision)];
  if (order.unmetered == Fate::uveu) return "uveu";
  if (order.unmetered == Fate::prohibited) return "prohibited";
  return order.unmetered ? "exempt" : "waits";
}

std::vector<const NamedRuling*> rulings_used(const Explanation& what) {
  std::map<std::string, const NamedRuling*> used;
  const LoadedStudy& loaded = what.inputs.loaded;
  for (const PlaceLedger& place : what.replay.places) {
    for (const LedgerOrder& order : place.orders) {
      const NamedRuling* ruling = what.words ? ruling_of(order, loaded.study, loaded.catalogue, *what.words) : nullptr;
      if (ruling) used[ruling->first] = ruling;
    }
  }
  std::vector<const NamedRuling*> list;
  for (const auto& [name, ruling] : used) list.push_back(ruling);
  return list;
}

std::string explain_text(const Explanation& what) {
  const Study& study = what.inputs.loaded.study;
  std::string text = head_text(study, what.scenario, fmt::format("trial {}", what.trial));
  for (const PlaceLedger& place : what.replay.places) {
    const DestinationLabel& label = label_of(what.inputs.compiled, place.iso3);
    text += place_head(place, label, study) + orders_text(place, what) + totals_text(place.totals()) +
            absent_text(place) + undrawn_text(label, what.inputs.compiled.expectations_exist);
  }
  return text + rules_text(what);
}

std::string found_text(const Search& what) {
  const FoundTrials& found = what.found;
  const Study& study = what.inputs.loaded.study;
  std::string text = head_text(study, what.scenario,
                               fmt::format("trials in which {}; {} searched from {} on", found_words(what),
                                           counted(found.searched, "trial", "trials"), found.first));
  std::vector<Cells> rows;
  for (const FoundTrial& one : found.trials) rows.push_back({std::to_string(one.trial), month_text(study, one.month)});
  return text + "\n" + (rows.empty() ? "none\n" : grid({{"Trial", Align::right}, {"Month"}}, rows));
}

}  // namespace headroom
