package dev.kiln.host.tuning;

/** The time for trials is over. */
final class BudgetSpent extends RuntimeException {
  private static final long serialVersionUID = 1;

  BudgetSpent() {
    super("the time for measuring is over");
  }
}
