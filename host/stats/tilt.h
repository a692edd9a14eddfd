// Which other law makes a rare exhaustion happen about every second time, and
// the tables to draw from it.
#pragma once
#include <map>
#include <utility>
#include <vector>

#include "host/model/compile.h"
#include "host/stats/destination_law.h"
#include "host/trial/weight.h"

namespace headroom {

// Orders come `rate` times as often, those that reach far exp(kappa x reach)
// times as likely.
struct OrderTilt {
  double kappa = 0;
  std::vector<double> rate;  // by quarter, at least 1
};

// The mean of each innovation is shifted; orders are tilted by the level of
// what the factors then make of the mean number of orders. One level where
// nothing loads on factors.
struct TiltChoice {
  std::vector<double> shift;      // as DestinationLaw::pull
  std::vector<double> edges;      // mean numbers of orders, between the levels
  std::vector<OrderTilt> levels;  // one more; empty: no tilt

  bool none() const { return levels.empty(); }
};

// The tilt under which the sum of reaches is `aim` in the mean: the saddle
// point of Chernoff's bound of P(sum >= aim) over the factors' most likely
// path,
//   sup over shifts m, inf over kappa of exp(-|m|^2 / 2 - kappa aim + sum over
//   quarters orders(m) (M(kappa) - 1)),
// M the moment generating function of an order's reach (Glasserman, Kang and
// Shahabuddin, Operations Research 56, 2008, for credit portfolios). Given the
// factors, orders are tilted so that the mean reaches `aim` there: with one
// tilt for all factors, those far from the path would get a few trials of very
// great weight. No tilt where the mean is above `aim` anyhow. Any choice leaves
// estimates unbiased: weights are worked out from what is drawn.
TiltChoice choose_tilt(const DestinationLaw& law, double aim);

// The tables of one destination under both laws. Move-only, since views point
// into it; of the compiled study it keeps a view too.
class TiltedStudy {
 public:
  TiltedStudy(const CompiledStudy& compiled, u32 destination, const DestinationLaw& law, const TiltChoice& choice);
  TiltedStudy(TiltedStudy&&) = default;
  TiltedStudy& operator=(TiltedStudy&&) = default;

  Tables tables() const;
  const Tilt& tilt() const { return tilt_; }
  u64 digest() const;  // of what differs between two tilts

 private:
  u32 push(const std::vector<u32>& table);
  u32 push(const std::vector<u64>& table);
  // The offset of a table in which each of `length` sizes stands equally often.
  u32 piece_of_sizes(u32 first, u32 length);
  void put_levels(const DestinationLaw& law, const TiltChoice& choice);
  void put_pieces(const SizePieces& pieces);
  void put_kinds(const DestinationLaw& law, const OrderTilt& orders, Destination* tilted, std::vector<u32>* scores);
  void put_rates(const TiltChoice& choice);
  void put_shift(const DestinationLaw& law, const TiltChoice& choice);

  Tables view_;
  std::map<std::pair<u32, u32>, u32> pieces_;
  std::vector<u32> words_;
  std::vector<u64> wides_;
  std::vector<Row> rows_;
  std::vector<Destination> places_;  // by Law
  Tilt tilt_{};
};

}  // namespace headroom
