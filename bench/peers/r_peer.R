# The peer "r": the model vectorised over trials, as numpy_peer.py does it, whose top says what the model's arrays and the
# answers mean. Every order of the market is drawn; then the orders of all trials and destinations are decided side by
# side, by their rank in the month. A column is one destination of one trial.
#
#     Rscript --vanilla r_peer.R MODEL
GENERAL <- 0; GENERAL_TIER1 <- 1; LPP <- 2; NVEU <- 3
COUNTS_ONLY <- 0; EXEMPT <- 2
COUNTED <- 1; EXCEPTED <- 2; REFUSED <- 3; REFUSED_ORDERS <- 4; DECIDED <- 5
BATCH <- 256  # trials

read_model <- function(path) {
  lines <- strsplit(readLines(path), " ", fixed = TRUE)
  a <- lapply(lines, function(line) as.numeric(line[-1]))
  names(a) <- vapply(lines, `[`, "", 1)
  m <- list(a = a, months = a$months, quarters = ceiling(a$months / 3), places = length(a$place_capped))
  m$quarter <- (seq_len(m$months) - 1) %/% 3  # numbers begin at 0, places in R's vectors at 1
  m$capped <- which(a$place_capped > 0)
  m$beta <- matrix(a$place_beta, ncol = 3, byrow = TRUE)
  m$columns <- matrix(a$place_columns, ncol = 2, byrow = TRUE) + 1
  m$half_variance <- matrix(a$place_half_variance, ncol = m$quarters, byrow = TRUE)
  m$first_meter <- c(0, cumsum(a$place_consignees))
  m$meters <- sum(a$place_consignees)
  m$steps <- matrix(a$route_steps, ncol = 4, byrow = TRUE)
  m$orders <- matrix(a$stream_orders, ncol = m$months, byrow = TRUE)
  index_kinds(m)
}

# One sorted vector from which the kind of an order of (stream, quarter) is looked up: row + cumulative chance.
index_kinds <- function(m) {
  bounds <- list(); numbers <- list(); at <- 0; begin <- 0; row <- 0
  for (count in m$a$stream_kinds) {
    for (quarter in seq_len(m$quarters)) {
      chances <- cumsum(m$a$kind_chance[at + seq_len(count)])
      chances[count] <- 1
      row <- row + 1
      bounds[[row]] <- row - 1 + chances
      numbers[[row]] <- begin + seq_len(count)
      at <- at + count
    }
    begin <- begin + count
  }
  m$kind_bounds <- unlist(bounds); m$kind_number <- unlist(numbers)
  m
}

# By factor, quarter and trial.
draw_factors <- function(m, count) {
  groups <- m$a$groups; factors <- 1 + groups + m$a$owns; c <- m$a$correlation
  rho <- rep(m$a$rho, c(1, groups, m$a$owns))
  e <- array(rnorm(factors * m$quarters * count), c(factors, m$quarters, count))
  if (c != 0) for (g in 1 + seq_len(groups)) e[g, , ] <- c * e[1, , ] + sqrt(1 - c * c) * e[g, , ]
  z <- e
  for (q in seq_len(m$quarters)[-1]) z[, q, ] <- rho * z[, q - 1, ] + sqrt(1 - rho * rho) * e[, q, ]
  nu <- m$a$student_t
  if (nu > 0) z <- z * rep(sqrt(nu / rchisq(count, nu)), each = factors * m$quarters)
  z
}

# By place, quarter and trial.
intensities <- function(m, count) {
  z <- draw_factors(m, count)
  one <- rep(1, m$places)
  load <- m$beta[, 1] * z[one, , , drop = FALSE] + m$beta[, 2] * z[m$columns[, 1], , , drop = FALSE] +
    m$beta[, 3] * z[m$columns[, 2], , , drop = FALSE] - as.vector(m$half_variance)
  exp(pmin(pmax(load, -10), 10))
}

# Every order of the market, unmetered ones too; what is returned is metered.
draw_market <- function(m, intensity, count, share, of) {
  a <- m$a
  streams <- length(a$stream_place)
  mean <- intensity[a$stream_place + 1, m$quarter + 1, , drop = FALSE] * (as.vector(m$orders) * share)
  per_cell <- rpois(length(mean), mean)
  cell <- rep.int(seq_along(per_cell) - 1, per_cell)
  n <- length(cell)
  stream <- cell %% streams + 1
  rest <- cell %/% streams
  month <- rest %% m$months
  trial <- rest %/% m$months
  row <- (stream - 1) * m$quarters + month %/% 3
  kind <- m$kind_number[findInterval(row + runif(n), m$kind_bounds) + 1]
  units <- exp(a$stream_log_median[stream] + a$stream_log_sd[stream] * rnorm(n))
  units <- pmin(pmax(floor(units + 0.5), 1), a$stream_largest[stream])
  consignee <- a$stream_first_consignee[stream] + floor(runif(n) * a$stream_consignees[stream])
  place <- a$stream_place[stream]
  orders <- list(column = trial * m$places + place + 1, month = month, time = runif(n), tpp = units * a$kind_tpp[kind],
                 route = a$kind_route[kind] + 1,
                 meter = trial * m$meters + m$first_meter[place + 1] + consignee + 1, of = rep(of, n))
  some(orders, a$kind_metered[kind] > 0)
}

