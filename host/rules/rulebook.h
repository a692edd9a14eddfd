// All that a regime's folder says about single shipments and models: the regime itself, and the tables that only
// rulings need. What a ruling is called, cites and asks for is data; the code only knows which ruling a case comes to.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "host/model/regime.h"
#include "host/rules/weights_table.h"

namespace headroom {

struct Paragraph {
  std::string title, source, certainty, fact;
};

// A row of rulings.csv: what the code's name of a case means in this regime. `fact` numbers lines of rule_facts.md.
struct RulingText {
  std::string decision, authorisation, paragraph, certainty, fact, text;
};

// A row of duties.csv.
struct Duty {
  enum class When {
    always,
    order,
    reaches
  };  // the order's TPP, or the meter's, is from_tpp or more; once, for a meter
  std::string id;
  bool is_way = false;  // no duty, but a way that a decision leaves open
  Pattern applies_to;   // authorisations; for a way, decisions
  Pattern parent_tier;
  When when = When::always;
  u64 from_tpp = 0;
  std::optional<Day> from;
  std::string paragraph, fact, text;
};

// A row of readings.csv: a point that the rule leaves open.
struct ReadingText {
  std::string fact, text;
};

// What the simulation does not ask of a row of tiers.csv.
struct TierNote {
  std::string certainty;
  std::optional<int> alternative;
};

struct Rulebook {
  Regime regime;
  bool regime_is_whole = true;  // else what it asks of the tables is not known
  bool tier2_parent_counted = false;
  std::map<std::string, TierNote> tier_notes;
  std::map<std::string, Paragraph> paragraphs;
  std::map<std::string, RulingText> rulings;
  std::map<std::string, ReadingText> readings;
  std::vector<Duty> duties;
  WeightsTable weights;
  // Chips of a class that the allocation does not count need a licence for these (class, destination), if it is listed.
  std::set<std::string> other_classes;
  std::set<std::pair<std::string, std::string>> other_class_licences;
};

// The folder of a regime: one on disk wins over a bundled name. Throws InputError, which names the option that it was
// typed after, when there is none.
Folder find_regime(const std::string& typed, const std::filesystem::path& data_root,
                   std::string_view option = "--regime");

// May only be used when `problems` has no error.
Rulebook load_rulebook(const Folder& folder, const Catalogue& catalogue, Problems& problems);

}  // namespace headroom
