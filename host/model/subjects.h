// Addresses of draws for what has an id: 32-bit FNV-1a, made distinct within a purpose.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "host/base/hd.h"
#include "host/base/problems.h"

namespace headroom {

// Of two ids whose hashes collide, the one that sorts later is hashed again with a salt; a warning says so, since
// adding an id can then move another's draws. `what` names the kind of id, e.g. "book orders".
std::map<std::string, u32> assign_subjects(std::vector<std::string> ids, const std::string& what, Problems& problems);

}  // namespace headroom
