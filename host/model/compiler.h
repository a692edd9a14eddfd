// The workings of compile.h: tables are pushed one after the other, destinations refer to them by their offsets.
#pragma once
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "host/model/compile.h"
#include "host/model/stream_kinds.h"

namespace headroom {

// The largest 32-bit draw that lies within a probability above 0.
u32 last_within(long double probability);
// kStepBits a step, first step lowest; see host/trial/tables.h.
u32 route_code(const Route& route);
// Under a limit a licence is all that there is to try.
u32 route_code(const Regime& regime, const std::string& iso3, const Route& route);
bool has_step(u32 route, RouteStep step);
// Where each row ends in 2^kRowBits; the last one that weighs anything ends at the top.
std::vector<u32> ends_of(const std::vector<long double>& weights);
// Cells of the guide (host/trial/tables.h) to rows that end there.
std::vector<u64> guide_of(const std::vector<u32>& ends);
// An exponent of e in doublings, Q24 signed.
u64 q24_doublings(long double exponent);
// Mean numbers by month as an intensity has them.
std::vector<u64> bases_of(const std::vector<long double>& by_month);
// Takes note of the rules that a route needs in its destination.
void note_route(u32 route, Destination* place);

// Streams, by their number, of each destination.
using StreamsByPlace = std::map<std::string, std::vector<std::size_t>>;
inline const std::vector<std::size_t>& streams_in(const StreamsByPlace& all, const std::string& iso3) {
  static const std::vector<std::size_t> none;
  const auto at = all.find(iso3);
  return at == all.end() ? none : at->second;
}

struct Compiler {
  const Study& study;
  const Catalogue& catalogue;
  Problems& problems;
  CompiledStudy out{};
  // What each stream sends: mean orders by month, and what each order may be.
  std::vector<std::vector<long double>> monthly;       // by stream
  std::map<double, std::vector<long double>> growths;  // growth_by_month of those that occur
  KnownKinds kinds;
  // Which streams: those bound for a destination, and those that stand in its queue (queue_of). There may be many, so
  // nobody walks through all of them for one destination.
  StreamsByPlace bound_for, in_queue_of;

  // Reads the demand.
  Compiler(const Study& s, const Catalogue& c, Problems& p);

  // Its betas are those of the whole queue; nullptr: there is none.
  const Stream* first_in_queue(const std::string& iso3) const {
    const std::vector<std::size_t>& streams = streams_in(in_queue_of, iso3);
    return streams.empty() ? nullptr : &study.streams[streams.front()];
  }

  // Appends a table and returns its offset.
  u32 push(const std::vector<u32>& table);
  u32 push(const std::vector<u64>& table);

  // Gives every group and own factor in use its column and the address of its draws.
  void name_factors();
  // Adds a destination with a cap: factors, intensity, market rows, cap, allowances, arrangement.
  void add_destination(const std::string& iso3);
  // Adds the limits of products and consignees, and what they come to. After all who have meters.
  void add_limits();
  // Adds what is used before the start. After the book, whose consignees it may name.
  void add_position();
  // Adds the book, by destination and then what meets no meter, and the consignees' meters.
  void add_book();
  // Adds universal VEU companies.
  void add_companies();
  // Adds where refused orders may go: hubs take over the rules and the consignees of those who send to them. After the
  // book.
  void add_diverts();

 private:
  void put_factors(const std::string& iso3, Destination* place);
  void put_market(const std::string& iso3, Destination* place);
  // The rows of a stream, by its number, in the queue of a destination.
  void put_rows(const std::string& iso3, std::size_t number, Destination* place);
  // The meter of the first consignee of a stream.
  u32 pool_of(const Stream& stream, Destination* place);
  u32 chip_number(const std::string& id);  // among the labels
  void add_company(const VeuCompany& company, u32 subject);
  void add_locations(const VeuCompany& company, Company* row);
  void add_slots(const VeuCompany& company, Company* row);
  void put_fleet(const VeuCompany& company, Company* row);
  // What keeps the mean under a load of this variance by quarter; `who` and `place` are for a warning.
  u32 mean_levels(const std::vector<long double>& variance, const std::string& who, const Place& place);
  u32 sizes_of(double median, double log_sd, u32 largest);
  void put_allocation(const std::string& iso3, Destination* place);
  // The levels of CapTable from the cap of each month.
  void put_caps(const std::vector<u64>& levels, long double multiplier, Destination* place);
  // The meter of a product under the limit of its destination.
  u32 limited_product(const std::string& iso3, const std::string& chip, Destination* place);

  std::unordered_multimap<std::size_t, std::pair<u32, u32>> seen_;  // by hash: where a table stands, and how long it is
  std::map<std::tuple<double, double, u32>, u32> size_laws_;        // median, log sd, largest
  std::map<std::string, u32> group_column_, own_column_, chip_numbers_;
  std::map<std::pair<std::string, std::string>, u32> pools_;     // (destination, stream): its first consignee's meter
  std::map<std::pair<std::string, std::string>, u32> buyers_;    // (queue, book consignee): its meter
  std::map<std::pair<std::string, std::string>, u32> products_;  // (destination, chip): its meter
};

}  // namespace headroom
