// draw_words walks|lanes|factors|shared: the words of our own draws (host/trial/draws.h) on standard output without
// end, raw, as dieharder -g 200 reads them. It ends when nobody reads.
//
//   walks    market orders: by trial, destination and order, as one walk after the other meets them
//   lanes    the same by destination, order and lane, as a pack of 16 trials meets them
//   factors  by trial: the global factor, those of groups and of destinations, a block for four quarters
//   shared   walks with a planted defect: two orders share an address
#include <cstdio>
#include <cstring>
#include <vector>

#include "host/base/iso3.h"
#include "host/trial/draws.h"

namespace headroom {
namespace {

constexpr const char* kPlaces[] = {"ARE", "BRA", "CHL", "EST", "IND", "KEN", "MEX", "MYS", "POL", "SAU"};
constexpr u32 kOrders = 32, kLanes = 16, kFactorBlocks = 3;
constexpr u32 kGroups = 4;  // numbers in place of hashes: the more alike
constexpr u64 kSeed = 1;

class Words {
 public:
  void put(u64 trial, Purpose purpose, u32 subject, u32 index) {
    block_.push_back(Draws<OneLane>(keys_, trial, purpose, subject)(index));
    if (block_.size() < 4096) return;
    open_ = std::fwrite(block_.data(), sizeof block_[0], block_.size(), stdout) == block_.size();
    block_.clear();
  }
  bool open() const { return open_; }

 private:
  PhiloxKeys keys_ = keys_of_rounds({u32(kSeed), u32(kSeed >> 32)});
  std::vector<Block<u32>> block_;
  bool open_ = true;
};

// Orders go up by one after so many.
void put_orders(u64 trial, u32 sharing, Words* words) {
  for (const char* place : kPlaces)
    for (u32 order = 0; order < kOrders; ++order) words->put(trial, Purpose::market, code_of(place), order / sharing);
}
void put_walk(u64 trial, Words* words) { put_orders(trial, 1, words); }
void put_shared(u64 trial, Words* words) { put_orders(trial, 2, words); }

void put_lanes(u64 pack, Words* words) {
  for (const char* place : kPlaces)
    for (u32 order = 0; order < kOrders; ++order)
      for (u32 lane = 0; lane < kLanes; ++lane)
        words->put(pack * kLanes + lane, Purpose::market, code_of(place), order);
}

void put_factors(u64 trial, Words* words) {
  const auto factor = [&](Purpose purpose, u32 subject) {
    for (u32 block = 0; block < kFactorBlocks; ++block) words->put(trial, purpose, subject, block);
  };
  factor(Purpose::global_factor, 0);
  for (u32 group = 0; group < kGroups; ++group) factor(Purpose::group_factor, group);
  for (const char* place : kPlaces) factor(Purpose::own_factor, code_of(place));
}

}  // namespace
}  // namespace headroom

int main(int count, char** arguments) {
  using namespace headroom;
  const char* name = count == 2 ? arguments[1] : "";
  void (*put)(u64, Words*) = nullptr;
  if (std::strcmp(name, "walks") == 0) put = put_walk;
  if (std::strcmp(name, "lanes") == 0) put = put_lanes;
  if (std::strcmp(name, "factors") == 0) put = put_factors;
  if (std::strcmp(name, "shared") == 0) put = put_shared;
  if (!put) return std::fputs("usage: draw_words walks|lanes|factors|shared\n", stderr), 2;
  Words words;
  for (u64 i = 0; words.open(); ++i) put(i, &words);
}
