// One set of rules, in words. A folder of data: nothing about a particular regime is in the code.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/hd.h"
#include "host/base/month.h"
#include "host/io/folder.h"
#include "host/model/catalogue.h"
#include "host/model/route.h"

namespace headroom {

struct Tier {
  int tier = 2;  // 1, 2 or 3
  std::string paragraph;
};

enum class GeneralTier1 { counts_only, stopped, exempt };

// Keys as in regime.toml. TPP in whole units of total processing performance.
struct Regime {
  std::string name, title, source, status, meter = "licence";
  YearMonth window_start;
  int window_months = 0;
  std::map<std::string, Tier> tiers;  // by iso3, overrides applied

  struct Allocation {            // per Tier 2 destination, cumulative over the window
    std::optional<u64> cap_tpp;  // nothing: a licence is needed, no quantity is set
    std::vector<std::string> classes = {"3A090.a"};
    double critical = 0.90;
    GeneralTier1 general_tier1 = GeneralTier1::counts_only;
    bool tier2_parent_counted = false;  // an order for Tier 1 by a Tier 2 parent uses an allocation: its country's
    double max_multiplier = 2.0;
    struct Lapse {
      double share = 0;  // of each counted order, given back ...
      int months = 12;   // ... so many months later
    } lapse;
  } allocation;

  std::optional<u64> lpp_cap_tpp;  // per consignee and calendar year; nothing: the regime has no such exception

  // Cumulative TPP a company and destination may hold, by calendar quarter in time order; empty: no such authorisation.
  struct Allowance {
    YearMonth quarter;  // first month of the quarter
    u64 tpp = 0;
  };
  std::vector<Allowance> nveu;

  // Universal validated end users; nothing: the regime knows none. Limits are shares of a company's TPP.
  struct Uveu {
    std::optional<double> max_outside_tier1, max_one_destination, min_home_us;  // whole numbers of 1/10,000
    struct Date {
      int month = 1, day = 1;
    };
    std::vector<Date> reporting_dates;  // of every year
    int checkpoint_months = 0;          // months between extra looks at the shares; 0: none
  };
  std::optional<Uveu> uveu;

  // Tier 3 destinations to which smaller chips may go case by case: of each product at most a share of what US end
  // users have had of it.
  struct ProductLimit {
    std::vector<std::string> destinations;  // in the order of the file; they share the limits
    u64 tpp_below = 0;                      // of one chip
    double bandwidth_below_gbs = 0;         // of one chip's DRAM
    double us_share = 0;                    // of the study's us_shipments.csv, in TPP, running
  };
  std::optional<ProductLimit> product_limit;

  // In every Tier 2 destination, instead of an allocation: what one consignee may have there over the window.
  struct ConsigneeLimit {
    u64 cap_tpp = 0;
    u64 simple_review_tpp = 0;  // up to here a plain review; changes no decision
  };
  std::optional<ConsigneeLimit> consignee_limit;

  // An order of this chip meets the meter (if its route does).
  bool counts(const Chip& chip) const;
  bool has(Authorisation authorisation) const;
  // A destination under the product limit; and one to which this chip may go under it.
  bool limits_products(const std::string& iso3) const;
  bool limits_products(const std::string& iso3, const Chip& chip) const;
  // Licences to this destination meet a quantity: an allocation, a product's limit or a consignee's.
  bool limits(const std::string& iso3) const;
  // Tier of a destination; a destination that the table lacks is an error of the table, found at load.
  const Tier& tier(const std::string& iso3) const { return tiers.at(iso3); }
  // Allowance in force in a calendar month: the row of its quarter; the last row holds on; 0 before the first.
  u64 nveu_allowance(YearMonth month) const;
};

// What a scenario changes in a regime; nothing: as it is.
struct RegimeChanges {
  std::map<std::string, int> tiers;
  std::optional<u64> cap_tpp;
  std::optional<std::vector<std::string>> classes;
  std::optional<double> critical;
  std::optional<GeneralTier1> general_tier1;
  std::optional<double> max_multiplier;
  std::optional<u64> lpp_cap_tpp;
  std::optional<Regime::ProductLimit> product_limit;
  std::optional<Regime::ConsigneeLimit> consignee_limit;
  std::optional<Regime::Allocation::Lapse> lapse;
  std::optional<bool> tier2_parent_counted;
  std::optional<Regime::Uveu> uveu;  // whole, as changed
  std::vector<std::string> idle;     // tables that change no run: "weights"
};

// Reads regime.toml and the tables beside it; every key of the format is checked, also those that no command uses yet.
Regime load_regime(const Folder& folder, const Catalogue& catalogue, Problems& problems);

}  // namespace headroom
