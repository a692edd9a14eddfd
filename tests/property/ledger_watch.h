// A second book-keeper of one destination's trial: from what the observer is told and what the study says it works out
// every meter again, and notes what does not fit.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "host/trial/walk.h"

namespace headroom::testing {

// What the study says of a destination.
struct Limits {
  Tier1Reading tier1 = Tier1Reading::counts_only;
  u64 cap = 0, raised_cap = 0, lpp = 0;
  std::vector<u64> nveu;  // by month
  std::vector<int> year;  // by month
  u64 lapse_share = 0;    // of 2^32
  u32 lapse_months = 0;
};

class LedgerWatch : public NoObserver<OneLane> {
 public:
  LedgerWatch(const Limits& limits, const Tables& tables, const Destination& place);

  void begins(u32 raise) { raise_ = raise; }
  void lapses(bool due, u32 month, u64 tpp);
  void meets(bool present, const Order<OneLane>& order, u32, const OrderBits<u32>&, const CapNow<OneLane>& now);
  void tries(bool tries, u32 step, u64 held, u64 limit, bool fits);
  void splits(bool some, u32 step, u64 part);
  void waits(bool joined, u32) { leave(joined); }
  void diverts(bool joined, const Divert& row, const Order<OneLane>& order, u32);
  void refuses(bool refused, u32, const Order<OneLane>&, bool);

  const std::vector<std::string>& faults() const { return faults_; }
  u64 used() const { return used_; }
  u64 offered() const { return offered_; }          // TPP of what first stood here
  bool settled() const { return open_ == 0; }       // the last order has ended
  u64 to_uncapped() const { return to_uncapped_; }  // TPP diverted to places without a cap

 private:
  void expect(bool holds, const char* what) {
    if (!holds) faults_.push_back(what);
  }
  void leave(bool leaves) { open_ = leaves ? 0 : open_; }
  u64 cap() const { return month_ < raise_ ? limits_.cap : limits_.raised_cap; }
  u64& lpp() { return lpp_[{order_.consignee, limits_.year[month_]}]; }
  void add(u32 step, u64 tpp);

  const Limits& limits_;
  std::vector<std::string> faults_;
  u32 raise_ = kNever, month_ = 0;
  Order<OneLane> order_{};
  u64 open_ = 0, used_ = 0, offered_ = 0, to_uncapped_ = 0;
  std::map<std::pair<u32, int>, u64> lpp_;
  std::map<u32, u64> nveu_, due_back_;
};

}  // namespace headroom::testing
