#include "host/rules/trial_words.h"

#include <algorithm>

#include "host/io/bundled.h"
#include "host/rules/ruling_names.h"

namespace headroom {
namespace {

constexpr std::string_view kWordsFile = "rulings.csv";
constexpr std::string_view kAssurances = "assurances";  // the row of duties.csv that tells of arrangements

const BookOrder& book_order_of(const LedgerOrder& order, const Study& study) {
  return *std::find_if(study.book.begin(), study.book.end(),
                       [&](const BookOrder& one) { return one.id == order.source; });
}

// A class of chips that the allocation does not count, and what else makes a chip free: `check` knows.
std::string rule_on_chip(const BookOrder& order, const Chip& chip, const Rulebook& book) {
  LedgerRow row;
  row.destination = order.destination;
  row.parent = order.headquarters.empty() ? order.destination : order.headquarters;
  row.veu = "none";
  row.date = {order.month, 1};
  row.chip = chip;
  return Judge(book, default_reading(book)).rule(row).rule;
}

std::string case_without_meter(Fate fate, const BookOrder& order, const Study& study, const Catalogue& catalogue,
                               const Rulebook& book) {
  const auto tier = [&](const std::string& iso3) { return study.regime.tier(iso3).tier; };
  if (fate == Fate::uveu) return std::string(ruling::kUveu);
  if (fate == Fate::prohibited)
    return std::string(tier(order.destination) == 3 ? ruling::kTier3Place : ruling::kTier3Parent);
  const Chip& chip = *find_chip(study, catalogue, order.chip);
  if (!study.regime.counts(chip)) return rule_on_chip(order, chip, book);
  if (tier(order.destination) != 1) return {};  // the study says so
  const bool at_home = order.headquarters.empty() || tier(order.headquarters) == 1;
  return std::string(at_home ? ruling::kAia : ruling::kTier2ParentUncounted);
}

std::string_view case_of_licence(bool tier1, bool allowed, GeneralTier1 reading) {
  if (!tier1) return allowed ? ruling::kGeneral : ruling::kGeneralRefused;
  if (!allowed) return ruling::kGeneralTier1Refused;
  return reading == GeneralTier1::exempt ? ruling::kGeneralTier1Exempt : ruling::kGeneralTier1Counted;
}

std::string case_name(const LedgerOrder& order, const Study& study, const Catalogue& catalogue, const Rulebook& book) {
  if (order.unmetered) return case_without_meter(*order.unmetered, book_order_of(order, study), study, catalogue, book);
  // One that waits, left or found no room has been refused by the last authorisation that it tried.
  const bool allowed = order.decision && *order.decision == decision_of(order.last_tried, true);
  switch (order.last_tried) {
    case kLpp: return std::string(ruling::kLpp);  // whose limit it keeps, or passes
    case kNveu: return std::string(ruling::kNveu);
    default:
      return std::string(
          case_of_licence(order.last_tried == kGeneralTier1, allowed, study.regime.allocation.general_tier1));
  }
}

}  // namespace

std::string_view step_name(u32 step) {
  switch (step) {
    case kGeneral: return to_string(Authorisation::general);
    case kGeneralTier1: return to_string(Authorisation::general_tier1);
    case kLpp: return to_string(Authorisation::lpp);
    case kNveu: return to_string(Authorisation::nveu);
    default: return "";
  }
}

std::vector<Tried> tried_of(const LedgerOrder& order) {
  std::vector<Tried> tried;
  for (const LedgerTry& one : order.tried) {
    const auto left = one.meter.limit ? std::optional(one.meter.left()) : std::nullopt;
    tried.push_back({std::string(step_name(one.meter.step)), left, one.fits, one.fits ? "" : "more than is left"});
  }
  return tried;
}

const NamedRuling* ruling_of(const LedgerOrder& order, const Study& study, const Catalogue& catalogue,
                             const Rulebook& book) {
  const auto found = book.rulings.find(case_name(order, study, catalogue, book));
  return found == book.rulings.end() ? nullptr : &*found;
}

std::string arrangement_paragraph(const Rulebook& book) {
  for (const Duty& duty : book.duties)
    if (duty.id == kAssurances) return duty.paragraph;
  return {};
}

std::optional<Rulebook> find_words(const LoadedStudy& loaded, const std::filesystem::path& data_root,
                                   Problems& problems) {
  Folder folder = loaded.regime;
  if (!folder.has(kWordsFile)) folder = Folder::bundled("regimes/" + loaded.study.regime.name, data_root);
  if (!folder.has(kWordsFile)) return std::nullopt;
  return load_rulebook(folder, loaded.catalogue, problems);
}

}  // namespace headroom
