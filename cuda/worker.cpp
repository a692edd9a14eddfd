#include "cuda/worker.h"

#include <algorithm>
#include <bit>
#include <chrono>

namespace headroom::cuda {
namespace {

constexpr u32 kLargestBatch = 1u << 22;  // a thousand trials a warp of a large card: lanes idle at the end alone
// Of a chunk: the first, and how many times the last one at most; short ones do not say how long longer ones take.
constexpr u64 kFirstChunk = 8192, kMaxGrowth = 16;

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
  // A power of two, so that runs of about the same length, as those of a study in pieces, share the memory.
  const u64 wanted = options_.batch ? most_ : std::min<u64>(std::bit_ceil(std::min<u64>(job.trials, most_)), most_);
  if (study_ && digest_ == job.digest && wanted <= wanted_) return;
  study_.reset();
  const Stopwatch watch(&times_.upload_s);
  const BatchShape shape = shape_of(job.tables, wanted, options_);
  wanted_ = wanted;
  batch_ = shape.batch;
  study_ = std::make_unique<DeviceRun>(job.tables, shape);
  digest_ = job.digest;
}

// As many trials as take about options_.chunk_s, but no part of a batch behind whole ones; towards the end few enough
// that all devices end together.
u64 Worker::next_chunk(const Job& job) const {
  const u64 least = std::min<u64>(batch_, kFirstChunk), not_taken = job.chunks.not_taken();
  const u64 fair = job.devices > 1 ? not_taken / (2 * job.devices) : not_taken;
  u64 trials = least;
  if (last_chunk_ > 0) {
    const u64 most = last_chunk_ * kMaxGrowth;
    const double wanted = static_cast<double>(last_chunk_) * options_.chunk_s / std::max(seconds_, 1e-9);
    trials = std::max(least, wanted < static_cast<double>(most) ? static_cast<u64>(wanted) : most);
  }
  trials = std::max(least, std::min(trials, fair));
  return trials > batch_ ? trials / batch_ * batch_ : trials;
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
