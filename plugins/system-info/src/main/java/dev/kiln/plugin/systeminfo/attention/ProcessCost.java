package dev.kiln.plugin.systeminfo.attention;

/**
 * What a process of its own took for one optimizer.
 *
 * @param peakBytes the most that was resident; 0 where it is not known
 * @param budgetBytes what scores of one attention were allowed to take; 0 where it is not known
 * @param problem why the optimizer could not do the work; empty otherwise
 */
record ProcessCost(long peakBytes, long budgetBytes, String problem) {}
