// Kernels of a witness. What is asked of them is small: a thread a question, one thread a replay.
#include "cuda/witness_kernels.h"

#include "host/trial/companies.h"
#include "host/trial/walk.h"

namespace headroom::cuda {
namespace {

constexpr u32 kThreads = 128;

__global__ void __launch_bounds__(kThreads)
    answer_kernel(Tables tables, const Question* questions, u32 count, Answer* answers) {
  const u32 i = blockIdx.x * kThreads + threadIdx.x;
  if (i < count) answers[i] = answer_of(tables, questions[i]);
}

__device__ FactorPath<OneLane> path_of(const Replay& r) { return {r.path, 1, r.tables.quarters}; }

// As TrialMemory takes the steps of a trial on the CPU.
__global__ void replay_kernel(Replay r, const u32* walks, u32 count) {
  EventRecorder recorder(r.log);
  const Mail<OneLane> mail{r.mail, 1, kMailRows};
  draw_factors<OneLane>(r.tables, r.trial, path_of(r));
  settle_book(r.tables, r.trial, &recorder);
  clear_mail(r.tables, mail);
  for (u32 i = 0; i < count; ++i) {
    const Destination& place = r.tables.destinations[walks[i]];
    recorder.open(walks[i]);
    Scratch<OneLane> scratch = carve_scratch<OneLane>(scratch_rows(r.tables, place), {r.scratch, 1});
    run_clock<OneLane>(r.tables, place, path_of(r), &scratch.month_end);
    recorder.close(walk<OneLane>(r.tables, place, r.trial, scratch, mail, &recorder));
  }
}

// As CompanyRuns on the CPU.
__global__ void company_replay_kernel(Replay r, u32 number) {
  EventRecorder recorder(r.log);
  recorder.open(r.tables.destination_count + number);
  const Company& company = r.tables.companies[number];
  draw_global<OneLane>(r.tables, r.trial, path_of(r));
  CompanyScratch<OneLane> scratch = carve_company_scratch(r.tables, company, r.scratch, 1);
  run_clock<OneLane>(r.tables, company, path_of(r), &scratch.month_end);
  CompanyPass<OneLane, u64, EventRecorder>(r.tables, company, r.trial, &scratch, &recorder).run();
}

}  // namespace

cudaError_t launch_answers(const Tables& tables, const Question* questions, u32 count, Answer* answers) {
  answer_kernel<<<(count + kThreads - 1) / kThreads, kThreads>>>(tables, questions, count, answers);
  return cudaGetLastError();
}

cudaError_t launch_replay(const Replay& replay, const u32* walks, u32 count) {
  replay_kernel<<<1, 1>>>(replay, walks, count);
  return cudaGetLastError();
}

cudaError_t launch_company_replay(const Replay& replay, u32 company) {
  company_replay_kernel<<<1, 1>>>(replay, company);
  return cudaGetLastError();
}

}  // namespace headroom::cuda
