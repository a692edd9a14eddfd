// A study on a device: what its batches read and nothing writes.
#pragma once
#include "cuda/device.h"
#include "host/trial/tables.h"

namespace headroom::cuda {

// Equal for equal studies, wherever they stand on the host.
u64 tables_digest(const Tables& host);

class DeviceTables {
 public:
  explicit DeviceTables(const Tables& host);
  // Pointing into device memory.
  const Tables& view() const { return view_; }

 private:
  Array<u32> words_;
  Array<u64> wides_;
  Array<Row> rows_;
  Array<BookRow> book_;
  Array<Divert> diverts_;
  Array<Destination> destinations_;
  Array<Company> companies_;
  Array<CompanyLocation> locations_;
  Array<CompanySlot> slots_;
  Tables view_;
};

}  // namespace headroom::cuda
