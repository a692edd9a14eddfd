#include "host/engine/company_runs.h"
#include "host/engine/trial_memory.h"
#include "host/engine/witness.h"

namespace headroom {
namespace {

class CpuWitness : public Witness {
 public:
  std::vector<Answer> answers(const Tables& tables, const std::vector<Question>& questions) override {
    std::vector<Answer> list;
    for (const Question& question : questions) list.push_back(answer_of(tables, question));
    return list;
  }

  std::vector<Event> ledger(const Tables& tables, u64 trial, u32 number) override {
    return recorded([&](const EventLog& log) {
      EventRecorder recorder(log);
      if (number < tables.destination_count) {
        walk(tables, trial, number, &recorder);
      } else {
        CompanyRuns companies(tables);
        companies.begin(tables, trial);
        recorder.open(number);
        companies.walk(tables, trial, number - tables.destination_count, &recorder);
      }
    });
  }

 private:
  static void walk(const Tables& tables, u64 trial, u32 destination, EventRecorder* recorder) {
    TrialMemory memory(tables, 1);
    memory.begin(0, trial, recorder);
    for (const u32 d : walks_of_ledger(tables, destination)) {
      recorder->open(d);
      recorder->close(memory.walk(d, 0, trial, recorder));
    }
  }
};

}  // namespace

std::unique_ptr<Witness> make_cpu_witness() { return std::make_unique<CpuWitness>(); }

std::vector<u32> walks_of_ledger(const Tables& tables, u32 number) {
  std::vector<bool> marked(tables.destination_count, false);
  if (number >= tables.destination_count) return {};
  marked[number] = true;
  return walks_for(tables, std::move(marked), false);
}

}  // namespace headroom
