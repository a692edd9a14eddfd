// Points that fill a cube more evenly than random ones, for the factors of a trial in place of random words: the Sobol'
// sequence, scrambled R times over, independently ("replicates"; Owen, "Randomly permuted (t,m,s)-nets and
// (t,s)-sequences", 1995). A mean over 2^m points of a replicate errs less than one over as many random trials, the
// more so the smoother what is averaged; R such means say how much.
//
//   trial = point number x R + replicate, R a power of two
//
// so that the trials of any range share the replicates evenly, and those from n x N on, N = R x 2^m of them, are 2^m
// points of each that make a net of their own.
//
// A destination loads on the global factor, on one group and on a factor of its own. So all groups share coordinates,
// and so do all own factors, each scrambled by a key of its own: whatever a destination depends on are then few, early
// and different coordinates of one net, however many groups there are, and a group more moves no other's words. Two
// groups' words in a trial are independent, as all that is scrambled by different keys; but across the trials of a
// replicate they are not, and a mean over what depends on both gains less. No estimate of a destination does.
//
// Early quarters, on which all later ones build, have the first coordinates; the Student-t scale, on which all do, the
// very first.
#pragma once
#include "host/trial/factors.h"

namespace headroom {

constexpr u32 kPointBits = 32;  // points a replicate, and words' bits

// Of no coordinates where words are random.
struct Points {
  u32 replicate_bits;     // log2 of the replicates
  u32 coordinates;        // each of kPointBits direction numbers
  const u32* directions;  // what each bit of a point's number, from the lowest on, turns over; with their bits reversed

  HD u32 replicates() const { return 1u << replicate_bits; }
};

HD u32 scale_coordinates(const Tables& tables) { return tables.student_t ? 1 : 0; }
HD u32 kinds_of_factors(const Tables& tables) { return 1 + (tables.group_count ? 1 : 0) + (tables.own_count ? 1 : 0); }

// That of a factor in a quarter: quarter by quarter the global one, groups, own ones.
HD u32 coordinate_of(const Tables& tables, Purpose factor, u32 quarter) {
  const u32 kinds = kinds_of_factors(tables);
  const u32 kind = factor == Purpose::global_factor ? 0 : factor == Purpose::group_factor ? 1 : kinds - 1;
  return scale_coordinates(tables) + quarter * kinds + kind;
}
HD u32 point_coordinates(const Tables& tables) {
  return scale_coordinates(tables) + tables.quarters * kinds_of_factors(tables);
}

// A coordinate of the Sobol' sequence's point, its bits reversed: the first half of the cube is an even word.
template <class U>
HD U sobol_word(const u32* directions, U point) {
  U word = 0u;
  for (u32 bit = 0; any(!(point == 0u)); ++bit, point = point >> 1)
    word = word ^ (U(directions[bit]) & (0u - (point & 1u)));
  return word;
}

// A word whose every bit is turned over or not by a hash of the bits above it: Owen's nested uniform scramble. After
// Laine and Karras, "Stratified sampling for stochastic transparency", 2011, in the form of Burley, "Practical
// hash-based Owen scrambling", JCGT 9 (2020), with the constants of Vegdahl, "Building a better LK hash" (2021): all
// steps carry upwards alone, so that on reversed bits each depends on those above it. Here the key is of two words, the
// shift independent of the factor: then every word is uniform, exactly, and a mean is unbiased.
template <class U>
HD U scrambled(U reversed, U shift, U factor) {
  U x = reversed ^ (reversed * U(0x3d20adeau));
  x = (x + shift) * (factor | 1u);
  x = x ^ (x * U(0x05526c56u));
  return x ^ (x * U(0x53a22864u));
}

template <class U>
HD U with_bits_reversed(U x) {
  x = ((x >> 1) & 0x55555555u) | ((x & 0x55555555u) << 1);
  x = ((x >> 2) & 0x33333333u) | ((x & 0x33333333u) << 2);
  x = ((x >> 4) & 0x0f0f0f0fu) | ((x & 0x0f0f0f0fu) << 4);
  x = ((x >> 8) & 0x00ff00ffu) | ((x & 0x00ff00ffu) << 8);
  return (x >> 16) | (x << 16);
}

// A coordinate of a point of a replicate.
template <class U>
HD U point_word(const Points& points, u32 coordinate, U point, U shift, U factor) {
  return with_bits_reversed(scrambled(sobol_word(points.directions + coordinate * kPointBits, point), shift, factor));
}

// The words of a trial's factors from its point.
template <class L, class Trial>
class PointWords {
 public:
  using U = typename L::U;

  // A factor's, by quarter, asked for in order: a block has the keys of two.
  class OfFactor {
   public:
    HD OfFactor(const Tables& tables, const Points& points, U point, Purpose factor, const Draws<L>& keys)
        : tables_(tables), points_(points), point_(point), factor_(factor), keys_(keys) {}
    HD U operator()(u32 quarter) {
      if ((quarter & 1u) == 0) block_ = keys_(U(quarter >> 1));
      const u32 first = 2 * (quarter & 1u);
      return point_word(points_, coordinate_of(tables_, factor_, quarter), point_, word_of(block_, first),
                        word_of(block_, first + 1));
    }

   private:
    const Tables& tables_;
    const Points& points_;
    U point_;
    Purpose factor_;
    Draws<L> keys_;
    Block<U> block_{};
  };

  HD PointWords(const Tables& tables, const Points& points, Trial trial)
      : tables_(tables),
        points_(points),
        point_(low_half(trial >> points.replicate_bits)),
        replicate_(trial & Trial(u64(points.replicates() - 1))) {}
  HD OfFactor of(Purpose factor, u32 subject) const {
    const Purpose scramble = factor == Purpose::global_factor  ? Purpose::scramble_global
                             : factor == Purpose::group_factor ? Purpose::scramble_group
                                                               : Purpose::scramble_own;
    return {tables_, points_, point_, factor, Draws<L>(tables_.keys, replicate_, scramble, subject)};
  }
  HD U of_scale() const {
    const Block<U> key = Draws<L>(tables_.keys, replicate_, Purpose::scramble_student_t, 0)(U(0u));
    return point_word(points_, 0, point_, key.word[0], key.word[1]);
  }

 private:
  const Tables& tables_;
  const Points& points_;
  U point_;
  Trial replicate_;
};

}  // namespace headroom
