// Small studies made in code, in the words of host/model/study.h.
#pragma once
#include <string>
#include <vector>

#include "host/engine/engine.h"
#include "host/model/compile.h"

namespace headroom::testing {

// A few destinations (Tier 2: ARE BRA CHL CZE EST IND KEN MEX MUS MYS POL QAT SAU; Tier 1: USA; Tier 3: CHN) and chips:
// A of 16,000 TPP, B of 32,000, C of 160,000, D of 320,000, H100 of 15,832, G (3A090.b, not counted) of 3,000.
Catalogue small_catalogue();

// Cap 790,000,000, LPP 26,900,000 a year, NVEU 633,000,000 growing by 316,500,000 a quarter; 36 months from 2025-01.
// Companies: 25 % outside Tier 1, 7 % in one destination, 50 % at home; 1 February, 1 August and every 6 months.
Regime small_regime();

Study small_study(int months = 36);

// Adds a stream of fixed-size orders of chip A by route general; change what differs.
Stream& add_stream(Study* study, const std::string& destination, double orders_per_month, double units);

// "lpp>general" etc.; must be right.
Route route(const std::string& text);
BookOrder& add_book(Study* study, const std::string& id, const std::string& destination, u32 units,
                    const std::string& month, const std::string& by);

CompiledStudy compiled(const Study& study);

// The tally of a range of trials on the reference engine.
Tally run_reference(const CompiledStudy& study, TrialRange range, int threads = 1);

// Trials whose destination had exhausted by the end of month `last`.
u64 exhausted_by(const Tally& tally, u32 destination, u32 last);

// What one destination, or a row of the book, has come to over all trials.
u64 counter(const Tally& tally, u32 index, u32 destination = 0);
u64 orders(const Tally& tally, Decision what, u32 destination = 0);
u64 tpp(const Tally& tally, Decision what, u32 destination = 0);
u64 ended(const Tally& tally, u32 row, BookEnd end);

// Half-width that a mean of n draws of a probability p keeps with all but 7 in a million chances (4.5 standard errors),
// and the 10^-6 that the integer functions may move a probability by.
double sampling_bound(double p, u64 n);

}  // namespace headroom::testing
