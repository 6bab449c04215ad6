package dev.kiln.spi.sampling;

import dev.kiln.spi.ValueType;

/**
 * What a schedule is asked for.
 *
 * @param steps how many noise levels, the final 0 not counted
 * @param sigmaMin the smallest level wished
 * @param sigmaMax the largest level wished
 * @param rho the exponent: the schedule's own unless the user chose one
 * @param table the model's levels
 */
@ValueType
public record ScheduleCall(
    int steps, double sigmaMin, double sigmaMax, double rho, SigmaTable table) {}
