// The kinds of orders of a stream, which many streams of a large market have in common.
#pragma once
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "host/model/demand.h"

namespace headroom {

// A kind of metered order as a row of the tables.
struct RowKind {
  const Chip* chip;
  u32 route;  // its code
};

struct StreamKinds {
  std::vector<OrderKind> orders;
  std::vector<RowKind> rows;  // of the metered ones, sorted by TPP a unit, chip and route
  std::vector<u32> row_of;    // by kind of order; kNever: it meets no meter
};

// By what they depend on. What they come to takes much memory where no two streams agree, so that not all are kept.
class KnownKinds {
 public:
  // The study and its catalogue have to outlive this.
  KnownKinds(const Study& study, const Catalogue& catalogue) : study_(study), catalogue_(catalogue) {}

  // Good until the next call.
  const StreamKinds& of(const Stream& stream);
  std::size_t made() const { return made_; }  // how often they were worked out
  std::size_t kept() const { return known_.size(); }

 private:
  StreamKinds make(const Stream& stream);

  const Study& study_;
  const Catalogue& catalogue_;
  std::map<std::string, MixShares> mixes_;  // by what streams call their chips
  // Destination, headquarters, chips, routes.
  std::map<std::tuple<std::string, std::string, std::string, std::vector<RouteShare>>, StreamKinds, std::less<>> known_;
  std::size_t made_ = 0;
};

}  // namespace headroom