some <- function(orders, which) lapply(orders, `[`, which)
joined <- function(parts) {
  all <- lapply(names(parts[[1]]), function(name) unlist(lapply(parts, `[[`, name)))
  names(all) <- names(parts[[1]])
  all
}

draw_book <- function(m, count) {
  a <- m$a
  rows <- length(a$book_place); n <- rows * count
  row <- rep.int(seq_len(rows), count); trial <- rep(seq_len(count) - 1, each = rows)
  chance <- runif(n)
  if (a$projects > 0) {
    shared <- matrix(runif(count * a$projects), nrow = count)
    project <- a$book_project[row]
    with <- project >= 0
    chance[with] <- shared[cbind(trial[with] + 1, project[with] + 1)]
  }
  month <- a$book_month[row] + rgeom(n, a$book_delay[row])
  sizes <- matrix(a$book_units, ncol = 3, byrow = TRUE)[row, , drop = FALSE]
  low <- sizes[, 1]; mode <- sizes[, 2]; high <- sizes[, 3]; u <- runif(n); width <- high - low
  units <- ifelse(u * width < mode - low, low + sqrt(u * width * (mode - low)),
                  high - sqrt((1 - u) * width * (high - mode)))
  place <- a$book_place[row]
  orders <- list(column = trial * m$places + place + 1, month = month, time = runif(n),
                 tpp = pmax(1, floor(units + 0.5)) * a$book_tpp[row], route = a$book_route[row] + 1,
                 meter = trial * m$meters + m$first_meter[place + 1] + a$book_consignee[row] + 1, of = rep(2, n))
  some(orders, chance < a$book_probability[row] & month < m$months & a$book_metered[row] > 0)
}

# 0, 1, 2, ... within equal neighbours.
ranks <- function(keys) {
  n <- length(keys)
  if (n == 0) return(integer(0))
  starts <- which(c(TRUE, keys[-1] != keys[-n]))
  seq_len(n) - rep.int(starts, diff(c(starts, n + 1)))
}

# All orders, sorted by month and rank in the month of its column.
draw_orders <- function(m, count) {
  intensity <- intensities(m, count)
  parts <- list(draw_market(m, intensity, count, 1, 0))
  # Those that come only while buyers hurry: thinned when they are met.
  if (m$a$rush[2] > 1) parts <- c(parts, list(draw_market(m, intensity, count, m$a$rush[2] - 1, 1)))
  if (length(m$a$book_place) > 0) parts <- c(parts, list(draw_book(m, count)))
  orders <- joined(parts)
  orders <- some(orders, order(orders$column, orders$month, orders$time, method = "radix"))
  orders$rank <- ranks(orders$column * m$months + orders$month)
  some(orders, order(orders$month, orders$rank, method = "radix"))
}

draw_raises <- function(m, count) {
  raised <- matrix(m$months, nrow = m$places, ncol = count)
  for (place in unique(m$a$raise_place)) {
    rows <- m$a$raise_place == place
    months <- c(m$a$raise_month[rows], m$months)
    raised[place + 1, ] <- months[findInterval(runif(count), cumsum(m$a$raise_chance[rows])) + 1]
  }
  as.vector(raised)
}

# What the columns of a batch have used up, in an environment, so that the steps can change it.
new_batch <- function(m, count) {
  columns <- count * m$places
  b <- new.env()
  b$used <- numeric(columns); b$caps <- numeric(columns)
  b$exhausted <- logical(columns); b$hurried <- logical(columns)
  b$lpp <- numeric(count * m$meters); b$nveu <- numeric(count * m$meters)
  b$totals <- matrix(0, nrow = columns, ncol = 5)
  b$returning <- vector("list", m$months)
  b
}

fits <- function(m, b, authorisation, column, meter, tpp, month) {
  all <- rep(TRUE, length(tpp))
  if (authorisation == GENERAL_TIER1 && m$a$tier1 == EXEMPT) return(all)
  if (authorisation == GENERAL || authorisation == GENERAL_TIER1) {
    fit <- b$used[column] + tpp <= b$caps[column]
    b$exhausted[column[!fit]] <- TRUE
    if (authorisation == GENERAL_TIER1 && m$a$tier1 == COUNTS_ONLY) fit <- all
    b$used[column[fit]] <- b$used[column[fit]] + tpp[fit]
  } else if (authorisation == LPP) {
    fit <- b$lpp[meter] + tpp <= m$a$lpp_cap
    b$lpp[meter[fit]] <- b$lpp[meter[fit]] + tpp[fit]
  } else {
    fit <- b$nveu[meter] + tpp <= m$a$allowance[month]
    b$nveu[meter[fit]] <- b$nveu[meter[fit]] + tpp[fit]
  }
  fit
}

