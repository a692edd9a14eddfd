#include "cuda/device_tables.h"

namespace headroom::cuda {

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
