// The CPU engine: host/trial on packs of lanes, for the instruction sets of the machine. What does not fill a pack at
// the end of a range walks on one lane.
#include <memory>

#include "host/base/problems.h"
#include "host/engine/aligned.h"
#include "host/engine/batches.h"
#include "host/engine/company_runs.h"
#include "host/engine/conditional_pass.h"
#include "host/engine/engine.h"
#include "host/engine/joint.h"
#include "host/engine/narrow_months.h"
#include "host/engine/trial_memory.h"
#include "host/engine/turned_rows.h"
#include "host/engine/vector_batch.h"
#include "host/engine/weighted_batch.h"
#include "host/engine/weighted_pass.h"

namespace headroom {
namespace {

constexpr u64 kBatch = kMostTrials;
static_assert(kBatch % 64 == 0);  // so that no two threads share a word of ExhaustedBits

static_assert(sizeof(Row) == 5 * sizeof(u32));

// One thread's.
class Worker {
 public:
  Tally tally;

  Worker(const Tables& tables, const VectorCode& code, u64 first, ExhaustedBits* exhausted)
      : tally(tally_shape(tables)),
        tables_(tables),
        code_(code),
        first_(first),
        exhausted_(exhausted),
        joint_(tables.destination_count, kBatch),
        companies_(tables),
        paths_(factor_path_length(tables) * kBatch),
        means_(tables.factor_count() * kBatch),
        slots_(kBatch),
        month_ends_(u64(narrow_rows(tables.months)) * code.width),
        scratch_(u64(most_scratch_rows(tables)) * code.width),
        mail_(u64(tables.hub_count) * kMailRows * kBatch),
        keys_(kBatch),
        any_exhausted_(kBatch / code.width) {}

  // Whole packs.
  void run(u64 offset, u64 count) {
    const VectorBatch batch{&tables_,
                            tally.shape,
                            first_ + offset,
                            u32(count / code_.width),
                            paths_.get(),
                            means_.get(),
                            slots_.get(),
                            scratch_.get(),
                            month_ends_.get(),
                            mail_.get(),
                            keys_.get(),
                            tally.counters.data(),
                            reinterpret_cast<u64*>(tally.sums.data()),
                            any_exhausted_.get()};
    joint_.clear();
    code_.begin(batch);
    TallyBook<Tally> book(tally.shape, &tally);
    for (u64 i = 0; i < count; ++i) settle_book(tables_, batch.first + i, &book);
    for (u32 i = 0; i < tables_.destination_count; ++i) walk(batch, tables_.words[tables_.run_order + i]);
    companies_.run(tables_, {batch.first, count}, &tally);
    joint_.tally(u32(count), &tally);
    if (exhausted_) joint_.mark(u32(count), offset, exhausted_);
    tally.trials += count;
  }

 private:
  void walk(const VectorBatch& batch, u32 d) {
    const u32 runaway = code_.walk(batch, d);
    if (runaway != kNever) throw_runaway(tables_, batch.first + runaway, d);
    for (u32 pack = 0; pack < batch.packs; ++pack) {
      if (!batch.exhausted[pack]) continue;
      for (u32 i = pack * code_.width; i < (pack + 1) * code_.width; ++i) joint_.note(batch.slots[i], d, batch.keys[i]);
    }
  }

  const Tables& tables_;
  const VectorCode& code_;
  u64 first_;
  ExhaustedBits* exhausted_;
  JointBatch joint_;
  CompanyRuns companies_;
  Aligned<u32> paths_, means_, slots_, month_ends_;
  Aligned<u64> scratch_, mail_, keys_;
  Aligned<bool> any_exhausted_;
};
static_assert(sizeof(Sum) == 2 * sizeof(u64));

struct InstructionSet {
  const char* name;
  const VectorCode* code;  // nothing: one lane
  const WeightedCode* weighted;
  bool (*runs_here)();
};

constexpr InstructionSet kSets[] = {
#ifdef HEADROOM_X86_VECTORS
    {"avx512", &kAvx512Code, &kWeightedAvx512,
     [] {
       return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
              __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
              __builtin_cpu_supports("avx512vl");
     }},
    {"avx2", &kAvx2Code, &kWeightedAvx2, [] { return bool(__builtin_cpu_supports("avx2")); }},
#endif
#ifdef HEADROOM_NEON
    {"neon", &kNeonCode, &kWeightedNeon, [] { return true; }},  // part of AArch64
#endif
    {"scalar", nullptr, nullptr, [] { return true; }}};

class CpuEngine : public Engine {
 public:
  CpuEngine(const InstructionSet& set, int threads)
      : set_(set), threads_(threads), one_lane_(make_reference_engine(threads)) {}
  std::string name() const override { return "cpu"; }
  std::string detail() const override { return std::string(set_.name) + ", " + count_of_threads(threads_); }

  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    if (!set_.code) return one_lane_->run(tables, range, stop, tally, exhausted);
    const u64 left = range.count % set_.code->width, whole = range.count - left;
    const std::vector<Row> rows = turned_rows(tables);
    Tables turned = tables;
    turned.rows = rows.data();
    const u64 done = run_in_batches(whole, kBatch, threads_, stop, tally, [&] {
      return std::make_unique<Worker>(turned, *set_.code, range.first, exhausted);
    });
    if (done < whole || left == 0) return done;
    ExhaustedBits bits(exhausted ? tables.destination_count : 0, left);
    const u64 more = one_lane_->run(tables, {range.first + whole, left}, stop, tally, exhausted ? &bits : nullptr);
    if (exhausted) exhausted->merge(whole, bits);
    return done + more;
  }
  u64 run_conditional(const ConditionalTables& tables, TrialRange range, const std::atomic<bool>& stop,
                      ConditionalTally* tally) override {
    return run_conditional_on_host(set_.code, threads_, tables, range, stop, tally);
  }
  u64 run_weighted(const Tables& tables, const Tilt& tilt, TrialRange range, const std::atomic<bool>& stop,
                   WeightTally* tally) override {
    return run_weighted_on_host(set_.weighted, threads_, tables, tilt, range, stop, tally);
  }

 private:
  const InstructionSet& set_;
  int threads_;
  std::unique_ptr<Engine> one_lane_;
};

}  // namespace

std::vector<Row> turned_rows(const Tables& tables) {
  std::vector<Row> turned(tables.row_count + kTablePadding);
  for (u32 d = 0; d < tables.destination_count; ++d) {
    const Destination& place = tables.destinations[d];
    u32* to = reinterpret_cast<u32*>(turned.data() + place.rows);
    for (const auto field : {&Row::tpp_per_unit, &Row::sizes, &Row::route, &Row::first_consignee, &Row::consignees})
      for (u32 i = 0; i < place.row_count; ++i) *to++ = tables.rows[place.rows + i].*field;
  }
  return turned;
}

std::vector<std::string> instruction_sets() {
  std::vector<std::string> names;
  for (const InstructionSet& set : kSets)
    if (set.runs_here()) names.push_back(set.name);
  return names;
}

std::unique_ptr<Engine> make_cpu_engine(const std::string& isa, int threads) {
  for (const InstructionSet& set : kSets)
    if (set.runs_here() && (isa == "auto" || isa == set.name))
      return std::make_unique<CpuEngine>(set, std::max(threads, 1));
  std::string here;
  for (const std::string& name : instruction_sets()) here += (here.empty() ? "" : ", ") + name;
  throw RunError("--isa " + isa + " does not run on this machine; it runs " + here);
}

}  // namespace headroom
