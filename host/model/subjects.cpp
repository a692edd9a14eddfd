#include "host/model/subjects.h"

#include <algorithm>

#include "host/base/digest.h"

namespace headroom {

std::map<std::string, u32> assign_subjects(std::vector<std::string> ids, const std::string& what, Problems& problems) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::map<u32, std::string> taken;
  std::map<std::string, u32> subjects;
  for (const std::string& id : ids) {
    u32 subject = fnv1a_32(id);
    for (int salt = 1; taken.count(subject); ++salt) {
      problems.warn({}, what + " '" + taken[subject] + "' and '" + id + "' have one 32-bit hash; '" + id +
                            "' is hashed again with a salt (rename one of them to keep its draws when the other goes)");
      subject = fnv1a_32(id + "#" + std::to_string(salt));
    }
    taken[subject] = id;
    subjects[id] = subject;
  }
  return subjects;
}

}  // namespace headroom
