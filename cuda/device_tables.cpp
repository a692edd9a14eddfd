#include "cuda/device_tables.h"

#include <cstddef>

#include "host/base/digest.h"

namespace headroom::cuda {

u64 tables_digest(const Tables& host) {
  Digest digest;
  const auto add = [&](const auto* first, u32 count) { digest.add(first, count * sizeof(*first)); };
  digest.add(&host, offsetof(Tables, words));  // all that is not a pointer
  add(host.words, host.word_count);
  add(host.wides, host.wide_count);
  add(host.rows, host.row_count);
  add(host.book, host.book_count);
  add(host.diverts, host.divert_count);
  add(host.destinations, host.destination_count);
  add(host.companies, host.company_count);
  add(host.locations, host.location_count);
  add(host.slots, host.slot_count);
  return digest.value();
}

DeviceTables::DeviceTables(const Tables& host)
    : words_(host.words, host.word_count),
      wides_(host.wides, host.wide_count),
      rows_(host.rows, host.row_count),
      book_(host.book, host.book_count),
      diverts_(host.diverts, host.divert_count),
      destinations_(host.destinations, host.destination_count),
      companies_(host.companies, host.company_count),
      locations_(host.locations, host.location_count),
      slots_(host.slots, host.slot_count),
      view_(host) {
  view_.words = words_.data();
  view_.wides = wides_.data();
  view_.rows = rows_.data();
  view_.book = book_.data();
  view_.diverts = diverts_.data();
  view_.destinations = destinations_.data();
  view_.companies = companies_.data();
  view_.locations = locations_.data();
  view_.slots = slots_.data();
}

}  // namespace headroom::cuda
