// The cases that a shipment can come to. Each that a regime can come to has a row in its rulings.csv.
#pragma once
#include <string_view>

namespace headroom::ruling {

constexpr std::string_view kOutsideWindow = "outside_window";
constexpr std::string_view kNotControlled = "chip_not_controlled";
constexpr std::string_view kOtherClassFree = "other_class_free";        // a class that is not counted, no licence there
constexpr std::string_view kOtherClassLicence = "other_class_licence";  // a licence there
constexpr std::string_view kOtherClassTier3 = "other_class_tier3";
constexpr std::string_view kOtherClassUnknown = "other_class_unknown";  // the regime does not list where
constexpr std::string_view kTier3Place = "tier3_place";
constexpr std::string_view kTier3Parent = "tier3_parent";
constexpr std::string_view kConsumer = "consumer";
constexpr std::string_view kConsumerTier3 = "consumer_tier3";
constexpr std::string_view kAia = "aia";
constexpr std::string_view kUveu = "uveu";
constexpr std::string_view kNveu = "nveu";
constexpr std::string_view kLpp = "lpp";
constexpr std::string_view kGeneral = "general";
constexpr std::string_view kGeneralRefused = "general_refused";
constexpr std::string_view kGeneralTier1Counted = "general_tier1_counted";
constexpr std::string_view kGeneralTier1Exempt = "general_tier1_exempt";
constexpr std::string_view kGeneralTier1Refused = "general_tier1_refused";
constexpr std::string_view kTier2ParentUncounted = "tier2_parent_uncounted";
constexpr std::string_view kFreePlace = "free_place";        // Tier 1 where there is no allocation: no licence
constexpr std::string_view kUnlimited = "unlimited";         // a licence that meets no quantity
constexpr std::string_view kCaseByCase = "case_by_case";     // a chip under the product limit
constexpr std::string_view kSimpleReview = "simple_review";  // within the consignee's limit, up to simple_review_tpp
constexpr std::string_view kClearance = "clearance";         // within it, above that
constexpr std::string_view kConsigneeRefused = "consignee_refused";

constexpr std::string_view kAll[] = {kOutsideWindow,
                                     kNotControlled,
                                     kOtherClassFree,
                                     kOtherClassLicence,
                                     kOtherClassTier3,
                                     kOtherClassUnknown,
                                     kTier3Place,
                                     kTier3Parent,
                                     kConsumer,
                                     kConsumerTier3,
                                     kAia,
                                     kUveu,
                                     kNveu,
                                     kLpp,
                                     kGeneral,
                                     kGeneralRefused,
                                     kGeneralTier1Counted,
                                     kGeneralTier1Exempt,
                                     kGeneralTier1Refused,
                                     kTier2ParentUncounted,
                                     kFreePlace,
                                     kUnlimited,
                                     kCaseByCase,
                                     kSimpleReview,
                                     kClearance,
                                     kConsigneeRefused};

}  // namespace headroom::ruling

// The open points on which a ruling can turn. Each that a regime has a row for in its readings.csv.
namespace headroom::reading {

constexpr std::string_view kAlternativeTier = "alternative_tier";
constexpr std::string_view kGeneralTier1 = "general_tier1";
constexpr std::string_view kTier2Parent = "tier2_parent_in_tier1";
constexpr std::string_view kLppScope = "lpp_scope";
constexpr std::string_view kNveuArrangement = "nveu_arrangement";
constexpr std::string_view kFineTuning = "fine_tuning_threshold";
constexpr std::string_view kFacility = "facility_in_tier1";

constexpr std::string_view kAll[] = {kAlternativeTier, kGeneralTier1, kTier2Parent, kLppScope,
                                     kNveuArrangement, kFineTuning,   kFacility};

}  // namespace headroom::reading
