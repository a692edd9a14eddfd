#include "cuda/batch_results.h"

namespace headroom::cuda {

void Marks::add(TrialRange batch, u32 destinations, const u32* words, u32 stride) {
  if (!bits_) return;
  const std::lock_guard lock(mutex_);
  for (u32 d = 0; d < destinations; ++d)
    for (u64 t = 0; t < batch.count; t += 32)
      bits_->set_64(d, batch.first - first_ + t, words[u64(d) * stride + t / 32]);
}

BatchResults::BatchResults(u32 destinations, u32 batch)
    : destinations_(destinations),
      stride_(words_of(batch)),
      device_(std::vector<u64>(1 + (u64(destinations) * stride_ + 1) / 2, kNoRunaway)),
      host_(device_.size()) {}

void BatchResults::place(Batch* view) const {
  view->runaway = device_.data();
  view->exhausted = reinterpret_cast<u32*>(device_.data() + 1);
}

void BatchResults::bring(TrialRange batch, bool bits, const Stream& work, const Stream& copies) {
  HEADROOM_CUDA(cudaEventRecord(computed_.get(), work.get()));
  HEADROOM_CUDA(cudaStreamWaitEvent(copies.get(), computed_.get()));
  HEADROOM_CUDA(cudaMemcpyAsync(host_.data(), device_.data(), (bits ? device_.size() : 1) * sizeof(u64),
                                cudaMemcpyDeviceToHost, copies.get()));
  HEADROOM_CUDA(cudaEventRecord(copied_.get(), copies.get()));
  batch_ = batch;
}

u64 BatchResults::take(Marks* marks) {
  if (batch_.count == 0) return kNoRunaway;
  HEADROOM_CUDA(cudaEventSynchronize(copied_.get()));
  marks->add(batch_, destinations_, reinterpret_cast<const u32*>(host_.data() + 1), stride_);
  batch_.count = 0;
  return host_.data()[0];
}

}  // namespace headroom::cuda
