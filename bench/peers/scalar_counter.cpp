// The peer "scalar-counter": random words from a counter, each trial and destination with a counter of its own, and
// what an order is like from tables. A text of its own: it shares neither Philox nor tables with the engines.
#include <boost/math/distributions/normal.hpp>
#include <set>

#include "bench/peers/literal.h"

namespace headroom::bench {
namespace {

constexpr u32 kSizeBits = 10, kSizes = 1 << kSizeBits, kGuides = 256;
constexpr double kLargestMean = 16;  // from which a Poisson count is cut into several
constexpr double kPi = 3.14159265358979323846;

struct Words {
  u32 word[4];
};

// Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC'11.
constexpr Words philox(Words c, u32 key_low, u32 key_high) {
  for (int round = 0; round < 10; ++round) {
    const u64 a = u64(0xD2511F53u) * c.word[0], b = u64(0xCD9E8D57u) * c.word[2];
    c = {{u32(b >> 32) ^ c.word[1] ^ key_low, u32(b), u32(a >> 32) ^ c.word[3] ^ key_high, u32(a)}};
    key_low += 0x9E3779B9u;
    key_high += 0xBB67AE85u;
  }
  return c;
}
// The known answer that the authors give for a counter and a key of zeros.
static_assert(philox({}, 0, 0).word[0] == 0x6627e8d5u && philox({}, 0, 0).word[3] == 0x9b00dbd8u);

// The words of one part of a trial, one after the other. What is rare takes the std distributions over them.
class CounterWords {
 public:
  using result_type = u32;
  static constexpr u32 min() { return 0; }
  static constexpr u32 max() { return ~0u; }
  explicit CounterWords(u64 seed) : low_(u32(seed)), high_(u32(seed >> 32)) {}
  void begin(u64 trial, u32 part) {
    trial_ = trial;
    part_ = part;
    block_ = 0;
    left_ = 0;
  }
  u32 operator()() {
    if (left_ == 0) {
      words_ = next();
      left_ = 4;
    }
    return words_.word[--left_];
  }
  Words next() { return philox({{block_++, part_, u32(trial_), u32(trial_ >> 32)}}, low_, high_); }

 private:
  u32 low_, high_, part_ = 0, block_ = 0, left_ = 0;
  u64 trial_ = 0;
  Words words_{};
};

// A discrete law by its inverse: a guide says where to begin looking.
class Discrete {
 public:
  explicit Discrete(const std::vector<double>& shares) {
    double sum = 0;
    for (const double share : shares) bounds_.push_back(u32(std::min((sum += share) * 0x1p32, 0x1p32 - 1)));
    bounds_.back() = ~0u;
    for (u32 i = 0, at = 0; i < kGuides; ++i) {
      while (bounds_[at] < i << 24) ++at;
      guide_.push_back(at);
    }
  }
  u32 operator()(u32 word) const {
    u32 at = guide_[word >> 24];
    while (bounds_[at] < word) ++at;
    return at;
  }

 private:
  std::vector<u32> bounds_, guide_;
};

// What orders of a stream are like. Streams of one law share its tables, so that these stay in the cache.
struct StreamTables {
  std::vector<const Discrete*> kinds;       // chip and route, by quarter
  const std::vector<u32>* units = nullptr;  // the size's quantiles
  u32 routes = 1, first_consignee = 0, consignees = 1;
};

class AllTables {
 public:
  StreamTables of(const StreamLaw& stream) {
    const std::vector<double> routes = stream.routes.probabilities();
    StreamTables tables;
    tables.units = sizes(stream);
    tables.routes = u32(routes.size());
    tables.first_consignee = stream.consignee.a();
    tables.consignees = stream.consignee.b() - stream.consignee.a() + 1;
    for (const auto& law : stream.chips) {
      std::vector<double> shares;
      for (const double chip : law.probabilities())
        for (const double route : routes) shares.push_back(chip * route);
      tables.kinds.push_back(&kinds_.try_emplace(shares, shares).first->second);
    }
    return tables;
  }

 private:
  const std::vector<u32>* sizes(const StreamLaw& stream) {
    const boost::math::normal normal;
    std::vector<u32> units;
    for (u32 i = 0; i < kSizes; ++i) {
      const double z = boost::math::quantile(normal, (i + 0.5) / kSizes);
      const double size = stream.units ? std::exp(stream.units->m() + stream.units->s() * z) : stream.median;
      units.push_back(u32(whole_units(stream, size)));
    }
    return &*units_.insert(units).first;
  }

  std::map<std::vector<double>, Discrete> kinds_;
  std::set<std::vector<u32>> units_;
};

class CounterRandom {
 public:
  explicit CounterRandom(const Model& model) : words_(model.study.seed) {
    for (const DestinationLaw& place : model.destinations)
      for (const StreamLaw& stream : place.streams) tables_.push_back(all_.of(stream));
  }
  void start(u64 /*first*/) {}
  void begin(u64 trial, u32 part) { words_.begin(trial, part); }

  double uniform() { return words_() * 0x1p-32; }
  // Box and Muller, one of the two.
  double normal() {
    const double u = (words_() + 0.5) * 0x1p-32, angle = 2 * kPi * uniform();
    return std::sqrt(-2 * std::log(u)) * std::cos(angle);
  }
  double chi_squared(int nu) { return std::chi_squared_distribution<double>(nu)(words_); }
  // By inversion; a large count as the sum of smaller ones.
  u32 poisson(double mean) {
    u32 count = 0;
    for (; mean > kLargestMean; mean -= kLargestMean) count += small_poisson(kLargestMean);
    return count + small_poisson(mean);
  }
  u32 delay(BookLaw& law) { return (*law.delay)(words_); }
  std::size_t when(ArrangementLaw& law) { return law.when(words_); }
  Drawn order(const StreamLaw& stream, u32 quarter) {
    const StreamTables& tables = tables_[stream.number];
    const Words words = words_.next();
    const u32 kind = (*tables.kinds[quarter])(words.word[0]);
    return {kind / tables.routes, kind % tables.routes, double((*tables.units)[words.word[1] >> (32 - kSizeBits)]),
            words.word[2] * 0x1p-32, tables.first_consignee + u32((u64(words.word[3]) * tables.consignees) >> 32)};
  }

 private:
  u32 small_poisson(double mean) {
    double u = uniform(), chance = std::exp(-mean);
    u32 count = 0;
    for (; u >= chance && chance > 0; ++count) {
      u -= chance;
      chance *= mean / (count + 1);
    }
    return count;
  }

  CounterWords words_;
  AllTables all_;
  std::vector<StreamTables> tables_;  // by the stream's number
};

}  // namespace

std::unique_ptr<Peer> make_scalar_counter(const LoadedStudy& loaded) {
  return std::make_unique<Literal<CounterRandom>>(loaded);
}

}  // namespace headroom::bench
