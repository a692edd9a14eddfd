#include "host/engine/engine.h"

#include <algorithm>
#include <thread>

#include "host/base/iso3.h"
#include "host/base/problems.h"
#include "host/engine/conditional_pass.h"
#include "host/engine/fallback.h"
#include "host/engine/weighted_pass.h"

namespace headroom {

int threads_of(const EngineChoice& choice) {
  return choice.threads > 0 ? choice.threads : int(std::max(1u, std::thread::hardware_concurrency()));
}

std::unique_ptr<Engine> make_engine(const EngineChoice& choice, std::string* note) {
  if (choice.engine == "reference") return make_reference_engine(threads_of(choice));
  if (choice.engine == "cpu" || (choice.engine == "auto" && choice.isa != "auto"))
    return make_cpu_engine(choice.isa, threads_of(choice));
  std::string why_not;
  auto cuda = make_cuda_engine(choice.devices, &why_not);
  if (choice.engine == "cuda") {
    if (!cuda) throw RunError("the CUDA engine cannot run: " + why_not);
    return cuda;
  }
  const auto cpu = [choice] { return make_cpu_engine(choice.isa, threads_of(choice)); };
  if (cuda) return make_fallback_engine(std::move(cuda), cpu);
  *note = "no CUDA: " + why_not;
  return cpu();
}

u64 Engine::run_conditional(const ConditionalTables& tables, TrialRange range, const std::atomic<bool>& stop,
                            ConditionalTally* tally) {
  return run_conditional_on_host(nullptr, 1, tables, range, stop, tally);
}

u64 Engine::run_weighted(const Tables& tables, const Tilt& tilt, TrialRange range, const std::atomic<bool>& stop,
                         WeightTally* tally) {
  return run_weighted_on_host(nullptr, 1, tables, tilt, range, stop, tally);
}

void throw_runaway(const Tables& tables, u64 trial, u32 number) {
  const u32 destinations = tables.destination_count;
  const std::string in_trial = "trial " + std::to_string(trial);
  if (number < destinations) {
    throw RunError(in_trial + " sends more than 2^20 orders to " + iso3_of(tables.destinations[number].code) +
                   "; lower orders_per_month or the betas there");
  }
  throw RunError(in_trial + " moves 2^16 clusters of a company, number " + std::to_string(number - destinations + 1) +
                 " by name; lower clusters_per_month or beta_global there");
}

}  // namespace headroom
