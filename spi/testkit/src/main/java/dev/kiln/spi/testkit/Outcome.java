package dev.kiln.spi.testkit;

import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What a {@link TestingGeneration} came to.
 *
 * @param latents of the last step, [images, 4, 8, 8]
 * @param evaluated the evaluations that the network was really run for, from 0
 * @param calls all calls of interceptors, row filters and guidances, in order of their return
 * @param opened how many interceptors and row filters were opened
 * @param closed how many of them were closed
 * @param infotext what the plugins added to it
 * @param warnings what the user is told
 * @param pictures in order
 */
public record Outcome(
    Tensor latents,
    List<Integer> evaluated,
    List<HookCall> calls,
    int opened,
    int closed,
    Map<String, String> infotext,
    List<String> warnings,
    List<Picture> pictures) {}
