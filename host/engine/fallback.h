// An engine that may be lost, and another that goes on in its place.
#pragma once
#include <functional>

#include "host/engine/engine.h"

namespace headroom {

// Runs on `first` until that is lost, and from the first trial that is missing on what `second` makes.
std::unique_ptr<Engine> make_fallback_engine(std::unique_ptr<Engine> first,
                                             std::function<std::unique_ptr<Engine>()> second);

}  // namespace headroom
