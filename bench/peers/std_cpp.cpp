// The peer "std-cpp": std::mt19937_64 and the std distributions, constructed once.
#include "bench/peers/literal.h"

namespace headroom::bench {
namespace {

class StdRandom {
 public:
  explicit StdRandom(const Model& model) : chi_squared_(std::max(model.study.factors.student_t, 1)) {}
  // One generator runs through a range: trials have no addresses.
  void start(u64 first) {
    random_.seed(first);
    normal_.reset();
    poisson_.reset();
  }
  void begin(u64 /*trial*/, u32 /*part*/) {}

  double uniform() { return uniform_(random_); }
  double normal() { return normal_(random_); }
  double chi_squared(int /*nu*/) { return chi_squared_(random_); }
  u32 poisson(double mean) { return poisson_(random_, std::poisson_distribution<u32>::param_type(mean)); }
  u32 delay(BookLaw& law) { return (*law.delay)(random_); }
  std::size_t when(ArrangementLaw& law) { return law.when(random_); }
  Drawn order(StreamLaw& stream, u32 quarter) {
    Drawn drawn;
    drawn.chip = stream.chips[quarter](random_);
    drawn.route = stream.routes(random_);
    drawn.units = whole_units(stream, stream.units ? (*stream.units)(random_) : stream.median);
    drawn.place = uniform();
    drawn.consignee = stream.consignee(random_);
    return drawn;
  }

 private:
  std::mt19937_64 random_;
  std::uniform_real_distribution<double> uniform_{0.0, 1.0};
  std::normal_distribution<double> normal_;
  std::poisson_distribution<u32> poisson_;
  std::chi_squared_distribution<double> chi_squared_;
};

}  // namespace

std::unique_ptr<Peer> make_std_cpp(const LoadedStudy& loaded) { return std::make_unique<Literal<StdRandom>>(loaded); }

}  // namespace headroom::bench
