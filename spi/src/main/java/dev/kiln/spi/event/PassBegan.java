package dev.kiln.spi.event;

import dev.kiln.spi.ValueType;

/**
 * A sampling pass is about to take its first step. Fired once per pass on the generation's own
 * thread, after the hooks of the pass are open and before the first evaluation; each is followed by
 * one {@link PassEnded} of the same job, and a job's passes never overlap. What an observer throws
 * is logged.
 *
 * @param job the job's id
 * @param images how many images it makes at once
 * @param width of the pictures in pixels
 * @param height of the pictures in pixels
 * @param steps how many were asked for
 */
@ValueType
public record PassBegan(String job, int images, int width, int height, int steps)
    implements HostEvent {}
