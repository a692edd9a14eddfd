// Universal VEU companies made in code, for small_study and rich_study.
#pragma once
#include "host/trial/company_tally.h"
#include "tests/support/small_study.h"

namespace headroom::testing {

// A company of the United States whose clusters are one unit of chip A (16,000 TPP) each, at home; change what differs.
VeuCompany& add_company(Study* study, const std::string& name, double clusters_per_month);

// Adds three that use everything: mixes, weights by quarter, slips, Tier 3, parents elsewhere.
Study with_companies(Study study);

// The place of a limit in the tallies; the destination of one_destination may be empty. Throws when there is none.
u32 slot_of(const CompiledStudy& study, const std::string& company, CompanyRule rule, const std::string& destination);

// Trials in which a limit was past at a look.
u64 past(const Tally& tally, u32 slot, u32 look);

// Mean TPP of the companies' location `i`, at the end.
double tpp_at_end(const Tally& tally, u32 location);

// What a pass says, written down.
struct Diary {
  struct Break {
    u32 slot, month;
    bool first;
  };
  struct Look {
    u32 look, slot;
    u64 part, total;
    u32 limit;
  };
  std::vector<Break> breaks_;
  std::vector<Look> looks_;
  std::vector<u64> held;

  void breaks(bool breaks, u32 slot, u32 month, bool first) {
    if (breaks) breaks_.push_back({slot, month, first});
  }
  void looks(bool looks, u32 look, u32 slot, u64 part, u64 total, u32 limit) {
    if (looks) looks_.push_back({look, slot, part, total, limit});
  }
  void keeps(bool, u32) {}
  void ends_with(u32, u64 tpp) { held.push_back(tpp); }
};

}  // namespace headroom::testing
