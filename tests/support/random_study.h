// Random small studies with every rule in every combination: what holds for a few hundred of them is believed.
#pragma once
#include "tests/support/small_study.h"

namespace headroom::testing {

// splitmix64: the same throws everywhere, whatever the standard library.
class Dice {
 public:
  explicit Dice(u64 seed) : state_(seed) {}
  u64 bits();
  double between(double low, double high);
  int from(int low, int high);  // both may come
  bool chance(double p) { return between(0, 1) < p; }
  template <class T>
  const T& pick(const std::vector<T>& all) {
    return all[std::size_t(from(0, int(all.size()) - 1))];
  }
  template <class T>
  void shuffle(std::vector<T>* all) {
    for (std::size_t i = all->size(); i > 1; --i) std::swap((*all)[i - 1], (*all)[std::size_t(from(0, int(i) - 1))]);
  }

 private:
  u64 state_;
};

// Of small_catalogue, two to six Tier 2 destinations and perhaps USA and CHN; each authorisation, factor, behaviour,
// divert, position, arrangement, book and lapse is on or off by chance. It passes all checks of loading.
Study random_study(u64 seed);

// A stream as the study's others; `iso3` may be new to it.
void add_random_stream(Dice* dice, const std::string& iso3, Study* study);
BookOrder random_book_order(Dice* dice, const std::string& id, const std::string& iso3, const Study& study);

// Restores the order that loading gives.
void sort_rows(Study* study);

}  // namespace headroom::testing
