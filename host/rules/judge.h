// The decision on one row after another under one reading of the rules, with the meters that the rows share.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/rules/ledger.h"
#include "host/rules/meters.h"
#include "host/rules/reading.h"

namespace headroom {

// An authorisation that was tried: what its meter had left, if it has one, and why it did not fit.
struct Tried {
  std::string authorisation;
  std::optional<u64> balance;
  bool fits = false;
  std::string why;
};

struct Ruling {
  std::string decision, authorisation, paragraph, certainty, fact, text;
  std::string rule;     // the row of rulings.csv, or those of the weights table: "W05>W09"
  std::string weakest;  // what makes the certainty no better: rule, place, parent or chip
  std::vector<Tried> tried;
  std::optional<MeterMove> meter;  // that the row was counted on, or that refused it
};

class Judge {
 public:
  Judge(const Rulebook& book, Reading reading) : book_(book), reading_(std::move(reading)) {}

  Ruling rule(const LedgerRow& row);  // rows come in the order of the ledger
  const LedgerMeters& meters() const { return meters_; }

 private:
  Ruling rule_on_weights(const LedgerRow& row) const;
  Ruling rule_on_shipment(const LedgerRow& row);
  Ruling rule_on_other_class(const LedgerRow& row, int place, int parent) const;
  Ruling rule_without_allocation(const LedgerRow& row, int place);
  Ruling try_in_turn(const LedgerRow& row, int place, int parent);
  bool try_veu(const LedgerRow& row, int parent, Ruling& tried);
  bool try_meter(const LedgerRow& row, std::string_view authorisation, const MeterKey& key, u64 limit, Ruling& tried);
  // Tried, and none: the regime does not know it.
  void note_unknown_veu(const LedgerRow& row, Ruling& tried) const;
  Ruling license(const LedgerRow& row, int place, int parent, Ruling tried);
  Ruling against_allocation(const LedgerRow& row, const std::string& destination, std::string_view fits,
                            std::string_view refused, Ruling tried);
  // Once the allocation was seen: counted whatever is left.
  Ruling counts_only(const LedgerRow& row, Ruling tried);
  // What a counted order gives back, and when, as in host/trial/lapse.h.
  void note_lapse(const LedgerRow& row, const MeterKey& key);
  void give_back_until(YearMonth month);

  bool in_window(const Day& day) const;
  Ruling settled(std::string_view name, const LedgerRow& row, Ruling so_far = {}) const;
  void weaken(Ruling& ruling, const std::string& certainty, const char* because) const;
  void weaken_by_places(Ruling& ruling, const LedgerRow& row) const;

  const Rulebook& book_;
  Reading reading_;
  LedgerMeters meters_;
  struct Lapse {
    YearMonth month;  // at its start
    MeterKey key;
    u64 tpp = 0;
  };
  std::vector<Lapse> lapses_;  // by month, as the rows are
  std::size_t given_back_ = 0;
};

}  // namespace headroom
