// What a compiled study is: flat integers, the same bytes on every engine. Trivially copyable views, so that a kernel
// takes them by value; every table is an offset into one of a few arrays, so that one copy moves it to a device.
//
// Fixed point, "Qn" = n bits behind the point:
//   operational time   Q20 doublings in the order loop, Q40 while it is summed up. A unit-rate gap is -log2(u), so that
//                      one expected order takes log2(e) doublings.
//   factors            Q24, signed                betas     Q24 doublings, signed
//   rho and the like   Q30, signed                exponent  Q24 doublings, signed
#pragma once
#include "host/trial/philox.h"

namespace headroom {

constexpr u32 kNever = 0xFFFFFFFFu;       // a month that does not come
constexpr u32 kMaxOrders = 1u << 20;      // of one (trial, destination); one that reaches it stops the run
constexpr u32 kMaxClusters = 1u << 16;    // of one (trial, company); likewise
constexpr u64 kTimeLimit = u64(1) << 62;  // Q40; more than kMaxOrders orders: operational time saturates there
constexpr u32 kNoFactor = 0xFFFFFFFFu;
constexpr u32 kRowBits = 24,
              kGuideBits = 8;  // the place of a row, and the part of it that a cell of the guide resolves
// A cell of the guide: | row 30 | end of the next 17 | its end 17 |, the first row that may stand in the cell, and
// where it and the next one end, from the start of the cell and at most at its end.
constexpr u32 kCellBits = kRowBits - kGuideBits, kCellEndBits = kCellBits + 1, kCellRowShift = 2 * kCellEndBits;
constexpr u32 kSizes = 1024, kScales = 4096;  // quantiles of an order's size, of the Student-t scale
constexpr u32 kLogSteps = 512, kExpSteps = 1024, kNormalSteps = 256, kNormalOctaves = 32;

// How an authorisation is written in a route: four bits a step, the first step lowest, 0 ends it.
enum RouteStep : u32 { kEnd = 0, kGeneral = 1, kGeneralTier1 = 2, kLpp = 3, kNveu = 4 };
constexpr u32 kStepBits = 4;

// Levels of a destination by month, and after each the same under a raised cap.
enum CapTable : u32 { kCapLevel = 0, kCriticalLevel = 2, kRushLevel = 4 };

// Which meter a position fills; the consignee stands in the low half.
enum MeterPreset : u32 { kPresetLpp = 1, kPresetNveu = 2, kPresetLimit = 3 };

enum class Tier1Reading : u32 { counts_only, stopped, exempt };

// A kind of market order: stream, chip and route.
struct Row {
  u32 tpp_per_unit;
  u32 sizes;  // words: kSizes quantiles, whole units
  u32 route;
  u32 first_consignee, consignees;  // meters of the pool; consignees <= 1: nothing is drawn
};

// An order of the user's book. One that meets no meter is settled by its own draws.
struct BookRow {
  u32 subject;         // address of its own draws
  u32 chance_subject;  // address of the draw that decides whether it comes: its own, or its project's
  u32 chance_purpose;  // Purpose::book or Purpose::project
  u32 last_chance;     // comes when the draw is not above this
  u32 month;           // as given, from the start; kNever: cannot come
  u32 delays,
      delay_count;  // words: comes k months later, k the number of entries below the draw; past the last: not at all
  u32 sizes;        // words: kSizes quantiles, whole units
  u32 tpp_per_unit;
  u32 route;
  u32 consignee;   // meter
  u32 prohibited;  // of a settled row: refused when it comes (a Tier 3 destination or parent)
  u32 tally;       // number of the row in the study's book
};

// Where refused orders of a destination may go instead. A hub without a cap ends them there and then.
constexpr u32 kOpenHub = 0xFFFFFFFFu, kClosedHub = 0xFFFFFFFEu;  // Tier 1: allowed; Tier 3: prohibited
struct Divert {
  u32 last;             // goes there when the draw is not above this, nor within an earlier row's
  u32 hub;              // whose mail it becomes, or kOpenHub, kClosedHub
  u32 first_consignee;  // the hub's meter of the first consignee here
  u32 tally;            // number of the row in the study
};

// How often something comes: a base by month times the exponential of what it loads on the factors.
struct Intensity {
  u64 beta_global, beta_group, beta_own;
  u32 group, own;  // columns of the factor path; kNoFactor
  u32 levels;      // wides, one a quarter: what keeps the mean, Q24 signed
  u32 bases;       // wides, one a month: mean number, Q40 doublings
};

// A destination with a cap, and the market and book rows that meet its meters; these orders are what its intensity is
// of.
struct Destination : Intensity {
  u64 start_used;        // TPP counted before the trial starts
  u64 steady;            // 1: each table of `caps` says the same of all months
  u64 levels_of_all[6];  // and this is what
  u32 code;              // alpha-3 letters in base 26
  u32 allowances;        // wides, one a month: NVEU, cumulative TPP a company
  u32 guides;            // wides, 2^kGuideBits cells a quarter
  u32 row_ends;          // words, row_count a quarter: a row stands below its end, of 2^kRowBits
  u32 rows, row_count;
  u32 steps;  // of the longest route
  u32 has_lpp, has_nveu, has_tier1;
  u32 consignees;
  u32 book, book_count;
  u32 caps;                   // wides, six tables of one a month: see CapTable
  u32 presets, preset_count;  // wides, pairs: MeterPreset and consignee, what the meter holds at the start
  u32 diverts, divert_count;  // where its refused orders may go
  u32 hub;                    // whose mail it gets; kNever: none
  u32 level;                  // of the run order
  u32 limits, limit_stride;   // wides, meter x limit_stride + month: see limit.h, then no route but `general`; kNever
  u32 raises,
      raise_count;  // words, (month, last) pairs: the cap rises in the first month whose last is not below the draw
};

// A limit on the share of a company's TPP that may stand somewhere, and the place in the tallies that goes with it.
// Slots and locations of all companies are numbered through.
struct CompanySlot {
  u32 part;   // what is measured: a location's number, or a CompanyPart
  u32 limit;  // of 10,000
};
enum CompanyPart : u32 {
  kOutsidePart = 0xFFFFFFFFu,  // all that stands outside Tier 1
  kLargestPart = 0xFFFFFFFEu,  // what stands in that location outside Tier 1 which has most
  kAwayPart = 0xFFFFFFFDu,     // all that stands outside the United States
};

// A place where a company holds TPP.
struct CompanyLocation {
  u64 installed;  // TPP at the start
  u32 outside;    // 1: outside Tier 1
  u32 slot;       // of its own limit, within the company; kNever: none
};

// A universal validated end user. Its intensity is of the clusters that move in.
struct Company : Intensity {
  u32 subject;                       // address of its draws
  u32 locations, location_count;     // sorted by name
  u32 slots, slot_count;             // in the order of its tallies
  u32 outside_slot, largest_slot;    // within the company; kNever: no such limit
  u32 united_states, home;           // of its locations; kNever: none
  u32 location_ends;                 // words, location_count a quarter: as row_ends
  u32 chips, chip_ends, chip_count;  // words: TPP a unit; and chip_count a quarter, as row_ends
  u32 sizes;                         // words: kSizes quantiles, whole units
  u32 slip_last, slip_months;  // a cluster bound for home comes so much later when the draw is not above; 0 months: off
};

// Entries that can be read behind the last of `words` and `rows`, so that whole vectors of them are loaded.
constexpr u32 kTablePadding = 16;

// The whole study. Pointers go to one array each; `words` and the others count their elements.
struct Tables {
  PhiloxKeys keys;
  u32 months, quarters;
  u32 destination_count, group_count, own_count;
  u32 settled, settled_count;   // book rows that meet no meter
  u32 global_rho, global_rest;  // rho and sqrt(1 - rho^2)
  u32 region_rho, region_rest;
  u32 own_rho, own_rest;
  u32 correlation, correlation_rest;
  u32 student_t;  // 0: Gaussian
  u64 lpp_cap;
  Tier1Reading tier1;
  // Behaviour and lapse, each off at 0.
  u32 rush_gap;  // a hurried gap is multiplied by this, Q32
  u32 split;
  u32 wait, wait_last, wait_months;  // waits when the draw is not above wait_last
  u32 lapse_months;
  u64 lapse_share;        // Q32, rounded up; 2^32: all of it
  u32 groups, owns;       // words: subjects of the group factors, codes of the destinations with an own factor
  u32 years;              // words, one a month: calendar year, from 1 on
  u32 log_table;          // words, kLogSteps: log2(1 + i/512), Q20, and its rise to the next (low 12 bits)
  u32 exp_table;          // words, kExpSteps + 1: 2^(i/1024), Q31
  u32 normal_table;       // words, 2 x octaves x steps: quantiles and falls to the next, Q24
  u32 scale_table;        // words, kScales: Student-t scale, Q24
  u32 hub_count;          // destinations to which orders are sent
  u32 run_order;          // words, one a destination: a hub behind all that send to it
  u32 level_count;        // stretches of the run order; within one nobody sends to another, nor two to the same
  u32 level_ends;         // words, one a level: where it ends in the run order
  u32 looks, look_count;  // words, one a month: which look at the companies' shares its end is, or kNever
  u32 word_count, wide_count, row_count, book_count, divert_count, company_count, location_count, slot_count;
  const u32* words;
  const u64* wides;
  const Row* rows;
  const BookRow* book;
  const Divert* diverts;
  const Destination* destinations;
  const Company* companies;
  const CompanyLocation* locations;
  const CompanySlot* slots;

  // Columns of the factor path: 0 the global factor, then groups, then own ones.
  HD u32 factor_count() const { return 1 + group_count + own_count; }
};

}  // namespace headroom
