package dev.kiln.host.tuning;

/**
 * What measuring a model at one size came to.
 *
 * @param winner the fastest; empty as long as there is none
 * @param reason why, in words
 */
public record Measured(String winner, String reason) {}
