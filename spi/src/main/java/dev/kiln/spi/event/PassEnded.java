package dev.kiln.spi.event;

import dev.kiln.spi.ValueType;

/**
 * A sampling pass is over, whether it succeeded, failed or was stopped. Fired once for each {@link
 * PassBegan} on the generation's own thread, after its pictures are decoded and handed over; what
 * an observer throws is logged.
 *
 * @param job the job's id
 * @param images how many images it made at once
 * @param seconds from its opening on: sampling and decoding
 */
@ValueType
public record PassEnded(String job, int images, double seconds) implements HostEvent {}
