package dev.kiln.spi.event;

import dev.kiln.spi.ValueType;

/**
 * A generation is over, whether it succeeded, failed or was stopped. Fired once per request on the
 * generation's own thread, after the pictures were handed over; what an observer throws is logged.
 *
 * @param job the job's id
 * @param images how many pictures it made
 * @param seconds how long it took
 */
@ValueType
public record GenerationEnded(String job, int images, double seconds) implements HostEvent {}
