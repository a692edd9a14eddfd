// Words for universal VEU companies and their limits.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "host/stats/result.h"

namespace headroom {

std::string_view rule_name(CompanyRule rule);       // "outside_tier1", "one_destination", "home"
std::string_view look_name(const Look& look);       // "reporting", "checkpoint"
std::string limit_text(const CompanyLimit& limit);  // "outside Tier 1, at most 25 %"

// A table for people: limits that were broken in some trial, at the look where that is likeliest; of a company's
// destinations the three likeliest. A line says how many more there are. Nothing where there are no companies.
std::string companies_text(const std::vector<CompanyResult>& companies, u64 trials);

}  // namespace headroom