# Adds to a total of columns that are all different.
add <- function(b, columns, total, x) {
  if (length(columns) > 0) b$totals[columns, total] <- b$totals[columns, total] + x
}

# Orders of columns that are all different; month counts from 1.
decide <- function(m, b, orders, month, waits) {
  column <- orders$column; tpp <- orders$tpp
  open <- rep(TRUE, length(tpp))
  for (place in 1:4) {
    step <- m$steps[orders$route, place]
    for (authorisation in c(GENERAL, GENERAL_TIER1, LPP, NVEU)) {
      at <- which(open & step == authorisation)
      if (length(at) == 0) next
      at <- at[fits(m, b, authorisation, column[at], orders$meter[at], tpp[at], month)]
      open[at] <- FALSE
      add(b, column[at], if (authorisation >= LPP) EXCEPTED else COUNTED, tpp[at])
      add(b, column[at], DECIDED, 1)
    }
    if (place == 4 || !any(open) || all(m$steps[orders$route[open], place + 1] < 0)) break
  }
  refused <- which(open)
  back <- month + m$a$wait[2]
  if (waits && length(refused) > 0 && m$a$wait[1] > 0 && back <= m$months) {
    late <- runif(length(refused)) < m$a$wait[1]
    if (any(late)) b$returning[[back]] <- c(b$returning[[back]], list(some(orders, refused[late])))
    refused <- refused[!late]
  }
  add(b, column[refused], REFUSED, tpp[refused])
  add(b, column[refused], REFUSED_ORDERS, 1)
  add(b, column[refused], DECIDED, 1)
}

meet_returned <- function(m, b, month) {
  if (is.null(b$returning[[month]])) return()
  orders <- joined(b$returning[[month]])
  orders <- some(orders, order(orders$column, method = "radix"))  # stable
  rank <- ranks(orders$column)
  for (r in 0:max(rank)) decide(m, b, some(orders, rank == r), month, FALSE)
}

meet <- function(m, b, orders, month) {
  if (any(orders$of == 1)) orders <- some(orders, orders$of != 1 | b$hurried[orders$column])
  decide(m, b, orders, month, TRUE)
  if (m$a$rush[2] > 1) {
    looks <- orders$column[orders$of != 2]
    b$hurried[looks] <- b$used[looks] >= m$a$rush[1] * b$caps[looks]
  }
}

run_batch <- function(m, count) {
  b <- new_batch(m, count)
  raised <- draw_raises(m, count)
  orders <- draw_orders(m, count)
  n <- length(orders$month)
  changes <- orders$month[-1] != orders$month[-n] | orders$rank[-1] != orders$rank[-n]
  begins <- if (n == 0) integer(0) else c(1, which(changes) + 1)
  ends <- c(begins[-1] - 1, n)
  begins_by_month <- split(seq_along(begins), factor(orders$month[begins], levels = seq_len(m$months) - 1))
  multiplier <- rep.int(m$a$place_multiplier, count)
  for (month in seq_len(m$months)) {
    b$caps <- ifelse(month - 1 < raised, m$a$cap, m$a$cap * multiplier)
    if (month == 1 || m$a$year[month] != m$a$year[month - 1]) b$lpp[] <- 0
    meet_returned(m, b, month)
    for (i in begins_by_month[[month]]) meet(m, b, some(orders, begins[i]:ends[i]), month)
  }
  b
}

run <- function(m, first, count) {
  set.seed(first %% 2147483647)
  capped <- m$capped
  exhausted <- numeric(length(capped)); together <- numeric(length(capped) + 1)
  sums <- numeric(5); squares <- numeric(5)
  for (begin in seq(0, count - 1, by = BATCH)) {
    trials <- min(BATCH, count - begin)
    b <- run_batch(m, trials)
    by_place <- matrix(b$exhausted, nrow = m$places)[capped, , drop = FALSE]
    exhausted <- exhausted + rowSums(by_place)
    together <- together + tabulate(colSums(by_place) + 1, nbins = length(together))
    for (i in 1:5) {
      total <- colSums(matrix(b$totals[, i], nrow = m$places)[capped, , drop = FALSE])
      sums[i] <- sums[i] + sum(total)
      squares[i] <- squares[i] + sum(total * total)
    }
  }
  c(exhausted, together, sums, squares)
}

model <- read_model(commandArgs(trailingOnly = TRUE)[1])
cat("ready\n")
input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  words <- as.numeric(strsplit(line, " ", fixed = TRUE)[[1]])
  answers <- run(model, words[1], words[2])
  cat(format(sum(proc.time()[1:2]), digits = 9), format(answers, digits = 17, trim = TRUE, scientific = FALSE), "\n")
  flush(stdout())
}
