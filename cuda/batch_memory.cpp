#include "cuda/batch_memory.h"

#include "host/trial/companies.h"
#include "host/trial/walk.h"

namespace headroom::cuda {

ScratchRows::ScratchRows(const Tables& tables) {
  for (u32 d = 0; d < tables.destination_count; ++d) {
    destinations.push_back(all);
    all += scratch_rows(tables, tables.destinations[d]).all();
  }
  for (u32 c = 0; c < tables.company_count; ++c) {
    companies.push_back(all);
    all += company_scratch_rows(tables, tables.companies[c]);
  }
}

u64 trial_bytes(const Tables& tables, const ScratchRows& rows) {
  return factor_path_length(tables) * sizeof(u32) + (rows.all + u64(tables.hub_count) * kMailRows) * sizeof(u64) +
         tables.destination_count * (sizeof(u64) + 1);
}

BatchMemory::BatchMemory(const Tables& tables, const ScratchRows& rows, u32 batch)
    : batch_(batch),
      scratch_rows_(rows.destinations),
      company_rows_(rows.companies),
      scratch_(rows.all * batch),
      mail_(u64(tables.hub_count) * kMailRows * batch),
      keys_(u64(tables.destination_count) * batch),
      paths_(u64(factor_path_length(tables)) * batch),
      exhausted_(u64(tables.destination_count) * batch / 32) {}

void BatchMemory::place(Batch* view) const {
  view->batch = batch_;
  view->paths = paths_.data();
  view->scratch = scratch_.data();
  view->scratch_rows = scratch_rows_.data();
  view->company_rows = company_rows_.data();
  view->keys = keys_.data();
  view->exhausted = exhausted_.data();
  view->mail = mail_.data();
}

}  // namespace headroom::cuda
