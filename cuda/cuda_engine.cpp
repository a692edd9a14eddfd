// The CUDA engine: tables uploaded once a study, batches of trials through the kernels of kernels.cu.
#include <algorithm>

#include "cuda/device.h"
#include "cuda/kernels.h"
#include "host/base/problems.h"
#include "host/trial/companies.h"
#include "host/trial/walk.h"

namespace headroom {
namespace {

using cuda::Array;
using cuda::Batch;
using cuda::kThreads;

constexpr u32 kLargestBatch = 4096;

// The study on the device.
struct DeviceTables {
  Array<u32> words;
  Array<u64> wides;
  Array<Row> rows;
  Array<BookRow> book;
  Array<Divert> diverts;
  Array<Destination> destinations;
  Array<Company> companies;
  Array<CompanyLocation> locations;
  Array<CompanySlot> slots;
  Tables view;

  explicit DeviceTables(const Tables& host)
      : words(host.words, host.word_count),
        wides(host.wides, host.wide_count),
        rows(host.rows, host.row_count),
        book(host.book, host.book_count),
        diverts(host.diverts, host.divert_count),
        destinations(host.destinations, host.destination_count),
        companies(host.companies, host.company_count),
        locations(host.locations, host.location_count),
        slots(host.slots, host.slot_count),
        view(host) {
    view.words = words.data();
    view.wides = wides.data();
    view.rows = rows.data();
    view.book = book.data();
    view.diverts = diverts.data();
    view.destinations = destinations.data();
    view.companies = companies.data();
    view.locations = locations.data();
    view.slots = slots.data();
  }
};

// First row of scratch by destination, and the number of all rows behind the last.
std::vector<u64> scratch_offsets(const Tables& tables) {
  std::vector<u64> offsets(1, 0);
  for (u32 d = 0; d < tables.destination_count; ++d)
    offsets.push_back(offsets.back() + scratch_rows(tables, tables.destinations[d]).all());
  return offsets;
}

// The same for companies, which come behind the destinations.
std::vector<u64> company_offsets(const Tables& tables, u64 first) {
  std::vector<u64> offsets(1, first);
  for (u32 c = 0; c < tables.company_count; ++c)
    offsets.push_back(offsets.back() + company_scratch_rows(tables, tables.companies[c]));
  return offsets;
}

// How many trials go through at once: half of the free memory at most, whole blocks.
u32 batch_size(const Tables& tables, u64 all_scratch_rows, u64 trials) {
  const u64 a_trial = factor_path_length(tables) * sizeof(u32) +
                      (all_scratch_rows + u64(tables.hub_count) * kMailRows) * sizeof(u64) +
                      tables.destination_count * (sizeof(u64) + 1);
  std::size_t free = 0, total = 0;
  HEADROOM_CUDA(cudaMemGetInfo(&free, &total));
  const u64 fits = free / 2 / a_trial / kThreads * kThreads;
  const u64 wanted = (trials + kThreads - 1) / kThreads * kThreads;
  return u32(std::clamp<u64>(std::min(fits, wanted), kThreads, kLargestBatch));
}

// Everything a run keeps on the device.
class DeviceRun {
 public:
  DeviceRun(const Tables& tables, u64 trials, const TallyShape& shape)
      : DeviceRun(tables, shape, scratch_offsets(tables), trials) {}

  u32 batch() const { return view_.batch; }

  void add(TrialRange range) {
    view_.range = range;
    HEADROOM_CUDA(cuda::launch_factors(view_));
    // A hub runs after all that send to it: a launch a level, in stream order.
    u32 from = 0;
    for (u32 level = 0; level < host_tables_.level_count; ++level) {
      const u32 to = host_tables_.words[host_tables_.level_ends + level];
      HEADROOM_CUDA(cuda::launch_walks(view_, from, to));
      from = to;
    }
    HEADROOM_CUDA(cuda::launch_companies(view_));
    HEADROOM_CUDA(cuda::launch_joint(view_));
    HEADROOM_CUDA(cudaDeviceSynchronize());
    if (const u64 address = runaway_.fetch()[0]; address != ~u64(0)) {
      const u64 numbers = u64(host_tables_.destination_count) + host_tables_.company_count;
      throw_runaway(host_tables_, address / numbers, u32(address % numbers));
    }
  }

  // Which trials of the last batch exhausted a destination; `first` is their place among the bits.
  void mark(u64 first, ExhaustedBits* bits) const {
    const auto words = exhausted_.fetch();
    const u32 stride = view_.batch / 32, used = u32((view_.range.count + 31) / 32);
    for (u32 d = 0; d < host_tables_.destination_count; ++d)
      for (u32 i = 0; i < used; ++i) bits->set_32(d, first + 32 * i, words[d * stride + i]);
  }

