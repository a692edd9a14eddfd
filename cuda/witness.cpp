// A device as a witness.
#include "host/engine/witness.h"

#include <algorithm>

#include "cuda/device_tables.h"
#include "cuda/witness_kernels.h"
#include "host/trial/companies.h"
#include "host/trial/walk.h"

namespace headroom {
namespace {

using cuda::Array;

// Rows of scratch that the largest of a ledger's walks takes.
u64 rows_for(const Tables& tables, const std::vector<u32>& walks, u32 number) {
  u64 rows = 1;
  for (const u32 d : walks) rows = std::max<u64>(rows, scratch_rows(tables, tables.destinations[d]).all());
  if (number >= tables.destination_count)
    rows = company_scratch_rows(tables, tables.companies[number - tables.destination_count]);
  return rows;
}

class CudaWitness : public Witness {
 public:
  explicit CudaWitness(int device) : device_(device) {}

  std::vector<Answer> answers(const Tables& tables, const std::vector<Question>& questions) override {
    if (questions.empty()) return {};
    HEADROOM_CUDA(cudaSetDevice(device_));
    const cuda::DeviceTables study(tables);
    const Array<Question> asked(questions);
    const Array<Answer> given(questions.size());
    HEADROOM_CUDA(cuda::launch_answers(study.view(), asked.data(), u32(questions.size()), given.data()));
    return given.fetch();
  }

  std::vector<Event> ledger(const Tables& tables, u64 trial, u32 number) override {
    HEADROOM_CUDA(cudaSetDevice(device_));
    const std::vector<u32> walks = walks_of_ledger(tables, number);
    const cuda::DeviceTables study(tables);
    const Array<u32> path(factor_path_length(tables)), order(walks);
    const Array<u64> scratch(rows_for(tables, walks, number)), mail(u64(tables.hub_count) * kMailRows);
    return recorded([&](const EventLog& log) {
      const Array<Event> events(log.room);
      const Array<u64> count(std::vector<u64>{0});
      const cuda::Replay replay{study.view(),   trial,       path.data(),
                                scratch.data(), mail.data(), {events.data(), log.room, count.data()}};
      if (walks.empty()) {
        HEADROOM_CUDA(cuda::launch_company_replay(replay, number - tables.destination_count));
      } else {
        HEADROOM_CUDA(cuda::launch_replay(replay, order.data(), u32(walks.size())));
      }
      *log.count = count.fetch()[0];
      const u64 bytes = std::min(*log.count, log.room) * sizeof(Event);
      HEADROOM_CUDA(cudaMemcpy(log.events, events.data(), bytes, cudaMemcpyDeviceToHost));
    });
  }

 private:
  int device_;
};

}  // namespace

const char* advice_without_device() {
  return "`nvidia-smi` has to list the card, in a container that takes `--gpus all`; and CUDA_VISIBLE_DEVICES, where "
         "it "
         "is set, has to name it";
}

std::unique_ptr<Witness> make_cuda_witness(int device) { return std::make_unique<CudaWitness>(device); }

}  // namespace headroom
