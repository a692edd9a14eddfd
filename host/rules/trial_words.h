// What a regime says of the orders of a simulated trial: which case of rulings.csv each has come to.
#pragma once
#include <string_view>
#include <vector>

#include "host/rules/judge.h"
#include "host/rules/trial_ledger.h"

namespace headroom {

// "general", ...; of a RouteStep. "" for kEnd.
std::string_view step_name(u32 step);

// As `check` tells them: what each meter had left.
std::vector<Tried> tried_of(const LedgerOrder& order);

// A row of rulings.csv with its name; nothing where the study alone declares an order exempt. What its route refused is
// told by the last authorisation tried, wherever it went then.
using NamedRuling = std::map<std::string, RulingText>::value_type;
const NamedRuling* ruling_of(const LedgerOrder& order, const Study& study, const Catalogue& catalogue,
                             const Rulebook& book);

// The paragraph by which an arrangement may raise a cap; empty: the regime names none.
std::string arrangement_paragraph(const Rulebook& book);

// The words of the study's regime: of its own folder, or, where that holds what a run needs and no more (the copy in a
// run folder), of the bundled regime of the same name. Nothing when neither has any.
std::optional<Rulebook> find_words(const LoadedStudy& loaded, const std::filesystem::path& data_root,
                                   Problems& problems);

}  // namespace headroom
