// What `headroom verify` prints: a table for people, JSON.
#pragma once
#include <string>

#include "host/app/verify_study.h"

namespace headroom {

struct Verification {
  std::string cpu;  // what the devices are compared with
  std::vector<VerifiedDevice> devices;
  std::string why_none;  // where there is no device

  // Nothing: no device, or one that could not be verified, and no difference.
  std::optional<bool> equal() const;
};

std::string verify_text(const Verification& what);  // of one device at least
std::string verify_json(const Verification& what);  // headroom.verify/1

// Shows a difference again; and tells the CPU's side of it in words: empty where no destination is to blame.
std::string again_command(const VerifiedStudy& study, int device);
std::string explain_command(const VerifiedStudy& study);

}  // namespace headroom
