#include "cuda/batch_memory.h"

#include <algorithm>

#include "cuda/walk_rows.h"
#include "host/trial/companies.h"

namespace headroom::cuda {
namespace {

// Rows of scratch a slot: enough for each destination and company.
u32 most_rows(const Tables& tables) {
  u32 rows = 0;
  for (u32 d = 0; d < tables.destination_count; ++d)
    rows = std::max(rows, slot_rows(tables, tables.destinations[d]).all());
  for (u32 c = 0; c < tables.company_count; ++c)
    rows = std::max(rows, company_scratch_rows(tables, tables.companies[c]));
  return rows;
}

u64 mail_rows(const Tables& tables) { return u64(tables.hub_count) * kMailRows; }

}  // namespace

u64 trial_bytes(const Tables& tables, u32 tracks) {
  return factor_path_length(tables) * sizeof(u32) + (u64(kOutcomeRows) * tracks + mail_rows(tables)) * sizeof(u64) +
         tables.destination_count * (sizeof(u64) + 1);
}

u64 warp_bytes(const Tables& tables) { return u64(kSlots) * most_rows(tables) * sizeof(u64); }

BatchMemory::BatchMemory(const Tables& tables, const BatchShape& shape)
    : shape_(shape),
      slot_rows_(most_rows(tables)),
      scratch_(u64(shape.tracks) * shape.warps * kSlots * slot_rows_),
      outcomes_(u64(shape.tracks) * kOutcomeRows * shape.batch),
      mail_(mail_rows(tables) * shape.batch),
      keys_(u64(tables.destination_count) * shape.batch),
      paths_(u64(factor_path_length(tables)) * shape.batch) {}

void BatchMemory::place(u32 track, Batch* view) const {
  const auto share = [&](const Array<u64>& all) { return all.data() + all.size() / shape_.tracks * track; };
  view->batch = shape_.batch;
  view->threads = shape_.threads;
  view->warps = shape_.warps;
  view->slot_rows = slot_rows_;
  view->scratch = share(scratch_);
  view->outcomes = share(outcomes_);
  view->paths = paths_.data();
  view->keys = keys_.data();
  view->mail = mail_.data();
}

}  // namespace headroom::cuda
