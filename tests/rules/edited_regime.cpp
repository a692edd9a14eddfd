#include "tests/rules/edited_regime.h"

namespace headroom::test {

EditedRegime::EditedRegime(const std::string& file, const Edit& edit) {
  const Folder bundled = Folder::bundled("regimes/ai-diffusion-2025");
  Problems problems;
  for (const std::string& name : bundled.files()) {
    const std::string text = bundled.read(name, problems)->text;
    testing::put_text(folder_ / name, name == file ? edited(text, edit) : text);
  }
}

std::string EditedRegime::text(const std::vector<Problem>& problems) const {
  std::string lines;
  for (const Problem& problem : problems) {
    lines += (lines.empty() ? "" : "\n") + to_string(problem).substr(path().string().size() + 1);
  }
  return lines;
}

}  // namespace headroom::test
