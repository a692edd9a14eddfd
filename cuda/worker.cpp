#include "cuda/worker.h"

#include <algorithm>
#include <chrono>

namespace headroom::cuda {
namespace {

constexpr u32 kLargestBatch = 4096;
constexpr u64 kMaxGrowth = 4;  // of a chunk over the last one: the first ones are too short to say how long one takes

// How many trials go through at once: half of the free memory of the current device at most, whole blocks.
u32 batch_size(const Tables& tables, u32 most, u32 block) {
  std::size_t free = 0, total = 0;
  HEADROOM_CUDA(cudaMemGetInfo(&free, &total));
  const u64 fits = free / 2 / trial_bytes(tables, ScratchRows(tables)) / block * block;
  return u32(std::min<u64>(std::max<u64>(fits, block), most));
}

// Adds its life to a time. The host has waited for the device at both ends of each.
class Stopwatch {
 public:
  explicit Stopwatch(double* to) : to_(to) {}
  ~Stopwatch() { *to_ += seconds(); }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  double* to_;
  Clock::time_point start_ = Clock::now();
};

}  // namespace

Worker::Worker(int device, const CudaOptions& options)
    : device_(device), options_(options), most_(options.batch ? options.batch : kLargestBatch) {}

Worker::~Worker() {
  cudaSetDevice(device_);
  release();
}

// Memory of a device that a fault has broken cannot be freed: it goes with all else that the process has there.
void Worker::release() {
  study_.reset();
  if (cudaDeviceSynchronize() != cudaSuccess) cudaDeviceReset();
  cudaGetLastError();  // or the next launch would report what has been seen to
}

void Worker::run(Job* job) {
  std::optional<TrialRange> chunk;
  try {
    while (!lost()) {
      try {
        prepare(*job);
        if (!chunk) chunk = job->chunks.take(next_chunk(*job));
        if (!chunk) return;
        work(job, *chunk);
        chunk.reset();
      } catch (const DeviceError& error) {
        recover(error);
      }
    }
  } catch (...) {
    if (chunk) job->chunks.give_back(*chunk);
    throw;
  }
  if (chunk) job->chunks.give_back(*chunk);
}

void Worker::prepare(const Job& job) {
  HEADROOM_CUDA(cudaSetDevice(device_));
  if (study_ && digest_ == job.digest) return;
  study_.reset();
  const Stopwatch watch(&times_.upload_s);
  batch_ = options_.batch ? most_ : batch_size(job.tables, most_, options_.threads);
  study_ = std::make_unique<DeviceRun>(job.tables, batch_);
  digest_ = job.digest;
}

// Whole batches, as many as take about options_.chunk_s; towards the end few enough that all devices end together.
u64 Worker::next_chunk(const Job& job) const {
  const u64 batch = batch_, not_taken = job.chunks.not_taken();
  const u64 fair = job.devices > 1 ? not_taken / (2 * job.devices) : not_taken;
  u64 batches = 1;
  if (last_chunk_ > 0) {
    const u64 last = std::max<u64>(last_chunk_ / batch, 1);
    const double wanted = static_cast<double>(last) * options_.chunk_s / std::max(seconds_, 1e-9);
    batches = wanted < static_cast<double>(last * kMaxGrowth) ? static_cast<u64>(wanted) : last * kMaxGrowth;
  }
  return std::max<u64>(std::min(batches, fair / batch), 1) * batch;
}

void Worker::work(Job* job, TrialRange chunk) {
  u64 runaway = kNoRunaway;
  {
    const Stopwatch watch(&times_.kernels_s);
    runaway = study_->run(job->tables, chunk, &job->marks);
    seconds_ = watch.seconds();
  }
  last_chunk_ = chunk.count;
  if (runaway != kNoRunaway) {
    study_.reset();  // the device remembers it
    job->note_runaway(runaway);
    job->chunks.run_away(chunk);
    return;
  }
  Tally tally(tally_shape(job->tables));
  {
    const Stopwatch watch(&times_.download_s);
    study_->collect(&tally);
  }
  tally.trials = chunk.count;
  job->chunks.finish(chunk, std::move(tally));
  trials_ += chunk.count;
}

// Out of memory: half the batch is tried, down to one block. Anything else ends the device's work for good.
void Worker::recover(const DeviceError& error) {
  release();
  if (error.status == cudaErrorMemoryAllocation && batch_ > options_.threads) {
    most_ = std::max(batch_ / 2, options_.threads);
    return;
  }
  lost_ = cudaGetErrorString(error.status);
  lost_in_ = error.what();
}

std::string Worker::story(bool with_call) const {
  return "device " + std::to_string(device_) + " lost after " + std::to_string(trials_) +
         " trials: " + (with_call ? lost_in_ : lost_);
}

}  // namespace headroom::cuda
