# The exact solver against Panjer's recursion of the R package actuar, whose authors know nothing of headroom: a small
# study is written, its demand worked out again here, and the solver's timeline compared.
#
#   Rscript actuar.R HEADROOM    exit 0: they agree; 1: they do not; 77: the package is missing
if (!requireNamespace("actuar", quietly = TRUE)) {
  message("the R package actuar is missing (r-cran-actuar); skipped")
  quit(status = 77)
}
headroom <- normalizePath(commandArgs(TRUE)[1])
folder <- tempfile("actuar")
dir.create(folder)
unit <- 160000
cap <- 790000000

market <- data.frame(
  destination = c("EST", "IND", "KEN"), stream = "s", orders_per_month = c(0.9, 0.6, 0.9),
  growth_per_year = c(0, 0.2, 0.5), units_median = c(60, 60, 45), units_log_sd = c(1.0, 1.4, 1.8),
  units_max = c(500, 4000, 6000), chips = "X", routes = c("general:1", "general:0.75;uveu:0.25", "general:1"),
  consignees = 1, delay_months = 0, beta_global = 0, beta_region = 0)
counted <- c(1, 0.75, 1)
write.csv(market, file.path(folder, "market.csv"), row.names = FALSE, quote = FALSE)
writeLines(c("[study]", 'name = "actuar"', 'regime = "ai-diffusion-2025"', "start = 2025-01-01", "months = 36",
             "seed = 1", "[chip.X]", paste("tpp =", unit)), file.path(folder, "study.toml"))
run <- file.path(folder, "run")
out <- system2(headroom, c("run", folder, "--estimator", "exact", "--out", run, "--quiet"), stdout = TRUE)
timeline <- read.csv(file.path(run, "timeline.csv"))

last <- cap %/% unit
worst <- 0
for (i in seq_len(nrow(market))) {
  row <- market[i, ]
  size <- floor(row$units_median * exp(row$units_log_sd * qnorm((0:1023 + 0.5) / 1024)) + 0.5)
  size <- pmin(pmax(size, 1), row$units_max)
  fx <- tabulate(pmin(size, last + 1), last + 1) / 1024  # what passes the cap at once stands just behind it
  for (months in c(12, 36)) {
    mean <- sum(row$orders_per_month * counted[i] * (1 + row$growth_per_year)^((0:(months - 1)) / 12))
    law <- actuar::aggregateDist("recursive", model.freq = "poisson", model.sev = c(0, fx), lambda = mean,
                                 x.scale = 1, maxit = 1e6, tol = 1e-13)
    exact <- 1 - law(last)
    mine <- timeline$p_exhausted[timeline$iso3 == row$destination][months]
    cat(sprintf("%s %2d months: actuar %.12f, headroom %.12f, apart %.1e\n", row$destination, months, exact, mine,
                abs(exact - mine)))
    worst <- max(worst, abs(exact - mine))
  }
}
unlink(folder, recursive = TRUE)
# The tables hold the demand in 40 bits and rows in 24.
if (worst > 1e-9) stop(sprintf("they are %.2g apart", worst))