  // Moves what has been tallied over to the host.
  void collect(Tally* to) const {
    const auto counters = counters_.fetch(), low = low_.fetch(), high = high_.fetch();
    for (std::size_t i = 0; i < counters.size(); ++i) to->counters[i] += counters[i];
    for (std::size_t i = 0; i < low.size(); ++i) {
      to->sums[i].add(low[i]);
      to->sums[i].add(Sum{high[i] << 32, high[i] >> 32});
    }
  }

 private:
  DeviceRun(const Tables& tables, const TallyShape& shape, const std::vector<u64>& offsets, u64 trials)
      : host_tables_(tables),
        tables_(tables),
        offsets_(offsets),
        company_offsets_(company_offsets(tables, offsets.back())),
        counters_(shape.all_counters()),
        low_(shape.all_sums()),
        high_(shape.all_sums()),
        runaway_(std::vector<u64>{~u64(0)}) {
    const u64 rows = company_offsets(tables, offsets.back()).back();
    const u32 batch = batch_size(tables, rows, trials);
    paths_ = Array<u32>(u64(factor_path_length(tables)) * batch);
    scratch_ = Array<u64>(rows * batch);
    mail_ = Array<u64>(u64(tables.hub_count) * kMailRows * batch);
    keys_ = Array<u64>(u64(tables.destination_count) * batch);
    exhausted_ = Array<u32>(u64(tables.destination_count) * batch / 32);
    for (Array<u64>* tallies : {&counters_, &low_, &high_}) tallies->clear();
    view_ = {tables_.view,
             {},
             batch,
             paths_.data(),
             scratch_.data(),
             offsets_.data(),
             company_offsets_.data(),
             keys_.data(),
             exhausted_.data(),
             mail_.data(),
             runaway_.data(),
             {counters_.data(), low_.data(), high_.data(), shape}};
  }

  Tables host_tables_;
  DeviceTables tables_;
  Array<u64> offsets_, company_offsets_, counters_, low_, high_, runaway_;
  Array<u32> paths_;
  Array<u64> scratch_, mail_, keys_;
  Array<u32> exhausted_;
  Batch view_{};
};

class CudaEngine : public Engine {
 public:
  explicit CudaEngine(int device) : device_(device) {
    cudaDeviceProp properties{};
    HEADROOM_CUDA(cudaGetDeviceProperties(&properties, device));
    detail_ =
        std::string(properties.name) + ", sm_" + std::to_string(properties.major) + std::to_string(properties.minor);
  }
  std::string name() const override { return "cuda"; }
  std::string detail() const override { return detail_; }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    if (tables.destination_count == 0 || range.count == 0) return run_without_destinations(tables, range, stop, tally);
    HEADROOM_CUDA(cudaSetDevice(device_));
    DeviceRun run(tables, range.count, tally->shape);
    u64 done = 0;
    while (done < range.count && !stop.load(std::memory_order_relaxed)) {
      const u64 count = std::min<u64>(run.batch(), range.count - done);
      run.add({range.first + done, count});
      if (exhausted) run.mark(done, exhausted);
      done += count;
    }
    run.collect(tally);
    tally->trials += done;
    return done;
  }

 private:
  // A study without a cap has no queue to walk: settling its book and moving its companies is no work for a device.
  static u64 run_without_destinations(const Tables& tables, TrialRange range, const std::atomic<bool>& stop,
                                      Tally* tally) {
    return make_reference_engine(1)->run(tables, range, stop, tally);
  }

  int device_;
  std::string detail_;
};

}  // namespace

std::unique_ptr<Engine> make_cuda_engine(const std::vector<int>& devices, std::string* why_not) {
  int count = 0;
  const int device = devices.empty() ? 0 : devices.front();
  if (const cudaError_t status = cudaGetDeviceCount(&count); status != cudaSuccess) {
    *why_not = cudaGetErrorString(status);
  } else if (count == 0) {
    *why_not = "no device";
  } else if (devices.size() > 1) {
    *why_not = "one device at a time in this version; give --device " + std::to_string(device);
  } else if (device < 0 || device >= count) {
    *why_not = "there is no device " + std::to_string(device) + "; the last one is " + std::to_string(count - 1);
  } else if (const cudaError_t set = cudaSetDevice(device); set != cudaSuccess) {
    *why_not = cudaGetErrorString(set);
  } else if (const cudaError_t probe = cuda::probe_kernels(); probe != cudaSuccess) {
    *why_not = cudaGetErrorString(probe);
  } else {
    return std::make_unique<CudaEngine>(device);
  }
  cudaGetLastError();  // clear it: the CPU takes over
  return nullptr;
}

}  // namespace headroom
