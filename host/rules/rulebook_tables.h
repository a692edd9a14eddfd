// The tables beside regime.toml that only rulings need.
#pragma once
#include "host/rules/rulebook.h"
#include "host/rules/table_words.h"

namespace headroom {

void read_tier_notes(const InputFile& file, Rulebook& book, Problems& problems);
void read_paragraphs(const InputFile& file, Rulebook& book, Problems& problems);
// These two cite, so paragraphs come first; they need a row for each name in ruling_names.h that the regime can come
// to, and no name besides.
void read_rulings(const InputFile& file, const Catalogue& catalogue, Rulebook& book, Problems& problems);
void read_readings(const InputFile& file, bool has_weights, Rulebook& book, Problems& problems);
void read_duties(const InputFile& file, Rulebook& book, Problems& problems);
void read_other_classes(const InputFile& file, const Catalogue& catalogue, Rulebook& book, Problems& problems);

}  // namespace headroom
