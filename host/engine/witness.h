// A machine that can be asked about single steps and single trials: how a difference between two engines is explained.
// Nothing here is fast.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "host/trial/event.h"
#include "host/trial/steps.h"

namespace headroom {

class Witness {
 public:
  virtual ~Witness() = default;
  // One each, in their order.
  virtual std::vector<Answer> answers(const Tables& tables, const std::vector<Question>& questions) = 0;
  // Replays a trial of one destination, after all that send orders to it, or with numbers behind the destinations' of
  // one company. Throws RunError: it runs away.
  virtual std::vector<Event> ledger(const Tables& tables, u64 trial, u32 number) = 0;
};

std::unique_ptr<Witness> make_cpu_witness();

// These two are defined in cuda/, or by host/engine/no_cuda.cpp in a build without it.
// Its calls throw RunError: the device failed.
std::unique_ptr<Witness> make_cuda_witness(int device);
// What a user can do who has none, beside what make_cuda_engine says.
const char* advice_without_device();

// Which destinations have to be walked for the ledger of a number, in their order; of a company none.
std::vector<u32> walks_of_ledger(const Tables& tables, u32 number);

// Events written by `record(log)` into as much room as they take.
template <class Record>
std::vector<Event> recorded(Record record) {
  std::vector<Event> events(4096);
  u64 count = 0;
  record(EventLog{events.data(), events.size(), &count});
  if (count > events.size()) {
    events.resize(count);
    count = 0;
    record(EventLog{events.data(), events.size(), &count});
  }
  events.resize(count);
  return events;
}

}  // namespace headroom
