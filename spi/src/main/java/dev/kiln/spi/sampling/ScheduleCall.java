package dev.kiln.spi.sampling;

import dev.kiln.spi.ValueType;

/**
 * The input of a noise schedule.
 *
 * @param steps how many noise levels, the final 0 not counted
 * @param sigmaMin the smallest level requested
 * @param sigmaMax the largest level requested
 * @param rho the exponent: the schedule's own unless the user chose one
 * @param table the model's levels
 */
@ValueType
public record ScheduleCall(
    int steps, double sigmaMin, double sigmaMax, double rho, SigmaTable table) {}
